// Carries stored operations to the server: one tab at a time, in order, again and again with growing pauses.
// An operation once sent keeps its id and its base, so a repeated request changes nothing.

import { alone } from "./locks.js";
import { openOutbox } from "./outbox.js";
import { post } from "./post.js";

const BATCH = 200;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

let theOne = null;

// The courier of the person of this page; every part of the page shares it.
export function courier() {
  const person = Number(document.body.dataset.person);
  theOne ??= openOutbox(person).then((outbox) => new Courier(person, outbox).start());
  return theOne;
}

class Courier {
  constructor(person, outbox) {
    Object.assign(this, { person, outbox, trouble: "", failures: 0, timer: 0, busy: false, limit: BATCH });
    this.counts = { waiting: 0, stuck: 0 };
    this.listeners = new Set();
    this.tabs = outbox.kept && globalThis.BroadcastChannel ? new BroadcastChannel(`parta-${person}`) : null;
    this.tabs?.addEventListener("message", ({ data }) => this.told(data));
    window.addEventListener("online", () => this.wake());
    window.addEventListener("focus", () => this.trouble && this.wake());
  }

  get kept() { return this.outbox.kept; }

  async start() {
    await this.outbox.late(); // what an earlier page has left
    await this.count();
    if (this.counts.waiting) this.wake();
    return this;
  }

  // hear({answers}): operations answered, [{id, result}]; hear({}): the counts or the connection are others now.
  listen(hear) { this.listeners.add(hear); }

  told(news) {
    if (news.counts) this.counts = news.counts;
    if (news.trouble !== undefined) this.trouble = news.trouble;
    for (const hear of this.listeners) hear(news);
  }

  tell(news) {
    const all = { ...news, counts: this.counts, trouble: this.trouble };
    this.tabs?.postMessage(all);
    for (const hear of this.listeners) hear(all);
  }

  async count() { this.counts = await this.outbox.counts(); }

  // Something in the store is other than it was.
  async changed() {
    await this.count();
    this.tell({});
    if (this.counts.waiting && !this.timer) this.wake();
  }

  // Signed out without a network: nothing more leaves this page.
  stop() {
    this.stopped = true;
    this.trouble = "signin";
    this.tell({});
  }

  wake(delay = 0) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = 0; this.flush(); }, delay);
  }

  async flush() {
    if (this.busy || this.stopped) return;
    this.busy = true;
    try {
      await (this.kept ? alone(`parta-outbox-${this.person}`, () => this.empty()) : this.empty());
    } finally {
      this.busy = false;
    }
    if (!this.timer && this.counts.waiting && !this.trouble) this.wake();
  }

  async empty() {
    for (;;) {
      const batch = await this.outbox.take(this.limit);
      if (!batch.length) break;
      const { retry, results, fault } = await post(this.person, batch);
      if (retry) return this.fail(retry);
      if (fault && batch.length > 1) this.limit = 1; // one of them spoils the list: each by itself
      else await this.settle(batch, results ?? [], fault);
    }
    this.limit = BATCH;
    await this.count();
    return this.tell({});
  }

  async settle(batch, results, fault) {
    const found = new Map(results.map((one) => [one.id, one]));
    const silent = { status: "invalid", message: fault ?? "Сервер не ответил об этой записи" };
    const answers = batch.map(({ id, key, body }) => ({ id, key, body, result: found.get(id) ?? silent }));
    Object.assign(this, { trouble: "", failures: 0 });
    for (const hear of this.listeners) hear({ settling: answers });
    await this.outbox.answer(answers);
    await this.count();
    this.tell({ answers });
  }

  async fail(trouble) {
    this.trouble = trouble;
    this.wake(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]);
    this.failures += 1;
    if (this.failures === 1) navigator.storage?.persist?.().catch(() => {});
    await this.outbox.late();
    await this.count();
    this.tell({});
  }
}
