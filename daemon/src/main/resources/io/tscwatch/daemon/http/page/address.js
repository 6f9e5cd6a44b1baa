// What is looked at, in the fragment of the address: #cpu=7&range=1h. A link shows the same again.

const DEFAULTS = {cpu: null, against: null, range: '5min', mode: 'bound', finding: null, show: ''};

function read() {
  const values = {...DEFAULTS};
  for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
    if (name in DEFAULTS) {
      values[name] = value;
    }
  }
  for (const name of ['cpu', 'against']) {
    values[name] = /^[0-9]{1,7}$/.test(values[name] ?? '') ? Number(values[name]) : null;
  }
  return values;
}

export class Address extends EventTarget {
  constructor() {
    super();
    this.values = read();
    addEventListener('hashchange', () => {
      this.values = read();
      this.dispatchEvent(new Event('change'));
    });
  }

  /** Changes some of the values. What a person would want to go back from gets an entry in the history. */
  set(changes, {remember = false} = {}) {
    const values = {...this.values, ...changes};
    if (Object.keys(values).every((name) => values[name] === this.values[name])) {
      return;
    }
    this.values = values;
    const fragment = new URLSearchParams();
    for (const [name, value] of Object.entries(values)) {
      if (value !== DEFAULTS[name] && value !== null) {
        fragment.set(name, value);
      }
    }
    const address = `${location.pathname}${fragment.size ? `#${fragment}` : ''}`;
    if (remember) {
      history.pushState(null, '', address);
    } else {
      history.replaceState(null, '', address);
    }
    this.dispatchEvent(new Event('change'));
  }
}
