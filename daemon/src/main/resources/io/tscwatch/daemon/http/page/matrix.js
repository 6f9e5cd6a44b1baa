// The section with the matrix: fetches it as often as its size allows, follows pointer and keys,
// says in words what the picture shows.

import {byId, choice, h, swap} from './dom.js';
import {clock, count, nanos, nanosInterval, signedCount} from './format.js';
import {APART, NO_BOUND, UNRESOLVED} from './matrix-cells.js';
import {legend} from './matrix-paint.js';
import {MatrixView} from './matrix-view.js';

const LEAST_MILLIS = 1000;
/** 2048 CPUs are 8 MB: once a minute, and at once when something happened. */
const PAIRS_PER_MILLI = 70;

const PLACE = ['package', 'die', 'llc', 'core'];

/** Same package, die, cache, core: how near two CPUs are. */
function distance(a, b) {
  if (!a || !b || PLACE.some((part) => a[part] === null || b[part] === null)) {
    return '';
  }
  const apart = PLACE.findIndex((part) => a[part] !== b[part]);
  return ['different packages', 'same package', 'same die', 'same last-level cache', 'same core'][
    apart < 0 ? 4 : apart];
}

export class Matrix {
  #view = new MatrixView(byId('matrix-canvas'));
  #worker = new Worker('/page/matrix-worker.js', {type: 'module'});
  #address;
  #status = null;
  #places = new Map();
  #order = [];
  #flags = new Map();
  #mode = 'bound';
  #loading = false;
  #loadedAt = -Infinity;
  #wanted = false;
  #ticket = 0;
  #showMode;
  #drawn = null;

  constructor(address) {
    this.#address = address;
    this.#showMode = choice(byId('matrix-mode'), 'mode', (mode) => address.set({mode}));
    this.#worker.onmessage = ({data}) => this.#answered(data);
    addEventListener('themechange', () => {
      this.#view.recolour();
      this.#send('draw');
    });
    this.#pointer();
    this.#keys();
    byId('zoom-in').onclick = () => this.#view.zoom(2);
    byId('zoom-out').onclick = () => this.#view.zoom(0.5);
    byId('zoom-fit').onclick = () => this.#view.fit();
    byId('matrix-png').onclick = () => this.#savePng();
  }

  /** How long the last drawing took, for who measures. */
  get drawMillis() {
    return this.#view.drawMillis;
  }

  show(status) {
    this.#status = status;
    this.#places = new Map(status.cpus.map((cpu) => [cpu.cpu, cpu.place]));
    this.#flags = new Map(status.cpus.filter((cpu) => cpu.verdict !== 'RELIABLE')
      .map((cpu) => [cpu.cpu, cpu.verdict === 'UNRELIABLE' ? '×' : '?']));
    const key = ({place, cpu}) => [...PLACE.map((part) => place[part] ?? -1), cpu];
    this.#order = status.cpus.toSorted((a, b) => {
      const left = key(a);
      const right = key(b);
      const k = left.findIndex((value, index) => value !== right[index]);
      return k < 0 ? 0 : left[k] - right[k];
    }).map((cpu) => cpu.cpu);
    const due = Math.max(LEAST_MILLIS, status.cpus.length ** 2 / PAIRS_PER_MILLI);
    if (this.#wanted || performance.now() - this.#loadedAt >= due) {
      this.#load();
    } else {
      this.#view.describe(this.#places, this.#flags);
    }
  }

  /** Something happened: the next status comes with a new matrix. */
  expectNews() {
    this.#wanted = true;
  }

  /** Follows the address. */
  follow({cpu, against, mode}) {
    this.#showMode(mode);
    this.#view.selected = cpu;
    if (mode !== this.#mode) {
      this.#mode = mode;
      this.#send('draw');
    }
    const column = this.#view.cpus.indexOf(cpu);
    if (column >= 0) {
      const row = this.#view.cpus.indexOf(against ?? this.#status?.referenceCpu);
      if (row >= 0 && !this.#view.cursor) {
        this.#view.moveTo(row, column);
        this.#ask();
      }
    }
    this.#view.draw();
  }

  #load() {
    if (!this.#loading) {
      this.#loading = true;
      this.#wanted = false;
      this.#loadedAt = performance.now();
      this.#send('load');
    }
  }

  #send(kind) {
    if (this.#status) {
      this.#worker.postMessage({
        kind, places: this.#order, frequency: this.#status.tscFrequency,
        limitNanos: this.#status.limits.maxSkewNanos, mode: this.#mode,
        colours: this.#view.colours,
      });
    }
  }

  #answered(data) {
    if (data.kind === 'pair') {
      if (data.ticket === this.#ticket) {
        this.#readout(data);
      }
      return;
    }
    this.#loading = false;
    if (data.kind === 'failed') {
      byId('matrix-summary').textContent = `The matrix cannot be shown: ${data.reason}.`;
      return;
    }
    const first = !this.#drawn;
    this.#drawn = data;
    this.#view.show(data);
    this.#view.describe(this.#places, this.#flags);
    this.#summarize(data);
    swap(byId('matrix-legend'), legend(this.#status.limits.maxSkewNanos, this.#mode, data.tally));
    byId('matrix-canvas').setAttribute('aria-label',
      `Matrix of bounds, ${data.cpus.length} by ${data.cpus.length} CPUs`);
    if (first) {
      this.follow(this.#address.values);
      performance.mark('tscwatch-matrix');
    } else if (this.#view.cursor) {
      this.#ask();
    }
  }

  #summarize({tally, furthest, cpus, asOfMillis}) {
    const pairs = cpus.length * (cpus.length - 1) / 2;
    const parts = [];
    const say = (number, what) => {
      if (number) {
        parts.push(`${number === pairs ? 'all' : count(number)} ${what}`);
      }
    };
    say(tally[APART], 'proven apart');
    say(tally[UNRESOLVED], this.#mode === 'width' ? 'wider than the limit' : 'not resolved');
    say(tally[NO_BOUND], 'without a bound');
    const good = pairs - tally[APART] - tally[UNRESOLVED] - tally[NO_BOUND];
    say(good, `within ${nanos(this.#status.limits.maxSkewNanos)}`);
    const worst = furthest && furthest.nanos
      ? `; ${this.#mode === 'width' ? 'widest' : 'furthest'}: CPU ${furthest.cpu} against ${
        furthest.against}, ${nanosInterval(furthest.lower, furthest.upper)}` : '';
    byId('matrix-summary').textContent =
      `${count(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}: ${parts.join(', ')}${worst}. As of ${
        clock(new Date(asOfMillis).toISOString())} UTC.`;
  }

  #ask() {
    const [row, column] = this.#view.cursor;
    this.#worker.postMessage({kind: 'ask', ticket: ++this.#ticket, row, column});
  }

  #readout({row, column, pair}) {
    const cpus = this.#view.cpus;
    const [cpu, against] = [cpus[column], cpus[row]];
    const readout = byId('matrix-readout');
    if (cpu === against) {
      swap(readout, h('b', {}, `CPU ${cpu}`), ' itself');
      return;
    }
    const near = distance(this.#places.get(cpu), this.#places.get(against));
    const numbers = pair === null ? 'no measured pairs connect them'
      : pair.nanos ? `${nanosInterval(pair.lower, pair.upper)}, ${nanos(pair.upper - pair.lower)} wide`
        : `${signedCount(pair.lower)} … ${signedCount(pair.upper)} cycles`;
    const apart = pair && (pair.lower > 0 || pair.upper < 0);
    swap(readout, h('b', {}, `CPU ${cpu}`), ` against CPU ${against}: `,
      h('span', {class: apart ? 'bad' : ''}, numbers, apart ? ', × proven apart' : ''),
      near ? h('span', {class: 'note'}, ` · ${near}`) : '');
  }

  #pointer() {
    const canvas = byId('matrix-canvas');
    const pointers = new Map();
    let moved = 0;
    const at = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const hover = (event) => {
      const cell = this.#view.cellAt(...at(event));
      if (cell && String(cell) !== String(this.#view.cursor)) {
        this.#view.cursor = cell;
        this.#view.draw();
        this.#ask();
      }
    };
    canvas.addEventListener('pointerdown', (event) => {
      pointers.set(event.pointerId, at(event));
      moved = 0;
      if (this.#view.zoomed) {
        canvas.setPointerCapture(event.pointerId);
      }
    });
    canvas.addEventListener('pointermove', (event) => {
      const before = pointers.get(event.pointerId);
      if (!before || !this.#view.zoomed) {
        hover(event);
        return;
      }
      const now = at(event);
      moved += Math.abs(now[0] - before[0]) + Math.abs(now[1] - before[1]);
      if (moved > 4) {
        this.#view.pan(now[0] - before[0], now[1] - before[1]);
      }
      pointers.set(event.pointerId, now);
    });
    const release = (event) => {
      pointers.delete(event.pointerId);
      canvas.classList.toggle('zoomed', this.#view.zoomed);
    };
    canvas.addEventListener('pointerup', release);
    canvas.addEventListener('pointercancel', release);
    canvas.addEventListener('click', (event) => {
      if (moved <= 4) {
        hover(event);
        this.#select();
      }
    });
    canvas.addEventListener('dblclick', (event) => this.#view.zoom(3, at(event)));
    canvas.addEventListener('wheel', (event) => {
      // A wheel scrolls the page; with Ctrl, which is also what a pinch sends, it zooms.
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        this.#view.zoom(Math.exp(-event.deltaY / 200), at(event));
      }
    }, {passive: false});
  }

  #select() {
    if (this.#view.cursor) {
      const [row, column] = this.#view.cursor;
      this.#address.set({cpu: this.#view.cpus[column], against: this.#view.cpus[row]});
    }
  }

  #keys() {
    const view = this.#view;
    const moves = {
      ArrowUp: ([row, column]) => [row - 1, column],
      ArrowDown: ([row, column]) => [row + 1, column],
      ArrowLeft: ([row, column]) => [row, column - 1],
      ArrowRight: ([row, column]) => [row, column + 1],
      PageUp: ([row, column]) => [view.nextGroup(row, -1), column],
      PageDown: ([row, column]) => [view.nextGroup(row, 1), column],
      Home: ([row]) => [row, 0],
      End: ([row]) => [row, view.count - 1],
    };
    const others = {
      '+': () => view.zoom(2), '=': () => view.zoom(2), '-': () => view.zoom(0.5),
      0: () => view.fit(), Enter: () => this.#select(), ' ': () => this.#select(),
    };
    byId('matrix-canvas').addEventListener('keydown', (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !view.count) {
        return;
      }
      const limit = (value) => Math.max(0, Math.min(view.count - 1, value));
      if (moves[event.key]) {
        const [row, column] = view.cursor ? moves[event.key](view.cursor) : [0, 0];
        view.moveTo(limit(row), limit(column));
        this.#ask();
      } else if (others[event.key]) {
        others[event.key]();
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  async #savePng() {
    const address = URL.createObjectURL(await this.#view.png());
    h('a', {href: address, download: 'tscwatch-matrix.png'}).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
}
