// The connection to the daemon: the status, asked for again and again, and the events as they come.
//
// Emits `status` (detail: the document), `happened` (detail: an event), `missed` (events were
// missed: read the history) and `state` when the connection came or went.

import {instantMillis} from './format.js';

const LEAST_MILLIS = 1000;
const MILLIS_PER_CPU = 2.5;
const TIMEOUT_MILLIS = 10_000;
const RETRY_MILLIS = 2000;
const STREAM_RETRY_MILLIS = 5000;

export class Link extends EventTarget {
  #status = null;
  #receivedAt = 0;
  #tag = null;
  #timer = 0;
  #asking = false;
  #stream = null;
  #lastEventId = null;

  /** connecting, starting (nothing measured yet), live, gone, or asleep (the page is hidden). */
  state = 'connecting';
  problem = '';

  start() {
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) {
        this.ask();
      }
    });
    this.ask();
  }

  get status() {
    return this.#status;
  }

  /** How long ago the newest status came. */
  get sinceMillis() {
    return this.#status ? performance.now() - this.#receivedAt : 0;
  }

  /** The machine's time now, as well as it can be told from here: milliseconds since 1970. */
  get nowMillis() {
    return instantMillis(this.#status.asOf) + (this.state === 'live' ? this.sinceMillis : 0);
  }

  #schedule(millis) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.ask(), millis);
  }

  /** Asks for the status now. */
  async ask() {
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    let next = RETRY_MILLIS;
    try {
      const response = await fetch('/v1/status', {
        cache: 'no-cache', signal: AbortSignal.timeout(TIMEOUT_MILLIS),
      });
      if (response.status === 503) {
        this.#become('starting', (await response.json()).detail);
      } else if (!response.ok) {
        throw new Error(`it answered with ${response.status}`);
      } else {
        await this.#took(response);
        next = Math.max(LEAST_MILLIS, this.#status.cpus.length * MILLIS_PER_CPU);
      }
    } catch (thrown) {
      this.#become('gone', thrown.name === 'TimeoutError' ? 'no answer in time' : thrown.message);
    } finally {
      this.#asking = false;
    }
    if (!document.hidden || this.state === 'gone') {
      this.#schedule(next);
    }
  }

  async #took(response) {
    const tag = response.headers.get('ETag');
    const news = tag !== this.#tag || this.state !== 'live';
    if (news) {
      const status = await response.json();
      if (tag !== this.#tag || !this.#status) {
        this.#receivedAt = performance.now();
      }
      this.#tag = tag;
      this.#status = status;
      this.#lastEventId ??= status.lastEventId;
    }
    this.#become('live', '');
    if (news) {
      this.dispatchEvent(new CustomEvent('status', {detail: this.#status}));
    }
    this.#listen();
  }

  #become(state, problem) {
    this.problem = problem;
    if (state !== this.state) {
      this.state = state;
      this.dispatchEvent(new Event('state'));
    }
  }

  #listen() {
    if (this.#stream) {
      return;
    }
    const stream = new EventSource(`/v1/events?after=${encodeURIComponent(this.#lastEventId)}`);
    this.#stream = stream;
    stream.onmessage = (message) => {
      this.#lastEventId = message.lastEventId || this.#lastEventId;
      this.dispatchEvent(new CustomEvent('happened', {detail: JSON.parse(message.data)}));
      this.#schedule(100);
    };
    stream.addEventListener('gap', () => this.dispatchEvent(new Event('missed')));
    stream.addEventListener('dropped', () => this.dispatchEvent(new Event('missed')));
    stream.onerror = () => {
      // The browser would go on with the address that it has; ours names the last event seen.
      stream.close();
      this.#schedule(0);
      setTimeout(() => {
        this.#stream = null;
        if (this.state === 'live') {
          this.#listen();
        }
      }, STREAM_RETRY_MILLIS);
    };
  }
}
