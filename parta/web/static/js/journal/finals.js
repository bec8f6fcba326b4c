// The last column of the journal: Enter takes the proposal and goes down. Any other mark is given on its own page,
// where its reason is written.

import { uuid } from "../uuid.js";
import { digitOf } from "./keymap.js";
import { toast } from "../toast.js";

export class Finals {
  constructor({ root, board, grid, voice }) {
    const heads = [...board.table.querySelectorAll("thead .fn")];
    this.head = heads.at(-1);
    if (!this.head?.classList.contains("near")) return;
    Object.assign(this, { root, board, grid, voice });
    this.page = this.head.querySelector("a").href;
    this.place = this.head.dataset.final;
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
    else if (!offer.proposed) this.elsewhere(r, "прогноза нет");
    else await this.send(r, offer, offer.proposed);
  }

  async own(r, value) {
    await this.load();
    if (!this.offers || this.offers.refusal) return;
    const offer = this.of(r);
    if (offer?.is_open && offer.proposed === value) {
      this.go(r + 1);
      await this.send(r, offer, value);
    } else this.elsewhere(r, `не по прогнозу (${offer?.proposed || "—"})`);
  }

  elsewhere(r, why) {
    const words = `${this.board.names[r]}: ${why}. Отметку и причину записывают на странице итоговых`;
    this.voice.warn(words);
    toast(words, { text: "Открыть", act: () => location.assign(`${this.page}&student=${this.board.student(r)}`) });
  }

  async send(r, offer, value) {
    const td = this.cells[r];
    td.textContent = value;
    td.classList.remove("offer", "st-error");
    td.classList.add("st-saving", `m${value}`);
    const operation = {
      id: uuid(), course: Number(this.page.match(/courses\/(\d+)/)[1]), place: this.place,
      student: this.board.student(r), value, base: offer.version,
    };
    const answer = await this.post(operation);
    td.classList.remove("st-saving");
    if (["applied", "repeated"].includes(answer.status)) {
      Object.assign(offer, { value, version: answer.version });
      this.voice.say(`${this.board.names[r]}: ${value}`);
      return;
    }
    td.classList.remove(`m${value}`);
    td.classList.add("st-error");
    td.textContent = answer.current?.value ?? "";
    this.voice.warn(`${this.board.names[r]}: не записано. ${[answer.message, answer.clause].filter(Boolean).join(", ")}`);
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
