// One line above the grid: everything is saved, or what is not and why. Spoken only when it matters, and after a pause.

const PAUSE_MS = 2500;

export function records(n) {
  const tail = n % 100;
  if (tail > 10 && tail < 15) return `${n} записей`;
  return `${n} ${{ 1: "запись", 2: "записи", 3: "записи", 4: "записи" }[n % 10] ?? "записей"}`;
}

const waits = (n) => (n % 10 === 1 && n % 100 !== 11 ? "ждёт" : "ждут");

export class Status {
  constructor(box, table, voice) {
    Object.assign(this, { box, table, voice });
    this.timer = 0;
    this.state = "";
    if (box) box.hidden = false;
  }

  show(queue) {
    if (!this.box) return;
    const [dot, text] = this.words(queue);
    this.box.querySelector(".dot").className = `dot ${dot}`;
    this.box.lastElementChild.textContent = text;
    this.speak(dot, text);
  }

  words(queue) {
    const n = queue.size;
    if (n && queue.trouble === "signin") return ["warn", `Вход закончился, ${records(n)} ${waits(n)}: войдите в соседней вкладке`];
    if (n && queue.trouble) return ["warn", `${records(n)} ${waits(n)} связи`];
    if (n) return ["busy", "Сохраняю…"];
    const conflicts = this.table.querySelectorAll(".st-conflict").length;
    if (conflicts) return ["bad", `Конфликт: ${records(conflicts)}`];
    const errors = this.table.querySelectorAll(".st-error").length;
    if (errors) return ["bad", `Не записано: ${errors}`];
    return ["", "Всё сохранено"];
  }

  speak(dot, text) {
    if (dot === this.state) return;
    const before = this.state;
    this.state = dot;
    clearTimeout(this.timer);
    if (dot === "warn") this.voice.warn(`${text}. Работайте дальше: записи хранятся на этой странице и уйдут сами`);
    else if (!dot && before) this.timer = setTimeout(() => this.voice.say(text), PAUSE_MS);
  }
}
