// Wires the page: statuses come from the link, what is looked at from the address.

import {Address} from './address.js';
import {Charts} from './charts.js';
import {Cpus} from './cpus.js';
import {byId} from './dom.js';
import {Events} from './events.js';
import {evidence} from './evidence.js';
import {Explain} from './explain.js';
import {findings} from './findings.js';
import {Link} from './link.js';
import {Matrix} from './matrix.js';
import {VerdictView} from './verdict.js';

const link = new Link();
const address = new Address();
const explain = new Explain(address);
const verdict = new VerdictView(link);
const matrix = new Matrix(address);
const charts = new Charts(address, () => events.lane());
const events = new Events(charts, explain);
const cpus = new Cpus(address);
const showFindings = findings(explain);
const showEvidence = evidence();
let interactive = false;

link.addEventListener('status', ({detail: status}) => {
  verdict.show(status);
  showFindings(status);
  matrix.show(status);
  charts.show(status);
  cpus.show(status);
  showEvidence(status);
  explain.show(status);
  if (events.isOld(status)) {
    events.load(status);
  }
  if (!interactive) {
    interactive = true;
    performance.mark('tscwatch-interactive');
    document.documentElement.dataset.interactive = '';
  }
});
link.addEventListener('happened', ({detail: event}) => {
  events.add(event);
  matrix.expectNews();
});
link.addEventListener('missed', () => link.status && events.load(link.status));

address.addEventListener('change', () => {
  const {values} = address;
  explain.follow(values);
  matrix.follow(values);
  charts.follow(values);
  cpus.follow();
});
charts.follow(address.values);
matrix.follow(address.values);

byId('skip').addEventListener('click', (event) => {
  // The fragment says what is looked at; it is not to be replaced by the name of an element.
  event.preventDefault();
  byId('main').focus();
});

/** For measurements: how long drawing the matrix took, the last time. */
window.tscwatchDrawMillis = () => matrix.drawMillis;

link.start();
