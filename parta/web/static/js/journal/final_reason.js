// Why a final mark is not the proposal, or why it changes: asked at its cell. A digit takes a ready reason while the field
// is empty, Enter records, Esc leaves the cell as it was; a click elsewhere does the same.

import { digitOf } from "./keymap.js";

export class FinalReason {
  constructor(root) {
    this.root = root;
    this.box = root.querySelector("[data-final-reason]");
    this.field = this.box.querySelector("form").elements.reason;
    this.text = this.box.querySelector("p");
    this.clause = this.box.querySelector("#fr-clause");
    this.lists = [...this.box.querySelectorAll("[data-fr-ready]")];
    this.box.addEventListener("submit", (event) => this.send(event));
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("click", (event) => this.click(event));
    root.addEventListener("pointerdown", (event) => {
      if (!this.box.hidden && !this.box.contains(event.target)) this.done(this.refused);
    });
  }

  // kind: «departure» or «correction», which ready reasons are shown. write: takes the reason; refused: nothing changes.
  ask(td, { text, clause = "", kind, write, refused }) {
    Object.assign(this, { write, refused });
    this.text.textContent = text;
    this.clause.textContent = clause;
    this.clause.hidden = !clause;
    for (const list of this.lists) list.hidden = list.dataset.frReady !== kind;
    this.ready = [...this.lists.find((list) => !list.hidden).querySelectorAll("button")];
    this.field.value = "";
    this.field.removeAttribute("aria-invalid");
    this.box.hidden = false;
    this.place(td);
    this.field.focus({ preventScroll: true });
  }

  // Left of the cell, under its row, or over it near the bottom of the table.
  place(td) {
    const frame = this.root.getBoundingClientRect();
    const cell = td.getBoundingClientRect();
    const fits = cell.bottom + 6 + this.box.offsetHeight < frame.bottom - 8;
    const top = fits ? cell.bottom + 6 : cell.top - this.box.offsetHeight - 6;
    this.box.style.top = `${Math.max(8, top - frame.top)}px`;
    this.box.style.left = `${Math.max(8, Math.min(cell.right - this.box.offsetWidth, frame.right - this.box.offsetWidth - 8) - frame.left)}px`;
  }

  done(act, ...words) {
    this.box.hidden = true;
    act(...words);
  }

  send(event) {
    event.preventDefault();
    const reason = this.field.value.trim();
    if (reason) return this.done(this.write, reason);
    this.field.setAttribute("aria-invalid", "true");
    return this.field.focus();
  }

  key(event) {
    event.stopPropagation();
    const ready = !this.field.value && !event.ctrlKey && !event.altKey && this.ready[Number(digitOf(event.code)) - 1];
    if (event.code === "Escape") this.done(this.refused);
    else if (ready) this.done(this.write, ready.value);
    else return;
    event.preventDefault();
  }

  click(event) {
    const button = event.target.closest("button");
    if (button?.matches("[data-fr-keep]")) this.done(this.refused);
    else if (this.ready.includes(button)) this.done(this.write, button.value);
  }
}
