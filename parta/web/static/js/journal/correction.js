// A mark changed after its deadline needs a reason: asked beside the grid, nothing is covered and nobody has to answer at once.

import { cellOf, setState } from "./cells.js";

// The server asks for the reason: the cell says so and keeps what was to be written.
export function ask(entry, td, slot, result, body) {
  const r = entry.board.rowOf(td);
  cellOf(td).correction = { slot, value: body.value, work: body.work_type, counts: body.counts, message: result.message, clause: result.clause ?? "" };
  setState(td, "reason");
  td.title = [result.message, result.clause].filter(Boolean).join(", ");
  entry.voice.warn(`${entry.board.names[r]}: срок прошёл, нужна причина исправления. Нажмите F2, чтобы её написать`);
}

export class Correction {
  constructor({ root, board, grid, entry, panel }) {
    Object.assign(this, { root, board, grid, entry, panel, at: null });
    this.box = root.querySelector("[data-correction]");
    this.form = this.box.querySelector("form");
    this.form.addEventListener("submit", (event) => this.send(event));
    this.box.addEventListener("click", (event) => this.click(event));
  }

  part(name) { return this.box.querySelector(`[data-cr="${name}"]`); }

  // Shows itself when the cell waits for a reason; says whether it did.
  show(r, c, { focus = true } = {}) {
    const { correction, known } = cellOf(this.board.cell(r, c));
    if (!correction) return this.close();
    const was = known.value[correction.slot];
    this.at = [r, c];
    this.part("who").textContent = `${this.board.names[r]} · ${this.board.columns[c].label}`;
    this.part("change").textContent = `${was} → ${correction.value || "стёрта"}`;
    this.part("why").textContent = `${correction.message} (${correction.clause})`;
    this.part("send").textContent = correction.value ? `Исправить ${was} на ${correction.value}` : `Стереть ${was}`;
    this.box.hidden = false;
    this.root.dataset.details = "open";
    this.panel.dock(this.box);
    if (focus) this.form.elements.reason.focus();
    return true;
  }

  close() {
    if (this.box.hidden) return false;
    this.box.hidden = true;
    this.root.dataset.details = "closed";
    return false;
  }

  send(event) {
    event.preventDefault();
    const reason = this.form.elements.reason.value.trim();
    if (!reason) return this.form.elements.reason.focus();
    const [r, c] = this.at;
    const { slot, value, work, counts } = cellOf(this.board.cell(r, c)).correction;
    const change = { r, c, slot, value, reason };
    if (work !== undefined) change.work = work;
    if (counts !== undefined) change.out = counts ? "" : "1";
    this.close();
    this.entry.put(change);
    return this.next(r, c);
  }

  click(event) {
    const act = event.target.closest("[data-cr]")?.dataset.cr;
    if (act === "reason") this.form.elements.reason.value = event.target.closest("[data-cr]").textContent;
    if (act !== "keep") return;
    const [r, c] = this.at;
    this.close();
    this.entry.queue.dismiss(`${this.board.columns[c].lesson}:${this.board.student(r)}:`);
    this.entry.revert(r, c);
    this.next(r, c);
  }

  // Another cell that waits for a reason, else back to the cell below.
  next(r, c) {
    const waiting = this.board.table.querySelector("td.st-reason");
    if (!waiting) return this.grid.select(r + 1, c);
    this.grid.select(this.board.rowOf(waiting), this.board.columnOf(waiting));
    return this.show(...this.grid.at);
  }
}
