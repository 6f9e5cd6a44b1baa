// The Markdown that explanations are written in: headings, paragraphs, lists, code. Nothing else,
// and nothing of it becomes HTML by being parsed: only text nodes are made.

import {h} from './dom.js';

function inline(text) {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`') && part.length > 1) {
      return h('code', {}, part.slice(1, -1));
    }
    return part.startsWith('**') && part.length > 3 ? h('strong', {}, part.slice(2, -2)) : part;
  });
}

const isItem = (line) => /^(- |\d+\. )/.test(line);

function block(lines) {
  const heading = /^(#{1,4}) (.*)/.exec(lines[0]);
  if (heading) {
    const rest = lines.slice(1);
    return [
      h(`h${Math.min(6, heading[1].length + 1)}`, {}, inline(heading[2])),
      ...(rest.length ? block(rest) : []),
    ];
  }
  if (lines.every((line) => line.startsWith('    '))) {
    return [h('pre', {tabindex: 0}, lines.map((line) => line.slice(4)).join('\n'))];
  }
  const first = lines.findIndex(isItem);
  if (first > 0) {
    return [...block(lines.slice(0, first)), ...block(lines.slice(first))];
  }
  if (first === 0) {
    const items = [];
    for (const line of lines) {
      if (isItem(line)) {
        items.push(line.replace(/^(- |\d+\. )/, ''));
      } else {
        items[items.length - 1] += ` ${line.trim()}`;
      }
    }
    const list = /^\d/.test(lines[0]) ? 'ol' : 'ul';
    return [h(list, {}, items.map((item) => h('li', {}, inline(item))))];
  }
  return [h('p', {}, inline(lines.join(' ')))];
}

/** Elements for a document. */
export const markdown = (text) =>
  text.split(/\n{2,}/).map((part) => part.split('\n').filter((line) => line.trim() !== ''))
    .filter((lines) => lines.length > 0).flatMap(block);
