// The grid as rows and columns: where a cell is, whose it is, and whether anything may be written there.

import { lockOf } from "./cells.js";

export class Board {
  constructor(table) {
    this.table = table;
    this.rows = [...table.tBodies[0].rows];
    // looked up once: a search in a row of two hundred cells at every answer is what a key would wait for
    this.cells = this.rows.map((row) => [...row.cells]);
    this.averages = this.rows.map((row) => row.querySelector(".av"));
    this.counts = this.rows.map((row) => row.querySelector(".ct"));
    this.columns = [...table.querySelectorAll("tr.days th")].map((th) => ({
      th,
      lesson: Number(th.dataset.lesson),
      state: th.dataset.state ?? "",
      today: th.classList.contains("today"),
      label: th.dataset.label,
      why: th.dataset.why ?? "",
      kind: th.dataset.kind,
    }));
    this.names = this.rows.map((row) => row.querySelector(".nm > span:not(.no)").textContent);
  }

  cell(r, c) { return this.cells[r][c + 1]; }
  student(r) { return Number(this.rows[r].dataset.student); }
  average(r) { return this.averages[r]; }
  count(r) { return this.counts[r]; }
  rowOf(td) { return this.rows.indexOf(td.parentElement); }
  columnOf(td) { return td.cellIndex - 1; }
  columnOfLesson(lesson) { return this.columns.findIndex((column) => column.lesson === lesson); }
  todayColumn() { return this.columns.findIndex((column) => column.today && column.state !== "off"); }

  // «С» and the first look at the page: today, else the last lesson that was held.
  homeColumn() {
    const today = this.todayColumn();
    if (today >= 0) return today;
    const coming = this.columns.findIndex((column) => column.state === "fut");
    return Math.max(0, (coming < 0 ? this.columns.length : coming) - 1);
  }

  // Why nothing may be written here, or "".
  refusal(r, c) {
    const { state, why } = this.columns[c];
    if (this.cell(r, c).classList.contains("out")) return "В этот день ученика не было в списке";
    if (state === "fut") return "Урок ещё не прошёл";
    if (state === "off") return "Урок отменён";
    if (state === "lock") return why || "Этот урок заполняет другой учитель";
    return lockOf(this.cell(r, c));
  }
}
