// The last column of the journal: Enter takes the proposal and goes down; another mark is a digit, and its reason is asked
// at the cell.

import { uuid } from "../uuid.js";
import { FinalReason } from "./final_reason.js";
import { digitOf } from "./keymap.js";

export class Finals {
  constructor({ root, board, grid, voice }) {
    const heads = [...board.table.querySelectorAll("thead .fn")];
    this.head = heads.at(-1);
    if (!this.head?.classList.contains("near")) return;
    Object.assign(this, { root, board, grid, voice });
    this.page = this.head.querySelector("a").href;
    this.place = this.head.dataset.final;
    this.reason = new FinalReason(root);
    this.cells = board.rows.map((row) => row.querySelector(`.fn[data-final="${this.place}"]`));
    for (const td of this.cells) td.tabIndex = -1;
    board.table.addEventListener("keydown", (event) => this.key(event), { capture: true });
    board.table.addEventListener("click", (event) => {
      const r = this.cells.indexOf(event.target.closest("tbody .fn"));
      if (r >= 0) this.go(r);
    });
  }

  // Before the grid: from its last lesson to the right, and everything inside the column.
  key(event) {
    const r = this.cells.indexOf(event.target);
    if (r < 0) {
      const [row, column] = this.grid.at;
      const edge = event.code === "ArrowRight" && column === this.board.columns.length - 1 && event.target.matches("td");
      if (!edge || event.shiftKey || event.ctrlKey) return;
      this.take(event);
      this.go(row);
      return;
    }
    if (event.code === "Tab") return;
    event.stopImmediatePropagation();
    if (!event.ctrlKey && !event.altKey && !event.metaKey && this.inside(event.code, r)) event.preventDefault();
  }

  inside(code, r) {
    if (code === "ArrowDown") this.go(r + 1);
    else if (code === "ArrowUp") this.go(r - 1);
    else if (code === "ArrowLeft" || code === "Escape") this.grid.select(r, this.board.columns.length - 1);
    else if (code === "Enter" || code === "NumpadEnter") this.accept(r);
    else if (digitOf(code)) this.own(r, digitOf(code));
    else return false;
    return true;
  }

  take(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  go(row) {
    const r = Math.max(0, Math.min(row, this.cells.length - 1));
    this.cells[r].focus({ preventScroll: true });
    this.cells[r].scrollIntoView({ block: "nearest", inline: "nearest" });
    this.load();
  }

  // Proposals are asked for once, when the column is first entered.
  load() {
    this.loading ??= this.fetch();
    return this.loading;
  }

  async fetch() {
    const [base, asked] = this.page.split("?");
    const response = await fetch(`${base}offers/?${asked}`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!response?.ok) {
      this.loading = null;
      return this.voice.warn("Прогноз не загрузился: проверьте связь");
    }
    this.offers = await response.json();
    if (this.offers.refusal) return this.voice.warn(this.offers.refusal);
    for (const [r, td] of this.cells.entries()) {
      const offer = this.of(r);
      if (!offer?.is_open || td.textContent) continue;
      td.dataset.proposed = offer.proposed;
      td.classList.add("offer");
    }
    return undefined;
  }

  of(r) {
    return this.offers.pupils[this.board.student(r)];
  }

  async accept(r) {
    this.go(r + 1);
    await this.load();
    const td = this.cells[r];
    if (td.textContent || !this.offers) return;
    const offer = this.of(r);
    if (this.offers.refusal) this.voice.warn(this.offers.refusal);
    else if (!offer?.is_open) this.voice.say(`${this.board.names[r]}: отметка здесь не ставится`);
    else if (!offer.proposed) this.voice.warn(`${this.board.names[r]}: прогноза нет, поставьте отметку сами`);
    else await this.send(r, offer, offer.proposed);
  }

  async own(r, value) {
    await this.load();
    if (!this.offers) return;
    const offer = this.of(r);
    if (this.offers.refusal) this.voice.warn(this.offers.refusal);
    else if (!offer?.is_open) this.voice.say(`${this.board.names[r]}: отметка здесь не ставится`);
    else if (offer.value === value) this.go(r + 1);
    else if (!offer.value && offer.proposed !== value) this.ask(r, offer, value, { text: departure(offer, value), kind: "departure" });
    else {
      this.go(r + 1);
      await this.send(r, offer, value);
    }
  }

  // The mark is seen in its cell while its reason is being written.
  ask(r, offer, value, question) {
    const td = this.cells[r];
    this.paint(td, value);
    td.classList.add("asking");
    td.scrollIntoView({ block: "nearest", inline: "nearest" });
    const name = this.board.names[r];
    const after = () => td.classList.remove("asking");
    this.reason.ask(td, {
      ...question,
      text: `${name}. ${question.text}`,
      write: (reason) => {
        after();
        this.go(r + 1);
        this.send(r, offer, value, reason);
      },
      refused: () => {
        after();
        this.paint(td, offer.value);
        this.go(r);
      },
    });
  }

  paint(td, value) {
    td.textContent = value;
    td.classList.remove("offer", "st-error", ...[...td.classList].filter((one) => /^m\d/.test(one)));
    if (value) td.classList.add(`m${value}`);
    else if (td.dataset.proposed) td.classList.add("offer");
  }

  async send(r, offer, value, reason = "") {
    const td = this.cells[r];
    const name = this.board.names[r];
    this.paint(td, value);
    td.classList.add("st-saving");
    const answer = await this.post({
      id: uuid(), course: Number(this.page.match(/courses\/(\d+)/)[1]), place: this.place,
      student: this.board.student(r), value, reason, base: offer.version,
    });
    td.classList.remove("st-saving");
    if (["applied", "repeated"].includes(answer.status)) {
      Object.assign(offer, { value, version: answer.version });
      this.voice.say(`${name}: ${value}`);
      return;
    }
    const why = [answer.message, answer.clause].filter(Boolean).join(", ");
    if (answer.status === "needs_reason") {
      this.voice.warn(`${name}: ${why}`);
      this.ask(r, offer, value, { text: answer.message, clause: answer.clause, kind: offer.value ? "correction" : "departure" });
      return;
    }
    if (answer.current) Object.assign(offer, { value: answer.current.value, version: answer.version });
    this.paint(td, offer.value);
    td.classList.add("st-error");
    this.voice.warn(`${name}: не записано. ${why}`);
  }

  async post(operation) {
    try {
      const response = await fetch("/finals/operations/", {
        method: "POST",
        headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ operations: [operation] }),
      });
      return (await response.json()).results?.[0] ?? { message: "сервер не принял отметку" };
    } catch {
      return { message: "нет связи, повторите позже" };
    }
  }
}

function token() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
}

function departure({ proposed, mean }, value) {
  return proposed ? `Прогноз ${proposed}${mean ? ` (${mean})` : ""}, вы ставите ${value}: почему?` : `Прогноза нет, вы ставите ${value}: на чём она основана?`;
}
