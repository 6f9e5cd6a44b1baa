// What happened: on the time axis, and as a list.

import {byId, h, swap} from './dom.js';
import {clock, cpuList, instantMillis} from './format.js';

const KEPT = 1000;
const LISTED = 100;
const MARK_PIXELS = 14;
const GLYPHS = {critical: '×', warning: '!', info: '·'};
const GRAVITY = {critical: 2, warning: 1, info: 0};

export class Events {
  #events = [];
  #charts;
  #explain;
  #today = '';
  #run = null;

  constructor(charts, explain) {
    this.#charts = charts;
    this.#explain = explain;
  }

  /** Reads what the daemon remembers; again when the daemon was started anew. */
  async load(status) {
    this.#run = status.startedAt;
    this.#today = status.asOf;
    const since = new Date(instantMillis(status.asOf) - 7 * 86400e3).toISOString();
    const response = await fetch(`/v1/history?limit=${KEPT}&since=${since}`);
    if (response.ok) {
      const known = new Map(this.#events.map((event) => [event.at + event.sequence, event]));
      for (const event of (await response.json()).events) {
        known.set(event.at + event.sequence, {...event, millis: instantMillis(event.at)});
      }
      this.#events = [...known.values()].sort((a, b) => a.millis - b.millis || a.sequence - b.sequence);
      this.#show();
    }
  }

  /** Whether another run of the daemon has begun since the events were read. */
  isOld(status) {
    this.#today = status.asOf;
    return this.#run !== status.startedAt;
  }

  add(event) {
    if (!this.#events.some((known) => known.at === event.at && known.sequence === event.sequence)) {
      this.#events.push({...event, millis: instantMillis(event.at)});
      this.#events = this.#events.slice(-KEPT);
      this.#show();
    }
  }

  #show() {
    this.#charts.mark(this.#events.filter((event) => event.severity !== 'info' || event.kind !== 'finding-cleared'));
    this.lane();
    const body = document.querySelector('#events tbody');
    swap(body, this.#events.slice(-LISTED).reverse().map((event) => this.#row(event)));
  }

  #row(event) {
    return h('tr', {class: `severity-${event.severity}`},
      h('td', {class: 'time'}, h('time', {datetime: event.at}, clock(event.at, this.#today))),
      h('td', {class: 'kind'}, h('span', {class: 'mark', 'aria-hidden': 'true'}, GLYPHS[event.severity]),
        event.kind.replaceAll('-', ' ')),
      h('td', {class: 'cpus'}, cpuList(event.cpus)),
      h('td', {}, event.code
        ? [h('button', {type: 'button', class: 'code', 'data-key': `${event.at}${event.sequence}`,
          onclick: () => this.#explain.open(event.code)}, event.code), ' '] : null, event.sentence));
  }

  /** The marks above the charts; those that would lie on each other become one. */
  lane() {
    const lane = byId('lane');
    if (!this.#today) {
      return;
    }
    const [from, until] = this.#charts.span();
    const [left, right] = this.#charts.inset;
    const width = lane.clientWidth - left - right;
    const groups = [];
    for (const event of this.#events) {
      if (event.millis < from || event.millis > until) {
        continue;
      }
      const x = (event.millis - from) / (until - from) * width;
      const last = groups.at(-1);
      if (last && x - last.x < MARK_PIXELS) {
        last.events.push(event);
      } else {
        groups.push({x, events: [event]});
      }
    }
    swap(lane, groups.map((group) => this.#mark(group)));
  }

  #mark({x, events}) {
    const gravest = events.reduce((a, b) => (GRAVITY[b.severity] > GRAVITY[a.severity] ? b : a));
    const text = events.length === 1 ? gravest.sentence
      : `${events.length} events, the gravest: ${gravest.sentence}`;
    const button = h('button', {
      type: 'button', class: `severity-${gravest.severity}`, 'data-key': gravest.at,
      title: `${clock(gravest.at, this.#today)}  ${text}`, 'aria-label': `${clock(gravest.at, this.#today)}: ${text}`,
      onclick: () => this.#explain.event(gravest),
    }, events.length > 1 ? String(events.length) : GLYPHS[gravest.severity]);
    const item = h('li', {}, button);
    item.style.left = `${this.#charts.inset[0] + x}px`;
    return item;
  }
}
