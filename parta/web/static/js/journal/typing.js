// What keys write: marks, second marks, absences, erasing; into the selected cell, or into every cell of a range.

import { ABSENCES, DOT, SECOND, digitOf } from "./keymap.js";
import { OWED, cellOf, isAway, marksOf } from "./cells.js";

export class Typing {
  constructor({ board, grid, entry, fill, range, ask, doubt, rules, voice }) {
    Object.assign(this, { board, grid, entry, fill, range, ask, doubt, rules, voice });
    this.forget();
  }

  // The cell just filled: «/» and a digit add its second mark.
  forget() {
    this.last = null;
    this.second = false;
  }

  // False when the key writes nothing.
  key(code, act) {
    const writes = DOT.has(code) || code in ABSENCES || digitOf(code) || act === "erase";
    if (writes && this.waits(() => this.key(code, act))) return true;
    if (SECOND.has(code)) this.addSecond();
    else if (DOT.has(code)) this.owed();
    else if (code in ABSENCES) this.absence(ABSENCES[code]);
    else if (digitOf(code)) this.digit(digitOf(code));
    else if (act === "erase") this.erase();
    else return false;
    return true;
  }

  // The first entry of a visit in a column the timetable does not expect.
  waits(write) {
    const [r, c] = this.grid.at;
    return !this.entry.refusal(r, c) && this.doubt.asks(r, c, write, (row, column) => this.grid.go(row, column));
  }

  addSecond() {
    const target = this.last ?? this.grid.at;
    if (["", OWED].includes(cellOf(this.board.cell(...target)).shown.value[1])) return this.voice.warn("Сначала поставьте первую отметку");
    this.grid.select(...target);
    this.last = target;
    this.second = true;
    return this.voice.say("Вторая отметка");
  }

  digit(value) {
    const [r, c] = this.grid.at;
    const why = this.entry.refusal(r, c, { mark: true });
    if (why && !this.range.active) return this.voice.warn(why);
    if (!this.rules.marks.includes(value)) return this.voice.warn(`Отметки «${value}» нет. Есть: ${this.rules.marks.slice(0, 10).join(", ")}`);
    if (this.range.active) return this.fill.mark(this.range.rows, c, value);
    const second = this.second;
    this.second = false;
    if (second) return this.wrote(this.entry.second(r, c, value), r, c);
    const cell = cellOf(this.board.cell(r, c));
    if (isAway(cell.shown.value[0]) && !marksOf(cell).length) return this.askLater(r, c, value, cell.shown.value[0]);
    return this.wrote(this.entry.mark(r, c, value), r, c);
  }

  // The dot: work not handed in. It takes no mark away.
  owed() {
    const [r, c] = this.grid.at;
    const why = this.entry.refusal(r, c, { mark: true });
    if (why) return this.voice.warn(why);
    if (this.range.active) return this.fill.owed(this.range.rows, c);
    const marks = marksOf(cellOf(this.board.cell(r, c)));
    if (marks.length && marks[0] !== OWED) return this.voice.warn(`Здесь стоит ${marks.join("/")}: чтобы отметить долг, сначала сотрите отметку`);
    return this.wrote(this.entry.mark(r, c, OWED), r, c);
  }

  // A mark for a pupil who was not there: given for work handed in later, or the absence was a slip.
  askLater(r, c, value, code) {
    const here = () => this.entry.write([{ r, c, slot: 0, value: "" }, { r, c, slot: 1, value }], { mark: true });
    return this.ask.put([r, c], `Ученика не было: поставить ${value} за работу, сданную позже?`, [
      [`Поставить «${code} ${value}»`, () => this.wrote(this.entry.mark(r, c, value), r, c)],
      [`Был на уроке: ${value} вместо «${code}»`, () => this.wrote(here(), r, c)],
    ], "Не ставить");
  }

  absence(code) {
    const [r, c] = this.grid.at;
    if (this.range.active) return this.fill.absence(this.range.rows, c, code);
    const cell = cellOf(this.board.cell(r, c));
    const marks = marksOf(cell);
    if (isAway(code) && marks.length && !isAway(cell.shown.value[0]) && !this.entry.refusal(r, c)) return this.askBoth(r, c, code, marks);
    return this.wrote(this.entry.absence(r, c, code), r, c);
  }

  // An absence where a mark stands: one of the two, or both.
  askBoth(r, c, code, marks) {
    const text = marks.join("/");
    const erased = [1, 2].slice(0, cellOf(this.board.cell(r, c)).shown.value[2] ? 2 : 1).map((slot) => ({ r, c, slot, value: "" }));
    const only = () => this.entry.write([{ r, c, slot: 0, value: code }, ...erased]);
    return this.ask.put([r, c], `Здесь стоит ${text}, а Вы отмечаете «${code}». Что оставить?`, [
      [`Только «${code}», ${text} стереть`, () => this.wrote(only(), r, c)],
      [`${code} ${text}: работа сдана позже`, () => this.wrote(this.entry.absence(r, c, code), r, c)],
    ], `Оставить ${text}`);
  }

  erase() {
    const [r, c] = this.grid.at;
    if (this.range.active) this.fill.erase(this.range.rows, c);
    else this.entry.erase(r, c);
  }

  wrote(done, r, c) {
    if (!done) return;
    this.second = false;
    this.grid.select(r + 1, c);
    this.last = [r, c];
  }
}
