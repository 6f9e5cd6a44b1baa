// The colours and marks of the matrix. Colour repeats what a mark or a number says; it never says it alone.

import {h} from './dom.js';
import {APART, NO_BOUND, SELF, STEPS, UNRESOLVED} from './matrix-cells.js';
import {nanos} from './format.js';

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function rgb(colour) {
  const number = parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** The theme's colours, as text and as pixels of ImageData (bytes R G B A, little endian). */
export function palette() {
  const css = [];
  css[SELF] = variable('--cell-self');
  for (let step = 1; step <= STEPS; step++) {
    css[step] = variable(`--cell-${step}`);
  }
  css[NO_BOUND] = variable('--cell-none');
  css[UNRESOLVED] = variable('--cell-unresolved');
  css[APART] = variable('--cell-apart');
  const pixels = css.map((colour) => {
    const [red, green, blue] = rgb(colour);
    return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
  });
  return {
    css,
    pixels,
    dark: css.map((colour) => {
      const [red, green, blue] = rgb(colour);
      return red * 0.299 + green * 0.587 + blue * 0.114 < 140;
    }),
    paper: variable('--paper'),
    ink: variable('--ink'),
    muted: variable('--muted'),
    line: variable('--line'),
    bad: variable('--bad'),
    doubt: variable('--doubt'),
    font: getComputedStyle(document.body).fontFamily,
  };
}

export const MARKS = {[APART]: '×', [UNRESOLVED]: '?', [NO_BOUND]: '·', [SELF]: ''};

/** What the colours mean, as elements. */
export function legend(limitNanos, mode, tally) {
  const steps = [];
  for (let step = 1; step <= STEPS; step++) {
    steps.push(h('li', {class: 'step'},
      h('span', {class: `swatch cell-${step}`, 'aria-hidden': 'true'}),
      h('span', {}, step === STEPS ? `≤ ${nanos(limitNanos)}` : `${
        nanos(limitNanos / 2 ** (STEPS - step)).replace(/\u202fns$/, '')}`)));
  }
  const special = [
    [APART, 'apart', mode === 'bound' ? 'proven apart' : null],
    [UNRESOLVED, 'unresolved', mode === 'bound' ? 'not resolved' : 'wider than the limit'],
    [NO_BOUND, 'none', 'no bound'],
  ].filter(([, , name]) => name);
  return [
    h('ol', {class: 'steps', 'aria-label': 'Colours, in nanoseconds'}, steps),
    h('ul', {class: 'specials'}, special.map(([value, name, text]) =>
      h('li', {class: tally[value] ? '' : 'absent'},
        h('span', {class: `swatch cell-${name}`, 'aria-hidden': 'true'}, MARKS[value]), text))),
  ];
}
