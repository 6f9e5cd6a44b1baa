// What the verdict rests on besides the exchange: TSC_ADJUST, witnesses, kvmclock, kernel, CPUID,
// and what the watch costs. Parts that a daemon does not have are not shown.

import {byId, h, swap, whenChanged} from './dom.js';
import {count, cpuList, duration, nanos, sentenceCase, signedCount, words} from './format.js';

const SUFFIXES = [
  [/^(.*)Nanos$/, (value) => (Math.abs(value) < 1e10 ? nanos(value) : duration(value / 1e6))],
  [/^(.*)Cycles$/, (value) => `${signedCount(value)} cycles`],
  [/^(.*)PicosPerSecond$/, (value) => `${(value / 1000).toFixed(2)} ppb`],
  [/^(.*)PicosPerDay$/, (value) => `${(value / 1000).toFixed(2)} ppb a day`],
  [/^(.*)PartsPerBillion$/, (value) => `${count(value)} ppb`],
  [/^(.*)PartsPerMillion$/, (value) => `${count(value)} ppm`],
  [/^(.*)Kilohertz$/, (value) => `${(value / 1000).toFixed(3)} MHz`],
  [/^(.*)Hertz$/, (value) => `${(value / 1e6).toFixed(6)} MHz`],
  [/^(.*)Percent$/, (value) => `${value} %`],
];

function isNumber(value) {
  return typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,19}$/.test(value));
}

/** A field's name and value for people; the unit is in the name. */
function field(name, value) {
  if (isNumber(value)) {
    for (const [pattern, show] of SUFFIXES) {
      const match = pattern.exec(name);
      if (match && match[1]) {
        return [words(match[1]), show(Number(value))];
      }
    }
    return [words(name), /id$/i.test(name) ? String(value) : count(Number(value))];
  }
  return [words(name), plain(value)];
}

function plain(value) {
  if (value === true) {
    return 'yes';
  }
  if (value === false) {
    return 'no';
  }
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) {
    return '–';
  }
  if (Array.isArray(value) && value.every((element) => typeof element === 'number')) {
    return cpuList(value);
  }
  return Array.isArray(value) ? value.map(plain).join(', ') : String(value);
}

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);
const isTable = (value) => Array.isArray(value) && value.length > 0 && value.every(isObject);

function table(name, rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))]
    .filter((column) => rows.some((row) => row[column] !== null && !isObject(row[column])));
  return h('div', {class: 'scroll', tabindex: 0, role: 'group', 'aria-label': name}, h('table', {},
    h('thead', {}, h('tr', {}, columns.map((column) => h('th', {scope: 'col'}, sentenceCase(field(column,
      rows.find((row) => row[column] !== null)?.[column] ?? null)[0]))))),
    h('tbody', {}, rows.map((row) => h('tr', {}, columns.map((column) => h('td',
      {class: isNumber(row[column]) ? 'n' : ''}, field(column, row[column] ?? null)[1])))))));
}

/** Anything that a daemon says, as a list of what it is: parts that are not known yet look right too. */
export function anything(object) {
  const simple = Object.entries(object).filter(([, value]) => !isObject(value) && !isTable(value));
  const nested = Object.entries(object).filter(([, value]) => isObject(value));
  const tables = Object.entries(object).filter(([, value]) => isTable(value));
  return [
    simple.length ? h('dl', {class: 'facts'}, simple.map(([name, value]) => {
      const [label, text] = name === 'whyNot' ? ['unknown', value] : field(name, value);
      return h('div', {}, h('dt', {}, sentenceCase(label)), h('dd', {}, text));
    })) : null,
    tables.map(([name, rows]) => [h('h4', {}, sentenceCase(words(name))), table(words(name), rows)]),
    nested.map(([name, value]) => [h('h4', {}, sentenceCase(words(name))), anything(value)]),
  ];
}

function part(name, ...content) {
  return h('section', {class: 'part'}, h('h3', {}, name), content);
}

/** TSC_ADJUST by package: one line where all CPUs have the same, the others by name. */
function adjust(cpus) {
  const packages = Map.groupBy(cpus, (cpu) => cpu.place.package ?? 'unknown');
  const rows = [];
  for (const [name, members] of packages) {
    const values = Map.groupBy(members, (cpu) => cpu.tscAdjustCycles);
    const read = [...values].filter(([value]) => value !== null);
    const most = read.toSorted(([, a], [, b]) => b.length - a.length)[0]?.[0];
    for (const [value, those] of values) {
      const odd = value !== null && value !== most;
      rows.push(h('tr', {class: odd ? 'odd' : ''},
        h('th', {scope: 'row'}, `package ${name}`),
        h('td', {}, values.size === 1 ? `all ${those.length} CPUs` : `CPU ${cpuList(those.map((cpu) => cpu.cpu))}`),
        h('td', {class: 'n'}, value === null ? those[0].tscAdjustWhyNot ?? 'unknown'
          : `${signedCount(Number(value))} cycles`, odd ? h('b', {}, ' differs') : '')));
    }
  }
  return h('div', {class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'TSC_ADJUST'}, h('table', {},
    h('thead', {}, h('tr', {}, ['Package', 'CPUs', 'Value'].map((text) => h('th', {scope: 'col'}, text)))),
    h('tbody', {}, rows)));
}

const NAMES = {
  witnesses: 'Independent clocks', vote: 'The clocks’ vote', headRoom: 'Head-room', kvm: 'KVM host',
  enforcement: 'Enforcement', vmclock: 'vmclock',
};
const FACTS = {cpuid: 'CPUID', kernel: 'Kernel', kvmclock: 'kvmclock', kernelLog: 'Kernel log'};

const asObject = (value) => (Array.isArray(value) ? (isTable(value) ? {clocks: value} : null) : value);

export function evidence() {
  const render = whenChanged((slow) => {
    const known = Object.entries(NAMES).filter(([name]) => isObject(asObject(slow[name] ?? null)));
    const facts = Object.entries(FACTS).filter(([name]) => isObject(slow.facts[name] ?? null));
    swap(byId('evidence-parts'),
      part('TSC_ADJUST', adjust(slow.cpus)),
      known.map(([name, title]) => part(title, anything(asObject(slow[name])))),
      facts.map(([name, title]) => part(title, anything(slow.facts[name]))),
      part('What the watch costs', anything({...slow.intrusion, ...slow.frequency})));
  });
  return (status) => render({
    ...Object.fromEntries(Object.keys(NAMES).map((name) => [name, status[name]])),
    facts: status.facts,
    cpus: status.cpus.map(({cpu, place, tscAdjustCycles, tscAdjustWhyNot}) =>
      ({cpu, place: {package: place.package}, tscAdjustCycles, tscAdjustWhyNot})),
    intrusion: status.intrusion,
    frequency: status.tscFrequency ? {tscHertz: status.tscFrequency.hertz} : {},
  });
}
