// Keys by their place (event.code), so that РУС and ENG are the same; letters act only inside the table.

import { digitOf } from "../journal/keymap.js";

const WORDS = { KeyP: "зачёт", KeyY: "незачёт" };

export class Keys {
  constructor(root, sheet) {
    Object.assign(this, { root, sheet });
  }

  listen() {
    const table = this.root.querySelector(".fm");
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("click", (event) => this.click(event));
    table.addEventListener("change", (event) => this.change(event));
    table.addEventListener("focusin", (event) => this.follow(event));
    this.root.addEventListener("submit", (event) => this.submit(event));
    this.root.addEventListener("click", (event) => {
      const reason = event.target.closest("[data-why] [data-reason]");
      if (reason && this.sheet.pending) this.sheet.answer(reason.dataset.reason);
    });
  }

  key(event) {
    const done = event.target.matches(".rs") ? this.reason(event) : this.mark(event);
    if (done) event.preventDefault();
  }

  // In the field of the reason: a digit in an empty field takes a ready one.
  reason(event) {
    if (!this.sheet.pending) return false;
    const field = event.target;
    const ready = this.root.querySelectorAll(`[data-panel="${this.sheet.row.student}"] [data-why] [data-reason]`);
    const digit = Number(digitOf(event.code));
    if (!field.value && digit >= 1 && digit <= ready.length) this.sheet.answer(ready[digit - 1].dataset.reason);
    else if (["Enter", "NumpadEnter"].includes(event.code)) this.sheet.answer(field.value);
    else if (event.code === "Escape") this.sheet.takeBack();
    else return false;
    return true;
  }

  mark(event) {
    const { sheet } = this;
    if (event.ctrlKey || event.metaKey || event.altKey) {
      if (event.code !== "KeyZ" || event.altKey) return false;
      sheet.undo();
      return true;
    }
    if (this.move(event)) return true;
    const typed = event.target.matches(".dec .inp");
    if (["Enter", "NumpadEnter"].includes(event.code)) {
      if (typed && event.target.value.trim() && event.target.value.trim() !== sheet.row.shown.value) sheet.own(event.target.value.trim());
      else sheet.accept();
      return true;
    }
    return !typed && this.letter(event);
  }

  move({ code }) {
    const { sheet } = this;
    const to = { ArrowDown: sheet.at + 1, ArrowUp: sheet.at - 1, PageDown: sheet.at + 10, PageUp: sheet.at - 10 }[code];
    if (to === undefined) return false;
    sheet.select(to);
    return true;
  }

  letter(event) {
    const { sheet } = this;
    const value = this.valueOf(event.code);
    const acts = {
      KeyG: () => sheet.row.shown.value && sheet.ask(sheet.row),
      KeyJ: () => sheet.deferral(),
      KeyC: () => sheet.disputed(),
      Delete: () => sheet.erase(),
      Backspace: () => sheet.erase(),
    };
    if (value) sheet.own(value);
    else if (acts[event.code]) acts[event.code]();
    else return false;
    return true;
  }

  valueOf(code) {
    const { values } = this.sheet;
    if (values.includes(WORDS[code])) return WORDS[code];
    const digit = digitOf(code);
    if (digit && !values.includes(digit)) this.sheet.warn(`Отметки «${digit}» нет. Есть: ${values.join(", ")}`);
    return values.includes(digit) ? digit : "";
  }

  // A click on a mark is a decision too; the row under the pointer becomes the current one.
  click(event) {
    const row = this.rowOf(event.target);
    if (row < 0) return;
    if (event.target.closest(".nm a")) event.preventDefault();
    if (row !== this.sheet.at) this.sheet.select(row, { focus: !event.target.closest("input, label, button") });
  }

  change(event) {
    const row = this.rowOf(event.target);
    if (row < 0 || event.target.matches(".rs")) return;
    const { value } = event.target;
    this.sheet.select(row, { focus: false });
    this.sheet.row.paint(this.sheet.row.shown);
    if (event.target.matches("[type=radio]") || value.trim() !== this.sheet.row.shown.value) this.sheet.own(value.trim());
  }

  follow(event) {
    const row = this.rowOf(event.target);
    if (row >= 0 && row !== this.sheet.at && !this.sheet.pending) this.sheet.select(row, { focus: false });
  }

  submit(event) {
    event.preventDefault();
    if (event.submitter?.value === "simple") this.sheet.simple();
  }

  rowOf(target) {
    const element = target.closest("tr[data-student]");
    return this.sheet.rows.findIndex((row) => row.element === element);
  }
}
