// The grid of WAI-ARIA: one tab stop, the selected cell with its row and column, keys by their place on the keyboard.

import { ACTIONS, moveOf } from "./keymap.js";

const EXTEND = { ArrowDown: 1, ArrowUp: -1 };

export class Grid {
  // entry: writes; act(name): what is outside the grid (find, topic, details …); selected(r, c): another cell.
  // typing, what its keys write, is given after: it needs the grid.
  constructor({ board, entry, range, voice, act, selected }) {
    Object.assign(this, { board, entry, range, voice, act, selected });
    this.at = [0, board.homeColumn()];
    for (const link of board.table.querySelectorAll("a")) link.tabIndex = -1;
    board.table.addEventListener("keydown", (event) => this.key(event));
    board.table.addEventListener("mousedown", (event) => this.click(event));
    board.table.addEventListener("click", (event) => this.head(event));
    board.table.addEventListener("dblclick", (event) => event.target.closest("td") && this.act("details"));
  }

  get td() { return this.board.cell(...this.at); }

  select(row, column, { focus = true } = {}) {
    const r = Math.max(0, Math.min(row, this.board.rows.length - 1));
    const c = Math.max(0, Math.min(column, this.board.columns.length - 1));
    this.range.clear();
    if (this.marked !== undefined) this.mark(false);
    if (this.marked !== c) this.markColumn(c);
    this.at = [r, c];
    this.mark(true);
    if (focus) {
      this.td.focus({ preventScroll: true });
      this.td.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.selected(r, c);
  }

  mark(on) {
    const [r, c] = this.at;
    this.td.tabIndex = on ? 0 : -1;
    if (on) this.td.setAttribute("aria-selected", "true");
    else this.td.removeAttribute("aria-selected");
    if (on && this.entry.refusal(r, c)) this.td.setAttribute("aria-readonly", "true");
    this.board.rows[r].classList.toggle("rsel", on);
  }

  // The tint of the column moves only when the column does: a press of a digit repaints two rows.
  markColumn(c) {
    for (const [column, on] of [[this.marked, false], [c, true]]) {
      if (column === undefined) continue;
      this.board.columns[column].th.classList.toggle("csel", on);
      for (const r of this.board.rows.keys()) this.board.cell(r, column).classList.toggle("csel", on);
    }
    this.marked = c;
  }

  // While a field is being opened keys are not for the grid: what is typed into it must not become marks.
  async while(opening) {
    this.opening = opening;
    await opening;
    this.opening = null;
  }

  key(event) {
    if (!event.target.matches("td")) return;
    if (this.opening) {
      event.preventDefault();
      return;
    }
    const far = event.ctrlKey || event.metaKey;
    if (event.altKey || !(this.move(event, far) || (far ? this.command(event) : this.type(event.code)))) return;
    event.preventDefault();
  }

  move(event, far) {
    const [r, c] = this.at;
    if (event.shiftKey && !far && EXTEND[event.code]) {
      this.range.extend(r, c, EXTEND[event.code]);
      return true;
    }
    const place = moveOf(event, r, c, this.board.rows.length, this.board.columns.length);
    if (!place || (far && !["Home", "End"].includes(event.code))) return false;
    this.go(...place);
    return true;
  }

  command({ code, shiftKey }) {
    if (code === "KeyZ" && !shiftKey) this.undo();
    else if (code === "KeyY" || code === "KeyZ") this.redo();
    else if (code === "KeyA") this.range.all(...this.at);
    else return false;
    return true;
  }

  // A key that writes or calls something; false when the key is not ours.
  type(code) {
    const act = ACTIONS[code];
    if (this.typing.key(code, act)) return true;
    if (code === "Escape" && this.range.active) this.range.clear();
    else if (act) this.act(act);
    else return false;
    return true;
  }

  go(r, c) {
    this.typing.forget();
    this.select(r, c);
  }

  undo() { this.back(this.entry.undo(), "Отменять нечего"); }
  redo() { this.back(this.entry.redo(), "Возвращать нечего"); }

  back(place, nothing) {
    if (place) this.go(...place);
    else this.voice.say(nothing);
  }

  click(event) {
    const td = event.target.closest("tbody td:not(.sm)");
    if (!td || event.button !== 0) return;
    event.preventDefault();
    this.go(this.board.rowOf(td), this.board.columnOf(td));
    if (["st-conflict", "st-error", "st-locked", "st-reason"].some((one) => td.classList.contains(one))) this.act("details");
  }

  // A date opens its lesson in the panel; where there is no panel the link leads to the lesson's own page.
  head(event) {
    const th = event.target.closest("tr.days th");
    if (!th || event.ctrlKey || event.metaKey || !this.act("docked")) return;
    event.preventDefault();
    this.go(this.at[0], this.board.columns.findIndex((column) => column.th === th));
  }
}
