// A range of one column: Shift and the arrows, Ctrl+A the whole column. What is typed then goes into all of it.

export class Range {
  constructor({ board, voice }) {
    Object.assign(this, { board, voice });
    this.cells = [];
    this.rows = [];
  }

  get active() { return this.rows.length > 1; }

  // From the row of the selected cell to another one, both included.
  put(from, to, c) {
    this.clear();
    const edge = Math.max(0, Math.min(to, this.board.rows.length - 1));
    const [first, last] = [Math.min(from, edge), Math.max(from, edge)];
    this.edge = edge;
    this.rows = Array.from({ length: last - first + 1 }, (_, i) => first + i);
    this.cells = this.rows.map((r) => this.board.cell(r, c));
    for (const td of this.cells) td.classList.add("rng");
    this.board.cell(edge, c).scrollIntoView({ block: "nearest", inline: "nearest" });
    this.voice.say(`Выбрано учеников: ${this.rows.length}`);
  }

  extend(r, c, by) { this.put(r, (this.active ? this.edge : r) + by, c); }
  all(r, c) { this.put(0, this.board.rows.length - 1, c); }

  clear() {
    for (const td of this.cells) td.classList.remove("rng");
    this.cells = [];
    this.rows = [];
  }
}
