// The draft is saved by itself, a few seconds after the last letter and on leaving; the server's copy is the same plan
// on every device. Where it cannot be sent it stays on this one (kept.js), and the line above the table says which.

import { elements } from "../journal/fragment.js";
import { token } from "../offline/post.js";

const PAUSE_MS = 2_500;
const PATIENCE_MS = 20_000;
const AGAIN_MS = 15_000;
const MOST_ON_LEAVING = 60_000;
const LEFT_HERE = "изменения хранятся на этом устройстве";
const ORDER = ["id", "sec", "title", "kind", "homework"];

export class Saving {
  constructor(plan, form, kept) {
    Object.assign(this, { plan, form, kept });
    this.base = form.querySelector("[name=base]");
    this.line = document.querySelector("[data-plan-state]");
    this.waiting = 0;
    this.since = 0;
    this.flight = null;
    this.stopped = false;
    form.addEventListener("input", ({ target }) => { if (target.id !== "more") this.changed(); });
    window.addEventListener("online", () => this.go());
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.leave(); });
    window.addEventListener("beforeunload", (event) => { if (this.dirty && !this.kept.keep()) event.preventDefault(); });
    document.addEventListener("submit", (event) => this.before(event));
    document.addEventListener("click", (event) => this.followed(event));
  }

  get dirty() { return this.kept.words() !== this.kept.drawn; }

  say(text) { this.line.textContent = text; }

  changed() {
    if (this.stopped) return;
    clearTimeout(this.waiting);
    if (!this.dirty) return;
    this.since ||= Date.now();
    const rest = Math.max(0, this.since + PATIENCE_MS - Date.now());
    this.waiting = setTimeout(() => this.go(), Math.min(PAUSE_MS, rest));
  }

  // Everything typed until now is on the server when it ends well. One request at a time: each is based on the last.
  async go() {
    clearTimeout(this.waiting);
    while (this.flight) await this.flight;
    if (this.stopped || !this.dirty || this.incomplete()) return;
    this.flight = this.send().finally(() => { this.flight = null; });
    await this.flight;
  }

  // A topic being typed anew would be taken out of the plan: it waits for its words.
  incomplete() {
    const { plan } = this;
    const at = plan.rows.findIndex((row) => {
      const text = (name) => plan.field(row, name).value.trim();
      return !text("title") && (text("id") || text("homework"));
    });
    if (at < 0) return false;
    this.since = 0;
    this.say(`Строка ${at + 1} без темы: ${LEFT_HERE}`);
    return true;
  }

  body() {
    const { plan } = this;
    const rows = plan.rows;
    const sections = [...plan.table.tBodies].map((body) => body.querySelector("[name=section]").value);
    const values = rows.map((row) => ORDER.map((name) => plan.field(row, name).value));
    return { rows, values, text: JSON.stringify({ base: this.base.value, sections, rows: values }) };
  }

  post(text) {
    const headers = {
      "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(), "X-Person": document.body.dataset.person,
    };
    const keepalive = new Blob([text]).size < MOST_ON_LEAVING;
    return fetch(this.form.dataset.draft, { method: "POST", headers, body: text, keepalive });
  }

  async send() {
    const { rows, values, text } = this.body();
    const words = this.kept.words();
    this.say("Сохраняю…");
    this.since = 0;
    const response = await this.post(text).catch(() => null);
    const answer = await response?.json().catch(() => ({}));
    if (response?.ok && answer.version) return this.saved(rows, values, words, answer);
    return this.failed(response?.status ?? 0, answer ?? {});
  }

  saved(rows, values, words, { version, ids, at, hours }) {
    this.base.value = version;
    const unchanged = this.kept.words() === words;
    rows.forEach((row, place) => this.plan.known(row, values[place][0], ids[place]));
    this.kept.written(unchanged ? this.kept.words() : words);
    this.say(`Сохранено в ${at}`);
    const panel = document.querySelector("[data-plan-hours]");
    if (panel && hours) panel.replaceWith(...elements(hours));
    if (this.dirty) this.changed();
  }

  failed(status, { message }) {
    const words = { 401: "Вход закончился: войдите снова.", 403: "Вход закончился: войдите снова." }[status];
    if ([401, 403, 409].includes(status)) return this.stop(message ?? words);
    if (status === 422) return this.say(`${message} Пока ${LEFT_HERE}.`);
    const why = { 503: "Сервер занят", 507: "На сервере кончилось место" }[status];
    this.say(`${why ?? (status ? `Не сохранено (ошибка ${status})` : "Нет сети")}, ${LEFT_HERE}`);
    this.waiting = setTimeout(() => this.go(), AGAIN_MS);
    return undefined;
  }

  // Somebody else has saved the plan: nothing more is sent from this page, what is here is offered on the next one.
  stop(message) {
    this.stopped = true;
    this.say("");
    const box = document.querySelector("[data-plan-stopped]");
    box.querySelector("[data-stopped-why]").textContent = message;
    box.hidden = false;
  }

  leave() {
    if (this.stopped || this.flight || !this.dirty || this.incomplete()) return;
    this.kept.keep(true);
    this.go();
  }

  // A form of this page («Записать», «Отправить завучу») acts on what is typed: it waits until that is on the server.
  async before(event) {
    const { target: form, submitter } = event;
    if (event.defaultPrevented || form.method !== "post") return;
    clearTimeout(this.waiting);
    const own = form === this.form;
    const waits = !this.asked && (this.flight || (!own && this.dirty && !this.stopped));
    if (!waits) return void (own && this.sent(submitter));
    event.preventDefault();
    await (own ? this.flight : this.go());
    if (!own && this.dirty) return;
    this.asked = true;
    form.requestSubmit(submitter);
    this.asked = false;
  }

  // The whole form goes the ordinary way: nothing more is sent beside it.
  sent(submitter) {
    this.stopped = true;
    this.kept.submitted = submitter?.value === "append";
    this.kept.keep();
  }

  async followed(event) {
    const link = event.target.closest?.("a[href]");
    const plain = !event.defaultPrevented && event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey;
    if (!link || !plain || this.stopped || !this.dirty || link.target || link.origin !== location.origin || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    await Promise.race([this.go(), new Promise((done) => { setTimeout(done, PAUSE_MS); })]);
    location.assign(link.href);
  }
}
