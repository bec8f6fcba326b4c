// Writing into cells: every change is painted at once, put into the queue as operations, and can be undone.
// A change: {r, c, slot, value?, comment?, work?, out?, first?}; slot 0 is the absence, 1 and 2 are the marks.
// out: left out of averages; first: the mark before a re-sit.

import { cellOf, copy, paint, setState, wordsOf } from "./cells.js";
import { ask } from "./correction.js";

const FIELDS = ["value", "comment", "work", "out", "first"];

export class Entry {
  // rules: {write, marks: ["5", …], notice, clause}; settled(r, c): an answer came.
  constructor({ board, queue, voice, rules, settled }) {
    Object.assign(this, { board, queue, voice, rules, settled });
    this.steps = [];
    this.undone = [];
  }

  // The words of a refusal, or "" when a mark (or an absence) may be written here.
  refusal(r, c, { mark = false } = {}) {
    if (!this.rules.write) return "Журнал открыт для чтения";
    const closed = this.board.refusal(r, c);
    if (closed || !mark || this.rules.marksAllowed) return closed;
    return [this.rules.notice, this.rules.clause].filter(Boolean).join(", ");
  }

  mark(r, c, value) {
    const { value: now } = cellOf(this.board.cell(r, c)).shown;
    const changes = [{ r, c, slot: 1, value }];
    if (now[2]) changes.push({ r, c, slot: 2, value: "" });
    return this.write(changes, { mark: true });
  }

  second(r, c, value) {
    const slot = cellOf(this.board.cell(r, c)).shown.value[1] ? 2 : 1;
    return this.write([{ r, c, slot, value }], { mark: true });
  }

  absence(r, c, code) { return this.write([{ r, c, slot: 0, value: code }]); }

  erase(r, c) {
    const { value } = cellOf(this.board.cell(r, c)).shown;
    const filled = [0, 1, 2].filter((slot) => value[slot]);
    return filled.length ? this.write(filled.map((slot) => ({ r, c, slot, value: "" }))) : this.refuse(this.refusal(r, c));
  }

  // All changes or none: one step of undo. Returns whether anything may be written.
  write(changes, { mark = false, quiet = false } = {}) {
    for (const { r, c } of changes) {
      const why = this.refusal(r, c, { mark });
      if (why) return this.refuse(changes.length > 2 ? `${this.board.names[r]}: ${why.toLowerCase()}. Ничего не записано` : why);
    }
    this.steps.push(changes.map((change) => this.before(change)));
    this.undone = [];
    for (const change of changes) this.put(change);
    const { r, c } = changes[0];
    if (!quiet) this.voice.say(`${this.board.names[r]}: ${wordsOf(cellOf(this.board.cell(r, c)))}`);
    return true;
  }

  refuse(why) {
    if (why) this.voice.warn(why);
    return false;
  }

  before({ r, c, slot, ...change }) {
    const { shown } = cellOf(this.board.cell(r, c));
    const was = { r, c, slot };
    const fields = "value" in change ? FIELDS : FIELDS.filter((field) => field in change);
    for (const field of fields) was[field] = shown[field][slot];
    return was;
  }

  // Undo the last step, or do again what was undone; the place it was made at, or null.
  undo() { return this.back(this.steps, this.undone, "Отменено"); }
  redo() { return this.back(this.undone, this.steps, "Возвращено"); }

  back(from, to, word) {
    const step = from.pop();
    if (!step) return null;
    if (step.move) return step.move(step, to);
    to.push(step.map((change) => this.before(change)));
    for (const change of step) this.put(change);
    this.voice.say(word);
    return [step[0].r, step[0].c];
  }

  put({ r, c, slot, ...change }) {
    const td = this.board.cell(r, c);
    const cell = cellOf(td);
    const first = cell.shown.first[slot];
    for (const field of FIELDS) if (field in change) cell.shown[field][slot] = change[field];
    if (change.value === "") for (const field of ["comment", "work", "out", "first"]) cell.shown[field][slot] = "";
    cell.refusal = cell.conflict = cell.correction = null;
    paint(td);
    const { lesson } = this.board.columns[c];
    const student = this.board.student(r);
    this.queue.add({
      key: `${lesson}:${student}:${slot}`,
      body: { lesson, student, ...bodyOf(cell, slot, change, first) },
      version: () => cell.versions[slot],
      state: (state) => setState(td, state),
      done: (result, body) => this.answer(td, slot, result, body),
    });
  }

  answer(td, slot, result, body) {
    const cell = cellOf(td);
    const [r, c] = [this.board.rowOf(td), this.board.columnOf(td)];
    if (result.status === "applied" || result.status === "repeated") this.applied(td, slot, result, body);
    else if (result.status === "conflict") {
      cell.conflict = { slot, mine: cell.shown.value[slot], kind: body.kind, comment: cell.shown.comment[slot], ...result.current };
      setState(td, "conflict");
      this.voice.warn(`${this.board.names[r]}: две записи об одном. Нажмите F2, чтобы выбрать`);
    } else if (result.status === "needs_reason") ask(this, td, slot, result, body);
    else {
      cell.refusal = { message: result.message ?? "Запись не принята", clause: result.clause ?? "" };
      setState(td, result.status === "locked" ? "locked" : "error");
      td.title = [cell.refusal.message, cell.refusal.clause].filter(Boolean).join(", ");
      this.voice.warn(`${this.board.names[r]}: не записано. ${td.title}`);
    }
    this.settled(r, c);
  }

  applied(td, slot, result, body) {
    const cell = cellOf(td);
    cell.versions[slot] = result.version;
    if (body.kind === "comment") cell.known.comment[slot] = body.value;
    else {
      if (body.resit !== undefined) cell.known.first[slot] = body.resit ? cell.known.value[slot] : "";
      cell.known.value[slot] = body.value;
      if (body.counts !== undefined) cell.known.out[slot] = body.counts ? "" : "1";
      if (!body.value) cell.known.out[slot] = cell.known.first[slot] = "";
      cell.known.comment[slot] = body.value ? body.comment ?? cell.known.comment[slot] : "";
      cell.known.work[slot] = body.value ? body.work_type ?? cell.known.work[slot] : "";
    }
    const r = this.board.rowOf(td);
    if (result.average !== undefined) {
      this.board.average(r).textContent = result.average;
      this.board.count(r).textContent = result.mark_count || "";
    }
    if (!cell.refusal && !cell.conflict) setState(td, this.queue.holds(`${body.lesson}:${body.student}:`) ? "saving" : "saved");
  }

  // Back to what the server has: after a refusal, or when the other's value is kept.
  revert(r, c) {
    const td = this.board.cell(r, c);
    const cell = cellOf(td);
    cell.shown = copy(cell.known);
    cell.refusal = cell.conflict = cell.correction = null;
    paint(td);
    setState(td, "");
    this.settled(r, c);
  }

  // The choice between two records: "theirs", "mine" or "both".
  resolve(r, c, choice) {
    const cell = cellOf(this.board.cell(r, c));
    const { slot, mine, value, version, kind, comment } = cell.conflict;
    cell.versions[slot] = version;
    if (kind === "comment") cell.known.comment[slot] = value;
    else cell.known.value[slot] = value;
    this.revert(r, c);
    if (choice === "theirs") return;
    if (kind === "comment") this.write([{ r, c, slot, comment }]);
    else this.write([{ r, c, slot: choice === "both" ? 3 - slot : slot, value: mine }], { mark: slot > 0 });
  }
}

function bodyOf(cell, slot, change, first) {
  if (!("value" in change) && "comment" in change) return { kind: "comment", slot, value: change.comment };
  const value = cell.shown.value[slot];
  const body = slot ? { kind: "mark", slot, value } : { kind: "attendance", value };
  const erased = change.value === "";
  if (erased || "comment" in change) body.comment = erased ? "" : change.comment;
  if (slot && (erased || "work" in change)) body.work_type = erased ? "" : change.work;
  if (slot && !erased && "out" in change) body.counts = !change.out;
  if (slot && !erased && "first" in change && change.first !== first) body.resit = Boolean(change.first);
  if (change.reason) body.reason = change.reason;
  return body;
}
