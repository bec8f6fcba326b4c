// One thing for many cells of a column: one step of undo, and one question when something stands there already.

import { OWED, cellOf, isAway, marksOf } from "./cells.js";
import { toast } from "../toast.js";

export class Fill {
  constructor({ board, grid, entry, ask, voice }) {
    Object.assign(this, { board, grid, entry, ask, voice });
  }

  shown(r, c) { return cellOf(this.board.cell(r, c)).shown.value; }
  marked(r, c) { return marksOf(cellOf(this.board.cell(r, c))).length > 0; }

  // The rows that may be written into; when there is none, why.
  open(rows, c, mark) {
    const found = rows.filter((r) => !this.entry.refusal(r, c, { mark }));
    if (!found.length) this.voice.warn(this.entry.refusal(rows[0], c, { mark }));
    return found;
  }

  // A mark for everybody who is here; those who have one are asked about.
  mark(rows, c, value) {
    const open = this.open(rows, c, true);
    const here = open.filter((r) => !isAway(this.shown(r, c)[0]));
    const free = here.filter((r) => !this.marked(r, c));
    const write = (chosen) => {
      const changes = chosen.flatMap((r) => [{ r, c, slot: 1, value }, ...(this.shown(r, c)[2] ? [{ r, c, slot: 2, value: "" }] : [])]);
      const away = open.length - here.length;
      this.done(changes, true, `Поставлено «${value}»: ${chosen.length}${away ? `, без отметки отсутствующие: ${away}` : ""}`);
    };
    if (!open.length) return undefined;
    if (!here.length) return this.voice.warn("Все они отсутствуют: отметку за работу, сданную позже, ставят каждому отдельно");
    if (free.length === here.length) return write(here);
    return this.choose(c, `Отметки уже есть: ${here.length - free.length} из ${here.length}. Кому поставить «${value}»?`, free, here, write);
  }

  // Work not handed in by those without a mark.
  owed(rows, c) {
    const free = this.open(rows, c, true).filter((r) => !this.marked(r, c));
    if (!free.length) return this.voice.warn("Отметки уже есть у всех: долг отмечать некому");
    return this.done(free.map((r) => ({ r, c, slot: 1, value: OWED })), true, `Отмечен долг: ${free.length}`);
  }

  absence(rows, c, code) {
    const open = this.open(rows, c, false);
    const free = open.filter((r) => !this.marked(r, c));
    const write = (chosen) => this.done(chosen.map((r) => ({ r, c, slot: 0, value: code })), false, `Отмечено «${code}»: ${chosen.length}`);
    if (!open.length) return undefined;
    if (free.length === open.length) return write(open);
    return this.choose(c, `У ${open.length - free.length} из ${open.length} уже есть отметки. Кому поставить «${code}»?`, free, open, write);
  }

  choose(c, text, free, all, write) {
    const answers = [[`Заменить у всех: ${all.length}`, () => write(all)]];
    if (free.length) answers.unshift([`Только где пусто: ${free.length}`, () => write(free)]);
    return this.ask.put([this.grid.at[0], c], text, answers, "Не ставить");
  }

  // Marks of the column, and absences if asked for; always after a question.
  erase(rows, c) {
    const open = this.open(rows, c, false);
    const filled = (slots) => open.flatMap((r) => slots.filter((slot) => this.shown(r, c)[slot]).map((slot) => ({ r, c, slot, value: "" })));
    const [marks, all] = [filled([1, 2]), filled([0, 1, 2])];
    const absences = all.length - marks.length;
    const write = (changes) => this.done(changes, false, `Стёрто записей: ${changes.length}`);
    if (!open.length) return undefined;
    if (!all.length) return this.voice.warn("Стирать нечего: здесь пусто");
    const answers = [];
    if (marks.length) answers.push([`Стереть отметки: ${marks.length}`, () => write(marks)]);
    if (absences) answers.push([marks.length ? `Отметки и пропуски: ${all.length}` : `Стереть пропуски: ${absences}`, () => write(all)]);
    const label = this.board.columns[c].label;
    return this.ask.put([this.grid.at[0], c], `${label}. Стереть записи? Одно нажатие Ctrl Z вернёт их все.`, answers, "Оставить");
  }

  // What is pasted over marks is asked about too.
  paste(changes, words) {
    const mark = changes.some((change) => change.slot > 0);
    const over = new Set(changes.filter(({ r, c }) => this.marked(r, c)).map(({ r }) => r)).size;
    const write = () => this.done(changes, mark, words);
    if (!over) return write();
    const { r, c } = changes[0];
    return this.ask.put([r, c], `В ${over} из этих клеток отметки уже есть. Заменить их?`, [[`Заменить: ${over}`, write]], "Не вставлять");
  }

  done(changes, mark, words) {
    if (!changes.length || !this.entry.write(changes, { mark, quiet: true })) return;
    this.voice.say(`${words}. Отменить — Ctrl Z`);
    const step = this.entry.steps.at(-1);
    const undo = () => (this.entry.steps.at(-1) === step ? this.grid.undo() : this.voice.warn("После этого есть новые записи: отменяйте по шагам, Ctrl Z"));
    toast(words, { text: "Вернуть", act: undo });
  }
}
