// The queue of entries: batches of small operations with ids made here, sent in order, repeated while the network fails.
// An operation once sent keeps its id and its base, so a repeated request changes nothing.

const BATCH = 200;
const GATHER_MS = 40;
const RETRY_MS = [2_000, 4_000, 8_000, 15_000, 30_000];

// crypto.randomUUID exists on https and localhost only; a school server may be plain http.
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export class Queue {
  // url: where to; span: the days averages are for; changed(): the queue or the connection is in another state.
  constructor({ url, span, changed }) {
    Object.assign(this, { url, span, changed });
    this.waiting = [];
    this.sending = [];
    this.trouble = ""; // "", "network", "signin"
    this.failures = 0;
    this.timer = 0;
    window.addEventListener("online", () => this.wake());
    window.addEventListener("focus", () => this.trouble && this.wake());
  }

  get size() { return this.waiting.length + this.sending.length; }
  holds(prefix) { return this.waiting.some((one) => one.key.startsWith(prefix)); }

  // key: operations of one key go one after another. version(): the version known when it is sent.
  // body: kind, lesson, value …; done(result): the answer. A newer operation takes the place of
  // an unsent one just before it on the same key, if it is of the same kind.
  add({ key, body, version, done, state }) {
    const last = this.waiting.findLast((one) => one.key === key);
    const same = last && !last.sent && last.body.kind === body.kind ? last : null;
    if (same) Object.assign(same, { body: { ...same.body, ...body }, version, done, state });
    else this.waiting.push({ id: uuid(), key, body, version, done, state, sent: false });
    state(this.trouble ? "queued" : "saving");
    this.changed();
    if (!this.timer && !this.sending.length) this.plan(GATHER_MS);
  }

  plan(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => { this.timer = 0; this.flush(); }, delay);
  }

  wake() {
    if (this.waiting.length && !this.sending.length) this.plan(0);
  }

  take() {
    const keys = new Set();
    const batch = [];
    for (const one of this.waiting) {
      if (batch.length < BATCH && !keys.has(one.key)) batch.push(one);
      keys.add(one.key);
    }
    this.waiting = this.waiting.filter((one) => !batch.includes(one));
    for (const one of batch) {
      if (!one.sent) one.body = { id: one.id, ...one.body, base: one.version() };
      one.sent = true;
    }
    return batch;
  }

  async flush() {
    if (this.sending.length || !this.waiting.length) return;
    this.sending = this.take();
    const answer = await this.post(this.sending.map((one) => one.body));
    const batch = this.sending;
    this.sending = [];
    if (answer.retry) this.putBack(batch, answer.retry);
    else this.settle(batch, answer);
    this.changed();
  }

  async post(operations) {
    let response;
    try {
      response = await fetch(this.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ operations, span: this.span }),
      });
      if (response.ok) return await response.json();
    } catch {
      return { retry: "network" };
    }
    if (response.status === 401 || response.status === 403) return { retry: "signin" };
    if (response.status >= 500 || response.status === 429) return { retry: "network" };
    const body = await response.json().catch(() => ({}));
    return { fault: body.message ?? `Сервер не принял записи (ошибка ${response.status})` };
  }

  putBack(batch, trouble) {
    this.waiting = [...batch, ...this.waiting];
    this.trouble = trouble;
    this.waiting.forEach((one) => one.state("queued"));
    this.plan(RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)]);
    this.failures += 1;
  }

  settle(batch, answer) {
    this.trouble = "";
    this.failures = 0;
    const results = new Map((answer.results ?? []).map((one) => [one.id, one]));
    for (const one of batch) {
      const result = results.get(one.id) ?? { status: "invalid", message: answer.fault ?? "Сервер не ответил об этой записи" };
      if (result.status === "conflict") this.waiting = this.waiting.filter((later) => later.key !== one.key);
      one.done(result, one.body);
    }
    this.waiting.forEach((one) => one.state("saving"));
    if (this.waiting.length) this.plan(0);
  }
}

// The cookie first: a new sign-in in another tab changes it, and the page goes on with it.
function token() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
}
