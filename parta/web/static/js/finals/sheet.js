// The class as one sheet: the current row, decisions, undo, what the person is told.

import { toast } from "../toast.js";

const SAVED_MS = 1200;

export class Sheet {
  constructor(root, rows, courier) {
    Object.assign(this, { root, rows, courier });
    this.at = 0;
    this.steps = [];
    this.values = root.dataset.values.split(" ");
    this.panels = new Map([...root.querySelectorAll("[data-panel]")].map((one) => [Number(one.dataset.panel), one]));
    this.count();
  }

  get row() {
    return this.rows[this.at];
  }

  select(index, { focus = true } = {}) {
    this.at = Math.max(0, Math.min(this.rows.length - 1, index));
    this.rows.forEach((row, place) => {
      row.element.classList.toggle("cur", place === this.at);
      for (const one of row.radios) one.tabIndex = place === this.at ? 0 : -1;
      if (row.box) row.box.tabIndex = place === this.at ? 0 : -1;
      row.element.querySelector(".nm a").tabIndex = place === this.at && !row.open ? 0 : -1;
    });
    for (const [student, panel] of this.panels) panel.hidden = student !== this.row.student;
    this.showWhy(this.row);
    if (focus) {
      this.row.control.focus({ preventScroll: true });
      this.row.element.scrollIntoView({ block: "nearest" });
    }
  }

  down() {
    this.select(this.at + 1);
  }

  // Enter: what stands is kept, else the proposal is taken; a deferred pupil is passed by.
  accept() {
    const { row } = this;
    if (row.open && !row.shown.value && row.proposed) this.decide([[row, row.proposed, ""]]);
    else if (row.open && !row.shown.value) return this.warn(`${row.name}: прогноза нет, поставьте отметку сами или оформите отсрочку`);
    return this.down();
  }

  // Own mark: the proposal goes as it is, anything else asks why first.
  own(value) {
    const { row } = this;
    if (!row.open) return this.warn(`${row.name}: отметка здесь не ставится`);
    if (row.wantsReason(value) && !row.shown.reason) return this.ask(row, value);
    this.decide([[row, value, row.wantsReason(value) ? row.shown.reason : ""]]);
    return this.down();
  }

  ask(row, value = row.shown.value) {
    if (!row.input) return;
    this.pending = { row, value, before: row.shown };
    row.paint({ value, reason: row.shown.reason });
    row.mark("asking");
    row.input.placeholder = "1–4 — готовая причина или свои слова, Enter";
    row.input.focus();
    this.showWhy(row);
    this.say(`Прогноз ${row.proposed || "—"}, вы ставите ${value || "—"}: напишите почему`);
  }

  answer(reason) {
    const { row, value, before } = this.pending;
    const words = reason.trim();
    if (!words) return this.warn("Без причины отметка не запишется");
    this.pending = null;
    row.mark("");
    row.shown = before;
    this.decide([[row, value, words]]);
    return this.down();
  }

  takeBack() {
    const { row, before } = this.pending;
    this.pending = null;
    row.mark("");
    row.paint(before);
    this.select(this.at);
  }

  erase() {
    if (this.row.open && this.row.shown.value) this.decide([[this.row, "", ""]]);
  }

  simple() {
    const chosen = this.rows.filter((row) => row.simple && row.open && !row.shown.value);
    if (!chosen.length) return;
    this.decide(chosen.map((row) => [row, row.proposed, ""]));
    toast(`Принят прогноз: ${chosen.length}`, { text: "Вернуть", act: () => this.undo() });
  }

  disputed() {
    const order = [...this.rows.keys()].map((step) => (this.at + 1 + step) % this.rows.length);
    const next = order.find((index) => this.rows[index].disputed && !this.rows[index].shown.value);
    if (next === undefined) this.say("Спорных больше нет");
    else this.select(next);
  }

  deferral() {
    const url = this.row.element.dataset.deferral;
    if (url) location.assign(url);
  }

  decide(changes) {
    this.steps.push(changes.map(([row]) => [row, { ...row.shown }]));
    for (const [row, value, reason] of changes) this.write(row, { value, reason });
    if (changes.length === 1) this.say(`${changes[0][0].name}: ${changes[0][1] || "отметка стёрта"}`);
  }

  undo() {
    const step = this.steps.pop();
    if (!step) return this.say("Возвращать больше нечего");
    for (const [row, before] of step) this.write(row, before);
    return this.select(this.rows.indexOf(step[0][0]));
  }

  write(row, shown) {
    row.paint(shown);
    this.courier.put(row);
    this.count();
    this.showWhy(this.row);
  }

  answered(row, result) {
    if (["applied", "repeated"].includes(result.status)) this.saved(row, result);
    else if (result.status === "conflict") this.conflict(row, result);
    else this.refused(row, result);
    this.count();
  }

  saved(row, { version }) {
    row.base = version;
    row.stored = { ...row.shown };
    if (this.courier.waiting.has(row)) return;
    row.mark("saved");
    setTimeout(() => row.element.classList.remove("saved"), SAVED_MS);
  }

  // Two people at one mark: the other's stands, both are shown.
  conflict(row, { message, current }) {
    const mine = { ...row.shown };
    row.mark("conflict", message);
    row.offer(`Оставить ${current.value || "пусто"}`, () => this.settle(row, current));
    row.offer(`Поставить ${mine.value || "пусто"}`, () => {
      row.base = current.version;
      this.write(row, mine);
    });
    this.warn(`${row.name}: ${message}`);
  }

  settle(row, { value, version, reason }) {
    row.base = version;
    row.stored = { value, reason };
    row.paint(row.stored);
    row.mark("");
    this.count();
  }

  refused(row, { status, message, clause }) {
    const words = [message, clause].filter(Boolean).join(", ");
    if (status === "needs_reason") {
      const { value } = row.shown;
      this.select(this.rows.indexOf(row));
      row.shown = { ...row.stored };
      this.ask(row, value);
      row.input.value = "";
      return this.warn(words);
    }
    row.mark("refused", words);
    row.offer("Вернуть как было", () => {
      row.paint(row.stored);
      row.mark("");
      this.count();
    });
    return this.warn(`${row.name}: не записано. ${words}`);
  }

  // What stands in the panel about the decision of the current row.
  showWhy(row) {
    const panel = this.panels.get(row.student);
    if (!panel) return;
    const { value } = this.pending?.row === row ? this.pending : row.shown;
    const box = panel.querySelector("[data-why]");
    if (box) box.hidden = this.pending?.row !== row;
    if (!row.proposed) return;
    const mean = row.mean ? ` (${row.mean})` : "";
    const tail = value && value !== row.proposed ? `, вы ставите ${value}` : "";
    panel.querySelector("[data-verdict]").textContent = `Прогноз ${row.proposed}${mean}${tail}.`;
  }

  count() {
    const open = this.rows.filter((row) => row.open);
    const done = open.filter((row) => row.shown.value).length;
    this.root.querySelector("[data-done]").textContent = done;
    const left = this.rows.filter((row) => row.open && row.simple && !row.shown.value).length;
    const button = this.root.querySelector("[data-simple][name]");
    if (button) {
      button.hidden = left === 0;
      button.textContent = `Принять прогноз у ${left}\u00a0${left % 10 === 1 && left % 100 !== 11 ? "бесспорного" : "бесспорных"}`;
    }
    this.finish(open.length - done);
  }

  finish(left) {
    const old = this.root.querySelector("[data-finish]");
    if (!old || (left === 0) === (old.tagName === "A")) return;
    const fresh = document.createElement(left ? "span" : "a");
    fresh.className = left ? "btn" : "btn primary";
    fresh.textContent = "Закончить";
    fresh.dataset.finish = old.dataset.finish;
    if (left) fresh.setAttribute("aria-disabled", "true");
    else fresh.href = old.dataset.finish;
    old.replaceWith(fresh);
  }

  status() {
    const box = this.root.querySelector("[data-state]");
    const bad = this.root.querySelectorAll("tr.conflict, tr.refused").length;
    const waits = this.courier.trouble && this.courier.count;
    box.classList.toggle("bad", Boolean(waits || bad));
    if (waits) box.textContent = `Ждут отправки: ${this.courier.count}, ${this.courier.trouble}`;
    else if (this.courier.busy) box.textContent = "Сохраняю…";
    else box.textContent = bad ? `Не записано: ${bad}` : "Всё сохранено";
  }

  say(words) {
    this.root.querySelector("[data-say]").textContent = words;
  }

  warn(words) {
    this.root.querySelector("[data-alert]").textContent = words;
    if (!this.rows.some((row) => row.element.matches(".conflict, .refused"))) toast(words);
  }
}
