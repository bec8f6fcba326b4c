// One line above the grid: everything is saved, or what is not and why. Spoken only when it matters, and after a pause.

import { records, waitingWords } from "../offline/words.js";

export { records };

const PAUSE_MS = 2500;

export class Status {
  constructor(box, table, voice) {
    Object.assign(this, { box, table, voice });
    this.timer = 0;
    this.state = "";
    if (box) box.hidden = false;
  }

  show(queue) {
    if (!this.box) return;
    const [dot, text, signIn] = this.words(queue);
    this.box.querySelector(".dot").className = `dot ${dot}`;
    this.box.querySelector("[data-words]").textContent = text;
    this.box.querySelector("[data-sign-in]").hidden = !signIn;
    const stuck = this.box.querySelector("[data-stuck]");
    stuck.hidden = !queue.stuckCount;
    stuck.textContent = `Не дошло: ${records(queue.stuckCount)}`;
    this.speak(dot, text, queue.kept);
  }

  words(queue) {
    const n = queue.size;
    if (n && queue.trouble) {
      const { text, signIn } = waitingWords({ waiting: n, trouble: queue.trouble, kept: queue.kept });
      return ["warn", text, signIn];
    }
    if (n || queue.unwritten.length) return ["busy", "Сохраняю…"];
    const [conflicts, asked, errors] = this.marked();
    if (conflicts) return ["bad", `Конфликт: ${records(conflicts)}`];
    if (asked) return ["bad", `Нужна причина: ${records(asked)}`];
    if (errors) return ["bad", `Не записано: ${errors}`];
    return queue.stuckCount ? ["bad", "Остальное сохранено"] : ["", "Всё сохранено"];
  }

  // Cells with a conflict, with a question, refused: one walk over thousands of cells.
  marked() {
    const found = [...this.table.querySelectorAll(".st-conflict, .st-reason, .st-error, .st-locked")];
    const conflicts = found.filter((td) => td.classList.contains("st-conflict")).length;
    const asked = found.filter((td) => td.classList.contains("st-reason")).length;
    return [conflicts, asked, found.length - conflicts - asked];
  }

  speak(dot, text, kept) {
    if (dot === this.state) return;
    const before = this.state;
    this.state = dot;
    clearTimeout(this.timer);
    if (dot === "warn") this.voice.warn(kept ? `${text}. Работайте дальше: записи уйдут сами` : text);
    else if (!dot && before) this.timer = setTimeout(() => this.voice.say(text), PAUSE_MS);
  }
}
