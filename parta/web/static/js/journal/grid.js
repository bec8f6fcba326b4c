// The grid of WAI-ARIA: one tab stop, the selected cell with its row and column, keys by their place on the keyboard.

import { ABSENCES, ACTIONS, SECOND, digitOf, moveOf } from "./keymap.js";
import { cellOf } from "./cells.js";

export class Grid {
  // entry: writes; act(name): what is outside the grid (find, topic, details …); selected(r, c): another cell.
  constructor({ board, entry, rules, voice, act, selected }) {
    Object.assign(this, { board, entry, rules, voice, act, selected });
    this.at = [0, board.homeColumn()];
    this.last = null; // the cell just filled: «/» and a digit add its second mark
    this.second = false;
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
      for (const row of this.board.rows) row.cells[column + 1].classList.toggle("csel", on);
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
    const [r, c] = this.at;
    const far = event.ctrlKey || event.metaKey;
    const move = event.altKey ? null : moveOf(event, r, c, this.board.rows.length, this.board.columns.length);
    if (move && (!far || ["Home", "End"].includes(event.code))) this.go(...move);
    else if (far && event.code === "KeyZ" && !event.shiftKey) this.undo();
    else if (far || event.altKey || !this.type(event.code)) return;
    event.preventDefault();
  }

  go(r, c) {
    this.last = null;
    this.second = false;
    this.select(r, c);
  }

  undo() {
    const place = this.entry.undo();
    if (place) this.go(...place);
    else this.voice.say("Отменять нечего");
  }

  // A key that writes or calls something; false when the key is not ours.
  type(code) {
    const [r, c] = this.at;
    if (SECOND.has(code)) this.addSecond();
    else if (code in ABSENCES) this.wrote(this.entry.absence(r, c, ABSENCES[code]), r, c);
    else if (digitOf(code)) this.digit(digitOf(code));
    else if (ACTIONS[code] === "erase") this.entry.erase(r, c);
    else if (ACTIONS[code]) this.act(ACTIONS[code]);
    else return false;
    return true;
  }

  addSecond() {
    const target = this.last ?? this.at;
    if (!cellOf(this.board.cell(...target)).shown.value[1]) return this.voice.warn("Сначала поставьте первую отметку");
    this.select(...target);
    this.last = target;
    this.second = true;
    return this.voice.say("Вторая отметка");
  }

  digit(value) {
    const [r, c] = this.at;
    const why = this.entry.refusal(r, c, { mark: true });
    if (why) return this.voice.warn(why);
    if (!this.rules.marks.includes(value)) return this.voice.warn(`Отметки «${value}» нет. Есть: ${this.rules.marks.slice(0, 10).join(", ")}`);
    const second = this.second;
    this.second = false;
    return this.wrote(second ? this.entry.second(r, c, value) : this.entry.mark(r, c, value), r, c);
  }

  wrote(done, r, c) {
    if (!done) return;
    this.second = false;
    this.select(r + 1, c);
    this.last = [r, c];
  }

  click(event) {
    const td = event.target.closest("tbody td:not(.sm)");
    if (!td || event.button !== 0) return;
    event.preventDefault();
    this.go(this.board.rowOf(td), this.board.columnOf(td));
    if (td.classList.contains("st-conflict") || td.classList.contains("st-error")) this.act("details");
  }

  // A date opens its lesson in the panel; where there is no panel the link leads to the lesson's own page.
  head(event) {
    const th = event.target.closest("tr.days th");
    if (!th || event.ctrlKey || event.metaKey || !this.act("docked")) return;
    event.preventDefault();
    this.go(this.at[0], this.board.columns.findIndex((column) => column.th === th));
  }
}
