// Offset, width and rate over time, on one time axis with the events.

import uPlot from './lib/uplot.js';
import {byId, choice, h} from './dom.js';
import {nanos, nanosInterval, rateInterval, signedNanos} from './format.js';
import {Series} from './series.js';

export const RANGES = {'5min': 300e3, '1h': 3600e3, '6h': 21600e3, '24h': 86400e3, '7d': 604800e3};

const HEIGHT = 128;
const AXIS_WIDTH = 64;
const RIGHT = 14;

const variable = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const utc = (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC');

function axis(extra) {
  return {
    stroke: () => variable('--muted'),
    grid: {stroke: () => variable('--line'), width: 1},
    ticks: {show: false},
    font: `11px ${getComputedStyle(document.body).fontFamily}`,
    ...extra,
  };
}

/** UTC, with the date where a day begins and where seconds would say nothing. */
function times(plot, ticks) {
  const step = ticks.length > 1 ? ticks[1] - ticks[0] : 1;
  return ticks.map((tick) => {
    const text = new Date(tick * 1000).toISOString();
    const time = text.slice(11, step < 60 ? 19 : 16);
    return time.startsWith('00:00') && step >= 3600 ? text.slice(5, 10) : time;
  });
}

/** A band between two series: the proven interval. */
const band = (upper, lower) => ({series: [upper, lower], fill: () => `${variable('--accent')}33`});
const line = (name, width) => ({
  stroke: () => variable(name), width, spanGaps: false,
  // Two moments make a line; one alone would not be seen.
  points: {show: (plot) => plot.data[0].length < 2, size: 6, fill: () => variable(name)},
});

/** Lines across a chart: zero, the limits, the events. */
function lines(marks) {
  return {
    hooks: {
      drawClear: [(plot) => {
        const {ctx, bbox} = plot;
        for (const {scale, at, colour, dash} of marks()) {
          const place = Math.round(plot.valToPos(at, scale, true)) + 0.5;
          ctx.save();
          ctx.beginPath();
          ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
          ctx.clip();
          ctx.strokeStyle = variable(colour);
          ctx.setLineDash(dash.map((length) => length * devicePixelRatio));
          ctx.lineWidth = devicePixelRatio;
          ctx.beginPath();
          if (scale === 'x') {
            ctx.moveTo(place, bbox.top);
            ctx.lineTo(place, bbox.top + bbox.height);
          } else {
            ctx.moveTo(bbox.left, place);
            ctx.lineTo(bbox.left + bbox.width, place);
          }
          ctx.stroke();
          ctx.restore();
        }
      }],
    },
  };
}

/** The range of an axis: the data with some air, and never so near that noise looks like news. */
const around = (least) => (plot, low, high) => {
  if (low === null || high === null) {
    return [-least, least];
  }
  const air = Math.max((high - low) * 0.12, least / 8);
  return [Math.min(low - air, -least / 4), Math.max(high + air, least / 4)];
};

export class Charts {
  #series = new Series();
  #address;
  #status = null;
  #plots = [];
  #events = [];
  #showRange;
  #onRange;
  #width = 0;

  constructor(address, onRange) {
    this.#address = address;
    this.#onRange = onRange;
    this.#showRange = choice(byId('range'), 'range', (range) => address.set({range}));
    new ResizeObserver(() => this.#resize()).observe(byId('charts'));
    addEventListener('themechange', () => this.#plots.forEach((plot) => plot.redraw(false, true)));
  }

  show(status) {
    this.#status = status;
    this.#series.add(status);
    if (!this.#plots.length) {
      this.#make();
    }
    this.update();
  }

  /** Events as marks on the axis. */
  mark(events) {
    this.#events = events;
    this.#plots.forEach((plot) => plot.redraw(false, false));
  }

  follow({range}) {
    this.#showRange(range);
    this.update();
  }

  #range() {
    return RANGES[this.#address.values.range] ?? RANGES['5min'];
  }

  /** Milliseconds since 1970 at both ends of the axis. */
  span() {
    const until = Date.parse(`${this.#status.asOf.slice(0, 23)}Z`);
    return [until - this.#range(), until];
  }

  /** The CPU that is shown; null for all together. */
  #subject() {
    const {cpu} = this.#address.values;
    return this.#status.cpus.some((one) => one.cpu === cpu) ? cpu : null;
  }

  async update() {
    if (!this.#status || !this.#plots.length) {
      return;
    }
    this.#fill();
    if (await this.#series.remember(this.#subject(), this.#status, this.#range())) {
      this.#fill();
    }
  }

  #fill() {
    const [from, until] = this.span().map((millis) => millis / 1000);
    const cpu = this.#subject();
    const columns = this.#series.columns(cpu, from);
    const [time, lower, upper, width, slowest, fastest, allLower, allUpper, widest] = columns;
    const data = [
      [time, lower, upper, allLower, allUpper], [time, width, widest], [time, slowest, fastest]];
    this.#plots.forEach((plot, index) => {
      plot.batch(() => {
        plot.setData(data[index], false);
        plot.setScale('x', {min: from, max: until});
      });
    });
    const reference = this.#status.referenceCpu;
    byId('time-subject').textContent = cpu === null
      ? `All CPUs against CPU ${reference}: the outermost bounds. Select a CPU for its own.`
      : cpu === reference ? `CPU ${cpu} is the reference: its offset is 0.`
        : `CPU ${cpu} against CPU ${reference}; all CPUs in grey.`;
    this.#onRange();
  }

  #marks(extra) {
    const colours = {critical: '--bad', warning: '--doubt', info: '--line-strong'};
    return () => [
      ...extra(),
      ...this.#events.map((event) => ({
        scale: 'x', at: event.millis / 1000, colour: colours[event.severity] ?? '--line-strong', dash: [2, 3],
      })),
    ];
  }

  #make() {
    this.#width = byId('charts').clientWidth;
    const limit = () => this.#status.limits.maxSkewNanos;
    const zero = {scale: 'y', at: 0, colour: '--line-strong', dash: []};
    this.#plots = [
      this.#plot('Offset', 'the proven interval', around(40),
        [line('--accent', 1.4), line('--accent', 1.4), line('--line-strong', 1),
          line('--line-strong', 1)],
        [band(2, 1)], signedNanos, (d, k) => nanosInterval(d[1][k], d[2][k]),
        () => [zero, ...[-1, 1].map((sign) =>
          ({scale: 'y', at: sign * limit(), colour: '--bad', dash: [6, 4]}))], false),
      this.#plot('Width', 'of that interval', (plot, low, high) => [0, Math.max(40, (high ?? 0) * 1.15)],
        [line('--accent', 1.4), line('--line-strong', 1)], [], nanos, (d, k) => nanos(d[1][k]),
        () => [], false),
      this.#plot('Rate', 'against the reference', around(500), [line('--accent', 1.4), line('--accent', 1.4)],
        [band(2, 1)], (picos) => `${(picos / 1000).toFixed(Math.abs(picos) < 10_000 ? 1 : 0)} ppb`,
        (d, k) => rateInterval(d[1][k], d[2][k]), () => [zero], true),
    ];
  }

  #plot(title, about, range, series, bands, tick, say, marks, last) {
    const value = h('output', {class: 'value'});
    const box = h('div', {class: 'chart'});
    byId('charts').append(h('figure', {},
      h('figcaption', {}, h('b', {}, title), ' ', h('span', {class: 'note'}, about), value), box));
    const shown = (plot) => {
      const {idx} = plot.cursor;
      const end = plot.data[0].length - 1;
      const at = idx ?? end;
      const there = at >= 0 && plot.data[1][at] !== null && plot.data[1][at] !== undefined;
      value.textContent = there ? `${say(plot.data, at)}${
        idx === null || idx === undefined ? '' : ` at ${new Date(plot.data[0][at] * 1000)
          .toISOString().slice(11, 19)}`}` : 'not known';
    };
    return new uPlot({
      width: this.#width,
      height: HEIGHT + (last ? 22 : 0),
      tzDate: utc,
      padding: [8, RIGHT, 0, 0],
      legend: {show: false},
      cursor: {sync: {key: 'tscwatch'}, y: false, points: {show: false}, drag: {setScale: false, x: false}},
      scales: {x: {time: true, auto: false}, y: {range}},
      axes: [
        axis({size: last ? 24 : 4, space: 76, values: last ? times : (plot, ticks) => ticks.map(() => '')}),
        axis({size: AXIS_WIDTH, space: 26, values: (plot, ticks) => ticks.map(tick)}),
      ],
      series: [{}, ...series],
      bands,
      plugins: [lines(this.#marks(marks))],
      hooks: {setCursor: [shown], setData: [shown]},
    }, [[], ...series.map(() => [])], box);
  }

  #resize() {
    const width = byId('charts').clientWidth;
    if (width && width !== this.#width) {
      this.#width = width;
      this.#plots.forEach((plot) => plot.setSize({width, height: plot.height}));
      this.#onRange();
    }
  }

  /** Where the plots begin and end, in pixels: the lane of events is aligned with them. */
  get inset() {
    return [AXIS_WIDTH, RIGHT];
  }
}
