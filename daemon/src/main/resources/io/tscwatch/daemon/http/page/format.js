// Numbers as people read them. Bounds are rounded outward: what is shown is still proven.

const MINUS = '\u2212';
const NARROW = '\u202f';

const UNITS = [
  ['ns', 1], ['µs', 1e3], ['ms', 1e6], ['s', 1e9],
];

function unitFor(nanos) {
  const size = Math.abs(nanos);
  return UNITS.findLast(([, factor]) => size >= factor * (factor === 1 ? 0 : 10)) ?? UNITS[0];
}

function digits(value, decimals, round) {
  const factor = 10 ** decimals;
  const rounded = round(value * factor) / factor;
  const text = Math.abs(rounded).toFixed(decimals);
  const [whole, part] = text.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, NARROW);
  return [rounded < 0 ? -1 : Math.sign(rounded), part ? `${grouped}.${part}` : grouped];
}

function signed(value, decimals, round) {
  const [sign, text] = digits(value, decimals, round);
  return (sign < 0 ? MINUS : sign > 0 ? '+' : '') + text;
}

/** A whole number, its digits in groups of three. */
export function count(value) {
  const [sign, text] = digits(value, 0, Math.round);
  return (sign < 0 ? MINUS : '') + text;
}

/** A magnitude in nanoseconds, rounded up. */
export function nanos(value) {
  const [unit, factor] = unitFor(value);
  const [sign, text] = digits(value / factor, factor === 1 ? 0 : 2, Math.ceil);
  return `${sign < 0 ? MINUS : ''}${text}${NARROW}${unit}`;
}

/** A number of nanoseconds with its sign, to the nearest. */
export function signedNanos(value) {
  const [unit, factor] = unitFor(value);
  return `${signed(value / factor, factor === 1 ? 0 : 2, Math.round)}${NARROW}${unit}`;
}

/** An interval in nanoseconds. */
export function nanosInterval(lower, upper) {
  const [unit, factor] = unitFor(Math.max(Math.abs(lower), Math.abs(upper)));
  const decimals = factor === 1 ? 0 : 2;
  return `${signed(lower / factor, decimals, Math.floor)} … ${
    signed(upper / factor, decimals, Math.ceil)}${NARROW}${unit}`;
}

/** An interval of rates, from picoseconds in a second: 1000 of them are 1 ppb. */
export function rateInterval(lower, upper) {
  const large = Math.max(Math.abs(lower), Math.abs(upper)) >= 1e7;
  const factor = large ? 1e6 : 1e3;
  return `${signed(lower / factor, 2, Math.floor)} … ${signed(upper / factor, 2, Math.ceil)}${NARROW}${
    large ? 'ppm' : 'ppb'}`;
}

export const signedCount = (value) => signed(value, 0, Math.round);

/** A time that passed, in the two units that matter. */
export function duration(millis) {
  const seconds = Math.max(0, millis) / 1000;
  if (seconds < 10) {
    return `${seconds.toFixed(1)}${NARROW}s`;
  }
  const steps = [['d', 86400], ['h', 3600], ['min', 60], ['s', 1]];
  const first = steps.findIndex(([, size]) => seconds >= size);
  const [unit, size] = steps[first];
  const whole = Math.floor(seconds / size);
  const next = steps[first + 1];
  const rest = next ? Math.floor((seconds - whole * size) / next[1]) : 0;
  return `${whole}${NARROW}${unit}${rest ? ` ${rest}${NARROW}${next[0]}` : ''}`;
}

/** Milliseconds since 1970 of an instant of RFC 3339 with nanoseconds. */
export const instantMillis = (instant) => Date.parse(`${instant.slice(0, 23)}Z`);

/** Time of day in UTC, to the second; with the date if that is not the day of `today`. */
export function clock(instant, today) {
  const time = `${instant.slice(11, 19)}`;
  return today !== undefined && today.slice(0, 10) !== instant.slice(0, 10)
    ? `${instant.slice(0, 10)} ${time}` : time;
}

/** CPU numbers in the kernel's list format: 0-3,8. */
export function cpuList(cpus) {
  const parts = [];
  for (let start = 0; start < cpus.length;) {
    let end = start;
    while (end + 1 < cpus.length && cpus[end + 1] === cpus[end] + 1) {
      end++;
    }
    parts.push(start === end ? `${cpus[start]}` : `${cpus[start]}-${cpus[end]}`);
    start = end + 1;
  }
  return parts.join(',');
}

/** The CPU numbers of a list such as 0-3,8; null if it is none. */
export function parseCpuList(text) {
  if (!/^\s*\d+(\s*-\s*\d+)?(\s*,\s*\d+(\s*-\s*\d+)?)*\s*$/.test(text)) {
    return null;
  }
  return text.split(',').map((part) => part.split('-').map(Number))
    .map(([from, to = from]) => [from, to]);
}

/** `possibleFrom` as words: possible from. */
export const words = (name) =>
  name.replace(/([a-z0-9])([A-Z])/g, (_, before, letter) => `${before} ${letter.toLowerCase()}`)
    .replace(/\b(tsc|cpu|cpus|cpuid|kvm|ptp|hpet|rtc|ntp)\b/g, (short) => short.toUpperCase().replace('CPUS', 'CPUs'));

export const sentenceCase = (text) => text.charAt(0).toUpperCase() + text.slice(1);
