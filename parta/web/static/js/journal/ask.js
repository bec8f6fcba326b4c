// A question about one entry, asked at its cell: it covers no pupil above it, nothing is written before the answer.
// Enter and the arrows answer, Esc leaves everything as it is; a click elsewhere does the same.

export class Ask {
  constructor({ root, grid }) {
    Object.assign(this, { root, grid });
    this.box = root.querySelector("[data-ask]");
    this.text = this.box.querySelector("p");
    this.row = this.box.querySelector("div");
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.box.addEventListener("click", (event) => this.click(event));
  }

  get open() { return !this.box.hidden; }

  // answers: [[words, act], …]; the last button, `none`, writes nothing.
  put(at, text, answers, none, refused = () => {}) {
    this.acts = [...answers.map(([, act]) => act), refused];
    this.text.textContent = text;
    this.row.replaceChildren(...[...answers.map(([words]) => words), none].map((words, i) => button(words, i, answers.length)));
    this.grid.select(...at, { focus: false });
    this.box.hidden = false;
    this.place(this.grid.td);
    this.row.firstElementChild.focus({ preventScroll: true });
    return true;
  }

  // Under the row, or over it near the bottom of the table.
  place(td) {
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    const frame = this.root.getBoundingClientRect();
    const cell = td.getBoundingClientRect();
    const fits = cell.bottom + 6 + this.box.offsetHeight < frame.bottom - 8;
    this.box.style.top = `${Math.max(8, (fits ? cell.bottom + 6 : cell.top - this.box.offsetHeight - 6) - frame.top)}px`;
    this.box.style.left = `${Math.max(8, Math.min(cell.left - frame.left - 40, frame.width - this.box.offsetWidth - 8))}px`;
  }

  close() { this.box.hidden = true; }

  answer(i) {
    this.close();
    this.grid.select(...this.grid.at);
    this.acts[i]();
  }

  key(event) {
    const buttons = [...this.row.children];
    const at = buttons.indexOf(document.activeElement);
    const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.code];
    if (event.code === "Escape") this.answer(buttons.length - 1);
    else if (by) buttons[(at + by + buttons.length) % buttons.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  click(event) {
    const i = [...this.row.children].indexOf(event.target.closest("button"));
    if (i >= 0) this.answer(i);
  }
}

function button(words, i, last) {
  const one = Object.assign(document.createElement("button"), { type: "button", className: i ? "btn sm" : "btn sm primary", textContent: words });
  const hint = i === 0 ? "Enter" : i === last ? "Esc" : "";
  if (hint) {
    const kbd = Object.assign(document.createElement("kbd"), { textContent: hint });
    kbd.setAttribute("aria-hidden", "true");
    one.append(kbd);
  }
  return one;
}
