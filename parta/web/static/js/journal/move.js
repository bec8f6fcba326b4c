// A mark entered in a wrong column goes to another lesson of the page: one request, painted when the server has it, one
// step of undo. It waits for no network: a move is made when both cells are known to be as they are shown.

import { cellOf, paint, setState } from "./cells.js";
import { courier } from "../offline/courier.js";
import { post } from "../offline/post.js";
import { toast } from "../toast.js";
import { uuid } from "../uuid.js";

const FIELDS = ["value", "comment", "work", "out", "first"];
const NO_ANSWER = "Нет связи: отметку можно перенести, когда она появится. Ничего не изменено";

export class Move {
  constructor({ board, entry, voice, box, moved }) {
    Object.assign(this, { board, entry, voice, box, moved, at: null });
    this.form = box?.querySelector('[data-ed="move"]');
    if (!this.form) return;
    this.list = this.form.querySelector("select");
    this.reason = this.form.querySelector("input");
    this.form.addEventListener("submit", (event) => this.send(event));
  }

  // Offered where a mark stands: the other lessons of the page that are open and where this pupil has no mark.
  show(r, c, slot) {
    if (!this.form) return;
    this.at = { r, c, slot };
    this.asked("");
    const open = this.board.columns.map((_, i) => i).filter((i) => i !== c && !this.entry.refusal(r, i, { mark: true }) && !cellOf(this.board.cell(r, i)).shown.value[slot]);
    const near = [...open].sort((a, b) => Math.abs(a - c) - Math.abs(b - c));
    this.list.replaceChildren(...near.map((i) => new Option(this.board.columns[i].label, i)));
    this.form.closest("details").hidden = !slot || !open.length || Boolean(this.entry.refusal(r, c, { mark: true }));
  }

  asked(sentence) {
    const field = this.reason.closest(".field");
    field.hidden = !sentence;
    field.querySelector(".hint").textContent = sentence;
    this.reason.required = Boolean(sentence);
    if (sentence) this.reason.focus();
    else this.reason.value = "";
  }

  async send(event) {
    event.preventDefault();
    const { r, c, slot } = this.at;
    const step = { r, from: c, to: Number(this.list.value), slot, reason: this.reason.value.trim() };
    if (!(await this.go(step))) return;
    this.entry.steps.push({ ...step, move: (one, other) => this.back(one, other) });
    this.entry.undone = [];
    this.form.closest("details").open = false;
    this.moved(r, step.to);
  }

  // Undo and redo: the same way back. The place is known at once, the cells follow with the answer.
  back(step, other) {
    const { r, from, to, slot, reason } = step;
    const way = { r, from: to, to: from, slot, reason };
    this.go(way).then((done) => {
      if (done) other.push({ ...way, move: step.move });
    });
    return [r, from];
  }

  async go({ r, from, to, slot, reason }) {
    const [td, target] = [this.board.cell(r, from), this.board.cell(r, to)];
    const [cell, into] = [cellOf(td), cellOf(target)];
    const [lesson, student] = [this.board.columns[from].lesson, this.board.student(r)];
    if ([lesson, this.board.columns[to].lesson].some((one) => this.entry.queue.holds(`${one}:${student}:`))) {
      return this.entry.refuse("Записи этого ученика ещё сохраняются: повторите через секунду");
    }
    const body = { kind: "move", lesson, student, slot, to_lesson: this.board.columns[to].lesson, to_base: into.versions[slot], reason };
    const key = JSON.stringify([body, cell.versions[slot]]);
    if (this.sent?.key !== key) this.sent = { key, id: uuid() }; // an answer that was lost is asked for again, nothing is moved twice
    const { person } = await courier();
    setState(td, "saving");
    const answer = await post(person, [{ id: this.sent.id, body, base: cell.versions[slot], span: this.entry.queue.span, at: Date.now() }]);
    setState(td, "");
    const result = answer.results?.[0];
    if (!result) return this.entry.refuse(answer.fault ?? NO_ANSWER);
    if (!["applied", "repeated"].includes(result.status)) return this.refused(result);
    this.paint({ cell, into, slot, result }, td, target);
    this.totals(r, result);
    this.entry.settled(r, from);
    this.entry.settled(r, to);
    toast(`${this.board.names[r]}: отметка перенесена, ${this.board.columns[to].label}. Отменить — Ctrl Z`);
    return true;
  }

  refused({ status, message, clause, current }) {
    if (status === "needs_reason") this.asked([message, clause].filter(Boolean).join(", "));
    const meanwhile = status === "conflict" ? `Не перенесено: там уже ${current.value || "пусто"} (${current.by}). Обновите страницу, чтобы увидеть` : "";
    return this.entry.refuse(meanwhile || [message, clause].filter(Boolean).join(", "));
  }

  paint({ cell, into, slot, result }, td, target) {
    for (const values of ["shown", "known"]) {
      for (const field of FIELDS) {
        into[values][field][slot] = cell[values][field][slot];
        cell[values][field][slot] = "";
      }
    }
    cell.versions[slot] = result.version;
    into.versions[slot] = result.target_version;
    for (const one of [td, target]) paint(one);
    setState(target, "saved");
  }

  totals(r, { average, mark_count: count }) {
    if (average === undefined) return;
    this.board.average(r).textContent = average;
    this.board.count(r).textContent = count || "";
  }
}
