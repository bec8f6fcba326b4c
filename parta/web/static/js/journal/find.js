// «Кого нет?»: first letters of a surname and Enter put «н» into today's lesson; again; Esc goes back to the cell.

const fold = (text) => text.toLocaleLowerCase("ru").replaceAll("ё", "е").trim();
const SHOWN = 6;

export class Find {
  // column(): where absences go; back(noted): Esc was pressed, `noted` absences were put.
  constructor({ box, board, entry, column, back }) {
    Object.assign(this, { board, entry, column, back });
    this.input = box.querySelector("input");
    this.list = box.querySelector("ul");
    this.found = [];
    this.picked = 0;
    this.noted = 0;
    box.hidden = false;
    this.input.addEventListener("input", () => this.sift());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => this.press(event));
  }

  open() {
    this.noted = 0;
    this.input.focus();
    this.input.select();
  }

  sift() {
    const query = fold(this.input.value);
    const rows = this.board.names.map((name, r) => [name, r]);
    this.found = query ? rows.filter(([name]) => fold(name).startsWith(query)).slice(0, SHOWN) : [];
    this.pick(0);
  }

  pick(index) {
    this.picked = Math.max(0, Math.min(index, this.found.length - 1));
    this.list.replaceChildren(...this.found.map(([name], i) => this.option(name, i)));
    this.list.hidden = !this.found.length;
    this.input.setAttribute("aria-expanded", String(this.found.length > 0));
    if (this.found.length) this.input.setAttribute("aria-activedescendant", `find-${this.picked}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  option(name, i) {
    const item = Object.assign(document.createElement("li"), { id: `find-${i}`, textContent: name });
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", String(i === this.picked));
    if (i === this.picked) {
      const hint = `Enter — «н», ${this.board.columns[this.column()].label}`;
      item.append(Object.assign(document.createElement("span"), { className: "hint", textContent: hint }));
    }
    return item;
  }

  close() {
    this.found = [];
    this.pick(0);
  }

  key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") this.pick(this.picked + (event.key === "ArrowDown" ? 1 : -1));
    else if (event.key === "Enter" && this.found.length) this.note(this.found[this.picked][1]);
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  press(event) {
    event.preventDefault();
    const i = [...this.list.children].indexOf(event.target.closest("li"));
    if (i >= 0) this.note(this.found[i][1]);
  }

  note(r) {
    if (this.entry.absence(r, this.column(), "н")) this.noted += 1;
    this.input.value = "";
    this.close();
  }

  leave() {
    this.input.value = "";
    this.close();
    this.back(this.noted);
    this.noted = 0;
  }
}
