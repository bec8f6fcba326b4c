// «Две записи об одном»: what was written here and what was written there, and the choice.

import { cellOf } from "./cells.js";

const time = (moment) => new Date(moment).toLocaleTimeString("ru", { hour: "numeric", minute: "2-digit" });

export class Conflict {
  constructor({ root, board, grid, entry, panel, queue }) {
    Object.assign(this, { root, board, grid, entry, panel, queue });
    this.box = root.querySelector("[data-conflict]");
    this.box.addEventListener("click", (event) => this.click(event));
  }

  part(name) { return this.box.querySelector(`[data-cf="${name}"]`); }
  get open() { return !this.box.hidden; }

  // Shows itself when the cell has a conflict; says whether it did.
  show(r, c) {
    const { conflict, shown } = cellOf(this.board.cell(r, c));
    if (!conflict) return this.close();
    const about = conflict.kind === "comment";
    const mine = about ? `«${conflict.comment}»` : conflict.mine || "пусто";
    const theirs = about ? `«${conflict.value}»` : conflict.value || "пусто";
    this.part("who").textContent = `${this.board.names[r]} · ${this.board.columns[c].label}`;
    this.box.querySelector("#cf-text").textContent = `У вас: ${mine}. Тем временем ${conflict.by} пишет здесь: ${theirs}, в ${time(conflict.at)}.`;
    label(this.part("theirs"), `Оставить: ${theirs}`, conflict.by);
    label(this.part("mine"), `Поставить: ${mine}`, "моя запись");
    const both = !about && conflict.slot > 0 && conflict.mine && conflict.value && !shown.value[3 - conflict.slot];
    this.part("both").hidden = !both;
    label(this.part("both"), `Обе: ${conflict.value}/${conflict.mine}`, "");
    this.box.hidden = false;
    this.root.dataset.details = "open";
    this.panel.dock(this.box);
    this.part("mine").focus();
    return true;
  }

  close() {
    const was = this.open;
    this.box.hidden = true;
    if (was) this.root.dataset.details = "closed";
    return false;
  }

  click(event) {
    const choice = event.target.closest("[data-cf]")?.dataset.cf;
    if (!["theirs", "mine", "both"].includes(choice)) return;
    const [r, c] = this.grid.at;
    const { conflict, shown, known } = cellOf(this.board.cell(r, c));
    const { slot, kind } = conflict;
    const comment = shown.comment[slot];
    this.close();
    this.queue.dismiss(`${this.board.columns[c].lesson}:${this.board.student(r)}:${slot}`);
    this.entry.resolve(r, c, choice);
    // a comment written to my mark meanwhile goes with it
    if (choice === "mine" && kind !== "comment" && comment !== known.comment[slot]) this.entry.write([{ r, c, slot, comment }]);
    this.grid.select(r, c);
  }
}

function label(button, text, small) {
  button.textContent = text;
  if (small) button.append(Object.assign(document.createElement("small"), { textContent: small }));
}
