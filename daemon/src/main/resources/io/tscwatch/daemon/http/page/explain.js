// The page of a finding, in a dialog: what this machine shows of it first, then what it means.

import {byId, h, swap} from './dom.js';
import {clock, count, cpuList} from './format.js';
import {markdown} from './markdown.js';

const quantity = ({name, value, unit}) =>
  h('li', {}, `${name.replace(/([A-Z])/g, (letter) => ` ${letter.toLowerCase()}`)}: ${count(value)} ${unit}`);

export class Explain {
  #dialog = byId('explain');
  #address;
  #findings = [];
  #shown = null;

  constructor(address) {
    this.#address = address;
    byId('explain-close').onclick = () => this.#dialog.close();
    this.#dialog.addEventListener('close', () => {
      this.#shown = null;
      address.set({finding: null});
    });
    this.#dialog.addEventListener('click', (event) => {
      if (event.target === this.#dialog) {
        this.#dialog.close();
      }
    });
  }

  show(status) {
    this.#findings = status.findings;
    this.follow(this.#address.values);
  }

  follow({finding}) {
    if (finding && finding !== this.#shown) {
      this.#present(finding);
    } else if (!finding && this.#shown) {
      this.#dialog.close();
    }
  }

  open(code) {
    this.#address.set({finding: code}, {remember: true});
  }

  /** An event without a finding has its own words only. */
  event(event) {
    if (event.code) {
      this.open(event.code);
      return;
    }
    this.#shown = event.kind;
    byId('explain-title').textContent = event.kind.replaceAll('-', ' ');
    swap(byId('explain-body'), h('p', {}, h('time', {datetime: event.at}, `${clock(event.at)} UTC`)),
      h('p', {}, event.sentence), h('ul', {}, event.quantities.map(quantity)));
    this.#dialog.showModal();
  }

  async #present(code) {
    this.#shown = code;
    byId('explain-title').textContent = code;
    const here = this.#findings.filter((finding) => finding.code === code).map((finding) => [
      h('p', {class: `severity-${finding.severity} said`}, finding.sentence),
      finding.advice ? h('p', {}, h('b', {}, 'What to do: '), finding.advice) : null,
      h('p', {class: 'note'}, `${finding.severity}, since ${finding.raisedAt.slice(0, 19).replace('T', ' ')} UTC${
        finding.cpus.length ? `, CPUs ${cpuList(finding.cpus)}` : ''}${
        finding.evidence ? `. Evidence: ${finding.evidence}` : ''}`),
      finding.quantities.length ? h('ul', {class: 'quantities'}, finding.quantities.map(quantity)) : null,
    ]);
    const page = h('div', {class: 'page'}, h('p', {class: 'note'}, 'Loading…'));
    swap(byId('explain-body'),
      h('div', {class: 'here'}, here.length ? here : h('p', {class: 'note'}, 'Not found on this machine now.')),
      page);
    if (!this.#dialog.open) {
      this.#dialog.showModal();
    }
    try {
      const response = await fetch(`/v1/explain?code=${encodeURIComponent(code)}`);
      const text = response.ok ? (await response.text()).replace(/^# .*\n/, '')
        : (await response.json()).detail;
      swap(page, markdown(text));
    } catch (thrown) {
      swap(page, h('p', {}, `The explanation cannot be read: ${thrown.message}. On the machine itself: `,
        h('code', {}, `tscwatch explain ${code}`)));
    }
  }
}
