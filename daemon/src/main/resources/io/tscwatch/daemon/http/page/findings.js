// What was found, the gravest first, and what to do about it.

import {byId, h, swap, whenChanged} from './dom.js';
import {clock, cpuList} from './format.js';

const GLYPHS = {critical: '×', warning: '!', info: 'i'};
const CPUS_SHOWN = 48;

function cpus(finding) {
  const list = cpuList(finding.cpus);
  return list.length > CPUS_SHOWN ? `${finding.cpus.length} CPUs` : finding.cpus.length ? `CPU ${list}` : '';
}

export function findings(explain) {
  const list = whenChanged((found, today) => {
    swap(byId('findings-list'), found.length ? found.map((finding) => h('li', {class: `severity-${finding.severity}`},
      h('button', {type: 'button', class: 'finding', 'data-key': finding.code + finding.cpus,
        onclick: () => explain.open(finding.code), 'aria-haspopup': 'dialog'},
      h('span', {class: 'mark', 'aria-hidden': 'true'}, GLYPHS[finding.severity]),
      h('span', {class: 'body'},
        h('span', {class: 'line'}, h('b', {}, finding.code), h('span', {class: 'note'},
          [finding.severity, cpus(finding), `since ${clock(finding.raisedAt, today)}`].filter(Boolean).join(' · '))),
        h('span', {class: 'sentence'}, finding.sentence))))) : h('li', {class: 'nothing'}, 'Nothing.'));
  });
  const advice = whenChanged((recommendations) => {
    swap(byId('advice'), recommendations.map(({topic, sentence}) =>
      h('div', {}, h('dt', {}, topic), h('dd', {}, sentence))));
  });
  return (status) => {
    const shown = status.findings.map(({code, severity, cpus: of, sentence, raisedAt}) =>
      ({code, severity, cpus: of, sentence, raisedAt}));
    list(shown, status.asOf.slice(0, 10));
    advice(status.recommendations);
  };
}
