// What has been seen of each CPU since the page was opened, and before that what the daemon
// remembers: time series for the charts.

import {instantMillis} from './format.js';

const NUMBERS = 500_000;
const FEWEST = 240;
const MOST = 3600;
/** Beyond this the history of all CPUs together would be more than one answer holds. */
const ENVELOPE_CPUS = 256;
const LIMIT = 10_000;

/** The numbers of one CPU, or of all together, in the order they are stored. */
const LOWER = 0;
const UPPER = 1;
const SLOWEST = 2;
const FASTEST = 3;
const FIELDS = 4;

function numbers(cpu) {
  return [
    cpu.offset?.lowerNanos ?? NaN, cpu.offset?.upperNanos ?? NaN,
    cpu.rate?.minPicosPerSecond ?? NaN, cpu.rate?.maxPicosPerSecond ?? NaN,
  ];
}

export class Series {
  #columns = new Map();
  #times = [];
  #capacity = MOST;
  #rows = [];
  #widest = [];
  #past = {key: null, samples: []};

  /** Takes a status in. */
  add(status) {
    const time = instantMillis(status.asOf) / 1000;
    if (time <= (this.#times.at(-1) ?? -Infinity)) {
      if (time === this.#times.at(-1)) {
        return;
      }
      // The machine's clock was set back, or it is another run of a simulation.
      this.#times = [];
      this.#rows = [];
      this.#widest = [];
      this.#past = {key: null, samples: []};
    }
    this.#capacity = Math.max(FEWEST, Math.min(MOST, Math.floor(NUMBERS / status.cpus.length)));
    const row = new Float64Array(status.cpus.length * FIELDS + FIELDS).fill(NaN);
    let widest = NaN;
    status.cpus.forEach((cpu, index) => {
      this.#columns.set(cpu.cpu, index + 1);
      const values = numbers(cpu);
      row.set(values, (index + 1) * FIELDS);
      for (const [field, better] of [[LOWER, Math.min], [UPPER, Math.max], [SLOWEST, Math.min],
        [FASTEST, Math.max]]) {
        if (!Number.isNaN(values[field])) {
          row[field] = Number.isNaN(row[field]) ? values[field] : better(row[field], values[field]);
        }
      }
      const width = values[UPPER] - values[LOWER];
      widest = width > widest || Number.isNaN(widest) ? width : widest;
    });
    this.#times.push(time);
    this.#rows.push(row);
    this.#widest.push(widest);
    if (this.#times.length > this.#capacity) {
      this.#times.shift();
      this.#rows.shift();
      this.#widest.shift();
    }
  }

  /** Fetches what is older; true if there is something new to show. */
  async remember(cpu, status, rangeMillis) {
    const key = `${cpu}/${rangeMillis}`;
    if (this.#past.key === key || (cpu === null && status.cpus.length > ENVELOPE_CPUS)) {
      return false;
    }
    this.#past = {key, samples: []};
    const since = new Date(instantMillis(status.asOf) - rangeMillis).toISOString();
    const one = cpu === null ? '' : `&cpu=${cpu}`;
    const response = await fetch(`/v1/history?series=offsets&limit=${LIMIT}&since=${since}${one}`);
    if (!response.ok || this.#past.key !== key) {
      return false;
    }
    const {offsets} = await response.json();
    const samples = new Map();
    for (const {at, lowerNanos, upperNanos} of offsets) {
      const time = instantMillis(at) / 1000;
      const [lower, upper, width] = samples.get(time) ?? [Infinity, -Infinity, 0];
      samples.set(time, [Math.min(lower, lowerNanos), Math.max(upper, upperNanos),
        Math.max(width, upperNanos - lowerNanos)]);
    }
    this.#past.samples = [...samples].sort(([a], [b]) => a - b);
    return true;
  }

  /**
   * Columns for the charts: time, lower, upper, width, slowest, fastest, and of all CPUs: lower, upper,
   * widest. Missing numbers are null.
   *
   * @param cpu null for all together
   */
  columns(cpu, fromSeconds) {
    const column = cpu === null ? 0 : this.#columns.get(cpu) ?? 0;
    const result = Array.from({length: 9}, () => []);
    const number = (value) => (Number.isNaN(value) ? null : value);
    const push = (...values) => values.forEach((value, index) => result[index].push(value));
    const live = this.#times[0] ?? Infinity;
    for (const [time, [lower, upper, width]] of this.#past.samples) {
      if (time < live && time >= fromSeconds) {
        push(time, lower, upper, width, null, null, null, null, null);
      }
    }
    this.#times.forEach((time, index) => {
      if (time < fromSeconds) {
        return;
      }
      const row = this.#rows[index];
      const at = column * FIELDS;
      const [lower, upper] = [row[at + LOWER], row[at + UPPER]];
      const whole = column ? [row[LOWER], row[UPPER], this.#widest[index]] : [NaN, NaN, NaN];
      push(time, number(lower), number(upper), number(column ? upper - lower : this.#widest[index]),
        number(row[at + SLOWEST]), number(row[at + FASTEST]), ...whole.map(number));
    });
    return result;
  }
}
