// Sends marks in the order they were decided, several at once, one request at a time; keeps them while there is no network.

import { uuid } from "../uuid.js";

const RETRY_MS = 5000;
const PATIENCE_MS = 30_000;

export class Courier {
  constructor(root) {
    this.url = root.dataset.url;
    this.course = Number(root.dataset.course);
    this.place = root.dataset.place;
    this.waiting = new Map();
    this.sending = null;
    this.trouble = "";
    this.answered = () => {};
    this.changed = () => {};
    window.addEventListener("online", () => this.flush());
  }

  get busy() {
    return this.waiting.size > 0 || this.sending !== null;
  }

  get count() {
    return this.waiting.size + (this.sending?.size ?? 0);
  }

  put(row) {
    this.waiting.set(row, { id: uuid(), ...row.shown });
    row.mark("saving");
    this.changed();
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.flush(), 0);
  }

  async flush() {
    if (this.sending || !this.waiting.size) return;
    this.sending = this.waiting;
    this.waiting = new Map();
    const batch = [...this.sending];
    const answer = await this.post(batch);
    this.sending = null;
    if (answer.retry) this.keep(batch, answer.retry);
    else this.deliver(batch, answer);
    this.changed();
    if (this.waiting.size && !this.trouble) this.flush();
  }

  // Not delivered: it stays as it was, with its id, unless the person has decided anew meanwhile.
  keep(batch, trouble) {
    this.trouble = trouble;
    for (const [row, operation] of batch) {
      if (!this.waiting.has(row)) this.waiting.set(row, operation);
      row.mark("queued");
    }
    setTimeout(() => this.flush(), RETRY_MS);
  }

  deliver(batch, answer) {
    this.trouble = "";
    batch.forEach(([row], index) => {
      this.answered(row, answer.results?.[index] ?? { status: "refused", message: answer.message });
    });
  }

  async post(batch) {
    const operations = batch.map(([row, { id, value, reason }]) => ({
      id, course: this.course, place: this.place, student: row.student, value, base: row.base, reason,
    }));
    try {
      const response = await fetch(this.url, {
        method: "POST",
        signal: AbortSignal.timeout?.(PATIENCE_MS),
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ operations }),
      });
      if (response.status === 401 || response.status === 403) return { retry: "вход закончился, войдите снова" };
      if (response.status >= 500) return { retry: "сервер не отвечает" };
      return await response.json();
    } catch {
      return { retry: "нет связи" };
    }
  }
}

// The cookie first: a new sign-in in another tab changes it.
function token() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
}
