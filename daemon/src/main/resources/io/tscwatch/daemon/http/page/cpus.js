// The CPUs as a table: the ones with something to say first, a page at a time.

import {byId, h, svg, swap} from './dom.js';
import {duration, nanos, nanosInterval, parseCpuList, rateInterval, signedCount, signedNanos}
  from './format.js';

const PAGE = 64;
const GLYPHS = {RELIABLE: '✓', UNRELIABLE: '×', UNKNOWN: '?'};
const GRAVITY = {UNRELIABLE: 0, UNKNOWN: 1, RELIABLE: 2};

const HEADERS = ['CPU', 'Place', 'Verdict', 'Offset', '', 'Midpoint', 'Width', 'Rate', 'TSC_ADJUST', 'Evidence'];

/** What the text in the field means; null if nothing. */
function filter(text) {
  const words = text.trim().toLowerCase();
  if (words === '' || words === 'all') {
    return () => true;
  }
  if (words.startsWith('fault') || words.startsWith('unreliable')) {
    return (cpu) => cpu.verdict === 'UNRELIABLE';
  }
  if (words.startsWith('unknown')) {
    return (cpu) => cpu.verdict === 'UNKNOWN';
  }
  const place = /^(package|node|llc|core|die)\s+(\d+)$/.exec(words);
  if (place) {
    return (cpu) => cpu.place[place[1]] === Number(place[2]);
  }
  const ranges = parseCpuList(words);
  return ranges && ((cpu) => ranges.some(([from, to]) => cpu.cpu >= from && cpu.cpu <= to));
}

function where(place) {
  const parts = [['package', 'p'], ['llc', 'c'], ['core', 'k']].filter(([part]) => place[part] !== null)
    .map(([part, letter]) => `${letter}${place[part]}`);
  return parts.length ? parts.join(' ') : '–';
}

/** The interval as a bar on a common scale, zero in the middle. */
function bar(offset, scale, verdict) {
  const at = (value) => 60 + Math.max(-1, Math.min(1, value / scale)) * 58;
  const [from, to] = [at(offset.lowerNanos), at(offset.upperNanos)];
  return svg('svg', {class: `bar ${verdict}`, viewBox: '0 0 120 12', 'aria-hidden': 'true'},
    svg('line', {x1: 60, x2: 60, y1: 0, y2: 12, class: 'zero'}),
    svg('rect', {x: from, y: 3.5, width: Math.max(1.5, to - from), height: 5, rx: 1}));
}

export class Cpus {
  #address;
  #status = null;
  #page = 0;

  constructor(address) {
    this.#address = address;
    const field = byId('cpu-filter');
    field.value = address.values.show;
    field.addEventListener('input', () => {
      this.#page = 0;
      address.set({show: field.value});
    });
    swap(document.querySelector('#cpu-table thead'),
      h('tr', {}, HEADERS.map((name) => (name ? h('th', {scope: 'col'}, name) : h('td', {})))));
  }

  show(status) {
    this.#status = status;
    this.follow();
  }

  follow() {
    if (!this.#status) {
      return;
    }
    const accept = filter(this.#address.values.show);
    const field = byId('cpu-filter');
    field.setAttribute('aria-invalid', String(!accept));
    const found = this.#status.cpus.filter(accept ?? (() => false)).sort(
      (a, b) => GRAVITY[a.verdict] - GRAVITY[b.verdict] || a.cpu - b.cpu);
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    this.#page = Math.min(this.#page, pages - 1);
    const shown = found.slice(this.#page * PAGE, (this.#page + 1) * PAGE);
    const scale = Math.max(1, ...shown.filter((cpu) => cpu.offset?.upperNanos !== undefined)
      .map(({offset}) => Math.max(Math.abs(offset.lowerNanos), Math.abs(offset.upperNanos))));
    const note = accept
      ? `${found.length} of ${this.#status.cpus.length}${pages > 1 ? `, page ${this.#page + 1} of ${pages}` : ''}`
      : 'Not understood: a list such as 0-15,32, fault, unknown, or package 2';
    if (byId('cpus-note').textContent !== note) {
      byId('cpus-note').textContent = note;
    }
    swap(document.querySelector('#cpu-table tbody'), shown.map((cpu) => this.#row(cpu, scale)));
    swap(byId('cpu-pages'), pages > 1 ? [this.#turn('Previous', -1, this.#page > 0),
      this.#turn('Next', 1, this.#page < pages - 1)] : []);
  }

  #turn(name, by, possible) {
    return h('button', {type: 'button', class: 'linklike', 'data-key': name, disabled: !possible, onclick: () => {
      this.#page += by;
      this.follow();
    }}, name);
  }

  #row(cpu, scale) {
    const {offset, rate} = cpu;
    const timed = offset?.lowerNanos !== undefined;
    const selected = this.#address.values.cpu === cpu.cpu;
    return h('tr', {class: `verdict-${cpu.verdict}`, 'aria-selected': null, 'data-selected': selected ? '' : null},
      h('th', {scope: 'row'}, h('button', {type: 'button', class: 'linklike', 'data-key': `cpu${cpu.cpu}`,
        'aria-pressed': String(selected), 'aria-label': `CPU ${cpu.cpu}, show over time`,
        onclick: () => this.#address.set({cpu: selected ? null : cpu.cpu, against: null})}, String(cpu.cpu))),
      h('td', {class: 'place'}, where(cpu.place)),
      h('td', {class: 'verdictcell'}, h('span', {class: 'mark', 'aria-hidden': 'true'}, GLYPHS[cpu.verdict]),
        ` ${cpu.online ? cpu.reason : 'offline'}`),
      h('td', {class: 'n'}, timed ? nanosInterval(offset.lowerNanos, offset.upperNanos) : '–'),
      h('td', {class: 'barcell'}, timed ? bar(offset, scale, cpu.verdict) : null),
      h('td', {class: 'n'}, timed ? signedNanos(offset.estimateNanos) : '–'),
      h('td', {class: 'n'}, timed ? nanos(offset.upperNanos - offset.lowerNanos) : '–'),
      h('td', {class: 'n'}, rate ? rateInterval(rate.minPicosPerSecond, rate.maxPicosPerSecond) : '–'),
      h('td', {class: 'n', title: cpu.tscAdjustWhyNot}, cpu.tscAdjustCycles === null ? 'unknown'
        : signedCount(Number(cpu.tscAdjustCycles))),
      h('td', {class: 'n'}, cpu.evidenceAgeNanos === null ? '–' : duration(cpu.evidenceAgeNanos / 1e6)));
  }
}
