// The rows of a plan in the browser: moved, added, joined, split, dropped; every act can be undone until it is saved.

const DEPTH = 200;
const FIELDS = ["id", "title", "kind", "homework"];

export class PlanTable {
  constructor(form) {
    this.form = form;
    this.table = form.querySelector("table.plan");
    this.pattern = this.table.querySelector("tr[data-row]")?.cloneNode(true);
    this.past = [];
    this.future = [];
    this.typing = null;
    this.numbers = new WeakMap();
  }

  // The server has given a new line its number: it keeps it through undo too.
  known(row, was, id) {
    if (!id) return;
    const field = this.field(row, "id");
    if (!was) this.numbers.set(row, String(id));
    if (field.value === was) field.value = id;
  }

  get rows() { return [...this.table.querySelectorAll("tr[data-row]")]; }

  field(row, name) { return row.querySelector(`[name="${name}"]`); }

  // What stands there: sections in order, each with its rows and their values.
  snapshot() {
    return [...this.table.tBodies].map((body) => ({
      body,
      title: body.querySelector("[name=section]").value,
      rows: [...body.querySelectorAll("tr[data-row]")].map((row) => [row, FIELDS.map((name) => this.field(row, name).value)]),
    }));
  }

  remember() {
    this.past.push(this.snapshot());
    if (this.past.length > DEPTH) this.past.shift();
    this.future = [];
    this.typing = null;
  }

  // The first letter typed into a field is one step back, not every letter.
  willType(field, before) {
    if (this.typing === field) return;
    const now = field.value;
    field.value = before;
    this.remember();
    field.value = now;
    this.typing = field;
  }

  undo() { return this.travel(this.past, this.future); }

  redo() { return this.travel(this.future, this.past); }

  travel(from, to) {
    const state = from.pop();
    if (!state) return false;
    to.push(this.snapshot());
    this.typing = null;
    this.table.querySelectorAll("tbody").forEach((body) => body.remove());
    for (const { body, title, rows } of state) {
      const head = body.querySelector("tr.section");
      head.querySelector("[name=section]").value = title;
      body.replaceChildren(head, ...rows.map(([row]) => row));
      for (const [row, values] of rows) FIELDS.forEach((name, at) => { this.field(row, name).value = values[at] || (name === "id" && this.numbers.get(row)) || ""; });
      this.table.append(body);
    }
    this.renumber();
    return true;
  }

  renumber() {
    this.rows.forEach((row, index) => {
      row.id = `t-${index}`;
      row.querySelector("[data-number]").textContent = index + 1;
      this.field(row, "title").setAttribute("aria-label", `Тема ${index + 1}`);
      this.field(row, "kind").setAttribute("aria-label", `Вид урока ${index + 1}`);
      this.field(row, "homework").setAttribute("aria-label", `Задание ${index + 1}`);
      row.querySelectorAll("button[name=do]").forEach((button) => {
        button.value = `${button.value.split(":")[0]}:${index}`;
        const word = button.querySelector(".vh");
        word.textContent = word.textContent.replace(/\d+/, index + 1);
      });
    });
    [...this.table.tBodies].forEach((body, index) => {
      const own = body.querySelectorAll("tr[data-row]");
      body.querySelector("[data-hours]").textContent = own.length;
      own.forEach((row) => { this.field(row, "sec").value = index; });
    });
    this.form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  fresh(values = {}) {
    const row = this.pattern.cloneNode(true);
    row.className = "add";
    row.removeAttribute("id");
    row.querySelectorAll(".dt").forEach((cell) => { cell.textContent = ""; cell.classList.remove("late"); });
    this.field(row, "id").value = "";
    this.field(row, "title").value = values.title ?? "";
    this.field(row, "homework").value = values.homework ?? "";
    this.field(row, "kind").value = values.kind ?? "lesson";
    this.field(row, "title").removeAttribute("autofocus");
    return row;
  }

  // Each act returns the row to stand on, or null when there is nothing to do.
  up(row) {
    const before = row.previousElementSibling;
    const body = row.parentElement;
    if (before?.matches("[data-row]")) return this.did(() => before.before(row), row);
    return body.previousElementSibling?.tagName === "TBODY" ? this.did(() => body.previousElementSibling.append(row), row) : null;
  }

  down(row) {
    const after = row.nextElementSibling;
    const next = row.parentElement.nextElementSibling;
    if (after) return this.did(() => after.after(row), row);
    return next ? this.did(() => next.querySelector("tr.section").after(row), row) : null;
  }

  put(row, target, below) {
    return row === target ? null : this.did(() => target[below ? "after" : "before"](row), row);
  }

  add(row, values) {
    const made = this.fresh(values);
    return this.did(() => row.after(made), made);
  }

  drop(row) {
    if (this.rows.length < 2) return null;
    const all = this.rows;
    const at = all.indexOf(row);
    return this.did(() => row.remove(), all[at + 1] ?? all[at - 1]);
  }

  join(row) {
    const next = row.nextElementSibling;
    if (!next) return null;
    const both = (name, mark) => [...new Set([this.field(row, name).value, this.field(next, name).value].map((text) => text.trim()).filter(Boolean))].join(mark);
    return this.did(() => {
      this.field(row, "title").value = both("title", ". ");
      this.field(row, "homework").value = both("homework", "; ");
      if (this.field(row, "kind").value === "lesson") this.field(row, "kind").value = this.field(next, "kind").value;
      if (!this.field(row, "id").value) this.field(row, "id").value = this.field(next, "id").value;
      next.remove();
    }, row);
  }

  halve(row) {
    const title = this.field(row, "title").value;
    const made = this.fresh({ title, kind: this.field(row, "kind").value });
    return this.did(() => row.after(made), made);
  }

  split(row) {
    const body = row.parentElement;
    if (row.previousElementSibling?.matches(".section")) return null;
    return this.did(() => {
      const made = body.cloneNode(false);
      const head = body.querySelector("tr.section").cloneNode(true);
      head.querySelector("[name=section]").value = "Новый раздел";
      made.append(head);
      while (row.nextElementSibling) made.append(row.nextElementSibling);
      head.after(row);
      body.after(made);
    }, row);
  }

  did(act, stand) {
    this.remember();
    act();
    this.renumber();
    return stand;
  }
}
