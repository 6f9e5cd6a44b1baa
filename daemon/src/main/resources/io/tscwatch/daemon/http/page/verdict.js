// The verdict with its reason and its age, and whether what is shown is still true.

import {byId, h, swap} from './dom.js';
import {clock, count, duration, instantMillis, nanos, rateInterval} from './format.js';

const GLYPHS = {RELIABLE: '✓', UNRELIABLE: '×', UNKNOWN: '?'};

function rate(status) {
  const rates = status.cpus.map((cpu) => cpu.rate).filter(Boolean);
  if (!rates.length) {
    return ['not known yet', ''];
  }
  return [rateInterval(Math.min(...rates.map((r) => r.minPicosPerSecond)),
    Math.max(...rates.map((r) => r.maxPicosPerSecond))), 'of all CPUs against the reference'];
}

function figure(name, value, about) {
  return h('div', {}, h('dt', {}, name), h('dd', {}, h('span', {class: 'number'}, value),
    about ? h('span', {class: 'note'}, about) : null));
}

function covered(status) {
  const online = status.cpus.filter((cpu) => cpu.online);
  const reliable = online.filter((cpu) => cpu.verdict === 'RELIABLE').length;
  const off = status.cpus.length - online.length;
  return [`${count(reliable)} of ${count(online.length)}`, `reliable${off ? `, ${off} offline` : ''}`];
}

export class VerdictView {
  #link;

  constructor(link) {
    this.#link = link;
    setInterval(() => this.age(), 1000);
    link.addEventListener('state', () => this.age());
  }

  show(status) {
    byId('verdict').dataset.verdict = status.verdict;
    byId('verdict-glyph').textContent = GLYPHS[status.verdict] ?? '?';
    const word = status.verdict + (status.verdict === 'RELIABLE' && status.warnings ? ', with warnings' : '');
    if (byId('verdict-word').textContent !== word) {
      byId('verdict-word').textContent = word;
    }
    if (byId('reason').textContent !== status.reason) {
      byId('reason').textContent = status.reason;
    }
    const {kind, label} = status.machine;
    byId('machine').textContent = kind === 'real' ? label : `${kind} machine “${label}”`;
    document.title = `${GLYPHS[status.verdict] ?? '?'} ${status.verdict} · ${label}`;
    byId('version').textContent = `tscwatch ${status.version}, watching since ${
      clock(status.startedAt, status.asOf)} UTC`;
    this.age();
  }

  /** What changes by itself: ages, and whether the daemon is there. */
  age() {
    const {state, status, problem} = this.#link;
    const texts = {
      connecting: 'connecting', starting: 'measuring for the first time', live: 'live', gone: 'no answer'};
    byId('link').dataset.state = state;
    document.documentElement.dataset.link = state;
    const gone = byId('gone');
    if (!status) {
      byId('link-text').textContent = texts[state];
      byId('reason').textContent = state === 'starting' ? problem
        : state === 'gone' ? 'The daemon does not answer. This page tries again every two seconds.' : '';
      return;
    }
    const since = this.#link.sinceMillis;
    byId('link-text').textContent = state === 'live' ? 'live' : `${texts[state]} for ${duration(since)}`;
    const stale = state === 'gone';
    if (gone.hidden === stale) {
      gone.hidden = !stale;
      gone.textContent = stale ? `The daemon does not answer any more. What you see is what it said last, at ${
        clock(status.asOf)} UTC; whether it still holds is not known.` : '';
    }
    this.#figures(status, since);
  }

  #figures(status, since) {
    const evidence = status.evidenceAgeNanos === null ? null : status.evidenceAgeNanos / 1e6 + since;
    const held = this.#link.nowMillis - instantMillis(status.verdictSince);
    swap(byId('figures'),
      figure('Held for', duration(held), `since ${clock(status.verdictSince, status.asOf)} UTC`),
      figure('Evidence', evidence === null ? 'none' : `${duration(evidence)} old`, 'the oldest of all CPUs'),
      figure('Agreement', status.agreementNanos === null ? 'not proven' : nanos(status.agreementNanos),
        `limit ${nanos(status.limits.maxSkewNanos)}`),
      figure('Rate', ...rate(status)),
      figure('CPUs', ...covered(status)),
      status.requalifiesAt ? figure('Requalifies', `${clock(status.requalifiesAt, status.asOf)}`,
        'if nothing more is found') : null);
  }
}
