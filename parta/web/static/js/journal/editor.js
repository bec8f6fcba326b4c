// Details of a cell: mark, absence, what for, second mark, comment, who and when. It follows the selection and covers no cell.

import { OWED, cellOf, notesOf } from "./cells.js";
import { fragment } from "./fragment.js";

export class Editor {
  constructor({ root, board, grid, entry, panel }) {
    Object.assign(this, { root, board, grid, entry, panel });
    this.box = root.querySelector("[data-editor]");
    this.at = null;
    this.about = 1; // which of two marks «за что» and the comment are about
    this.timer = 0;
    this.box.addEventListener("click", (event) => this.click(event));
    this.box.addEventListener("change", (event) => this.change(event));
    root.addEventListener("lesson:shown", (event) => this.kinds(event.detail.element));
  }

  part(name) { return this.box.querySelector(`[data-ed="${name}"]`); }
  get open() { return !this.box.hidden; }
  get cell() { return cellOf(this.board.cell(...this.at)); }

  // «За что»: the kinds of work come with the panel of a lesson.
  kinds(panel) {
    const select = this.part("work");
    const options = panel.querySelectorAll('[name="work_type"] option');
    if (!select || select.options.length > 1 || !options.length) return;
    for (const option of options) select.add(new Option(option.textContent, option.value));
    if (this.open) select.value = this.cell.shown.work[this.about];
  }

  show(field) {
    this.box.hidden = false;
    this.root.dataset.details = "open";
    this.follow(...this.grid.at);
    this.panel.show(this.board.columns[this.at[1]].lesson);
    if (!this.panel.dock(this.box)) this.float();
    const pressed = this.box.querySelector('[data-slot="1"] [aria-pressed="true"]');
    const target = field ? this.part(field) : pressed ?? this.box.querySelector("button[aria-pressed]") ?? this.part("close");
    target?.focus();
  }

  close() {
    if (!this.open) return false;
    this.box.hidden = true;
    this.root.dataset.details = "closed";
    return true;
  }

  // Without a panel it floats under the row, or over it near the bottom.
  float() {
    const frame = this.root.getBoundingClientRect();
    const td = this.grid.td.getBoundingClientRect();
    const below = td.bottom + 6;
    const fits = below + this.box.offsetHeight < frame.bottom - 8;
    this.box.style.top = `${Math.max(8, (fits ? below : td.top - this.box.offsetHeight - 6) - frame.top)}px`;
    this.box.style.left = `${Math.max(8, Math.min(td.right - frame.left + 8, frame.width - this.box.offsetWidth - 8))}px`;
  }

  follow(r, c) {
    if (!this.at || this.at[0] !== r || this.at[1] !== c) this.about = 1;
    this.at = [r, c];
    if (this.open) this.fill();
  }

  fill() {
    const [r, c] = this.at;
    const { shown, refusal } = this.cell;
    this.box.querySelector("h2").textContent = this.board.names[r];
    const average = this.board.average(r).textContent;
    const notes = this.part("notes");
    notes.href = notes.href.replace(/pupils\/\d+\/notes\/.*$/, `pupils/${this.board.student(r)}/notes/?lesson=${this.board.columns[c].lesson}`);
    this.part("when").textContent = [this.board.columns[c].label, average && `ср. ${average}`].filter(Boolean).join(" · ");
    this.part("refusal").hidden = !refusal;
    this.part("why").textContent = refusal ? [refusal.message, refusal.clause].filter(Boolean).join(", ") : "";
    for (const group of this.box.querySelectorAll("[data-slot]")) {
      const value = shown.value[Number(group.dataset.slot)];
      for (const button of group.querySelectorAll("[aria-pressed]")) {
        button.setAttribute("aria-pressed", String((button.dataset.mark ?? button.dataset.absence) === value));
      }
    }
    this.details(shown);
    this.history();
  }

  details({ value, comment, work }) {
    const second = this.box.querySelector('[data-slot="2"]');
    if (second) second.hidden = !value[2];
    if (this.part("second")) this.part("second").hidden = Boolean(value[2]) || !value[1];
    this.about = value[this.about] ? this.about : value[1] ? 1 : value[2] ? 2 : 0;
    this.which(value);
    if (this.part("work")) this.part("work").value = work[this.about];
    this.flags();
    const field = this.part("comment");
    if (field && field !== document.activeElement) field.value = comment[this.about];
  }

  // «Не учитывать» and «пересдача» are about a mark that is there.
  flags() {
    const { shown } = this.cell;
    const mark = this.about && shown.value[this.about] !== OWED;
    if (!this.part("flags")) return;
    this.move?.show(...this.at, this.about);
    this.part("flags").hidden = !mark;
    this.part("out").checked = Boolean(shown.out[this.about]);
    this.part("resit").checked = false;
    this.part("note").textContent = this.about ? notesOf(shown, this.about) : "";
  }

  // With two marks in the cell: «о первой: 5», «о второй: 4».
  which(value) {
    const box = this.part("which");
    if (!box) return;
    box.hidden = !(value[1] && value[2]);
    for (const button of box.children) {
      const slot = Number(button.dataset.about);
      button.textContent = `${slot === 1 ? "о первой" : "о второй"}: ${value[slot]}`;
      button.setAttribute("aria-pressed", String(slot === this.about));
    }
  }

  history() {
    clearTimeout(this.timer);
    const [r, c] = this.at;
    const box = this.part("history");
    box.textContent = "";
    const { lesson } = this.board.columns[c];
    const url = this.root.dataset.historyUrl.replace("lessons/0/", `lessons/${lesson}/`).replace("students/0/", `students/${this.board.student(r)}/`);
    this.timer = setTimeout(async () => {
      const found = await fragment(url);
      if (found && this.at[0] === r && this.at[1] === c) box.replaceChildren(...found);
    }, 250);
  }

  click(event) {
    const button = event.target.closest("button");
    if (!button || button.form?.dataset.ed === "move") return;
    const [r, c] = this.at;
    const act = button.dataset.ed;
    if (button.dataset.mark !== undefined) this.mark(r, c, button);
    else if (button.dataset.absence) this.entry.absence(r, c, button.getAttribute("aria-pressed") === "true" ? "" : button.dataset.absence);
    else if (button.dataset.about) this.about = Number(button.dataset.about);
    else if (act === "second") this.secondRow();
    else if (act === "erase") this.entry.erase(r, c);
    else if (act === "revert") this.entry.revert(r, c);
    if (act === "close" || act === "done") this.root.dispatchEvent(new CustomEvent("lesson:left"));
    else if (act !== "second") this.fill();
  }

  mark(r, c, button) {
    const slot = Number(button.closest("[data-slot]").dataset.slot);
    const change = { r, c, slot, value: button.dataset.mark };
    if (slot === this.about && this.part("resit")?.checked && change.value) change.first = this.cell.shown.value[slot];
    this.entry.write([change], { mark: true });
  }

  secondRow() {
    const row = this.box.querySelector('[data-slot="2"]');
    row.hidden = false;
    row.querySelector("button").focus();
  }

  change(event) {
    const [r, c] = this.at;
    const { value } = this.cell.shown;
    const slot = this.about;
    if (event.target === this.part("out")) this.entry.write([{ r, c, slot, out: event.target.checked ? "1" : "" }], { mark: true });
    if (event.target === this.part("work")) {
      if (slot) this.entry.write([{ r, c, slot, work: event.target.value }], { mark: true, quiet: true });
      else this.entry.refuse("Сначала поставьте отметку, потом выберите, за что она");
    } else if (event.target === this.part("comment")) {
      if (value[slot]) this.entry.write([{ r, c, slot, comment: event.target.value.trim() }], { quiet: true });
      else if (event.target.value.trim()) this.entry.refuse("Комментарий пишут к отметке или пропуску: сначала поставьте их");
    }
  }
}
