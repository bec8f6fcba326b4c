// The lesson on a phone: counts the absent, and gives marks one tap a pupil without a reload.

import { isAway, learnSigns } from "./cells.js";
import { Queue } from "./operations.js";
import { waitingWords } from "../offline/words.js";

export function attach(box) {
  learnSigns(box.dataset.signs);
  if (box.matches("form")) attachAbsent(box);
  else new Marks(box);
}

function attachAbsent(form) {
  const boxes = [...form.querySelectorAll("[name=absent]")];
  const codeOf = (one) => form.elements[`code-${one.value}`].value;
  const nameOf = (one) => one.closest("label").querySelector(".nm").firstChild.data.trim().split(" ")[0];
  const list = form.querySelector("[data-absent]");
  const count = () => {
    const checked = boxes.filter((one) => one.checked);
    const away = checked.filter((one) => isAway(codeOf(one)));
    form.querySelector("[data-present]").textContent = boxes.length - away.length;
    form.querySelector("[data-done]").textContent = away.length ? `Готово: отсутствуют ${away.length}` : "Готово: все на месте";
    const names = checked.map((one) => (codeOf(one) === "н" ? nameOf(one) : `${nameOf(one)} (${codeOf(one)})`));
    list.textContent = names.length ? `Нет: ${names.join(", ")}` : "";
    list.hidden = !names.length;
  };
  form.addEventListener("change", count);
  count();
}

class Marks {
  constructor(box) {
    this.box = box;
    this.form = box.querySelector("#mark-form");
    this.status = box.querySelector("[data-save]");
    this.question = box.querySelector("[data-question]");
    this.lesson = Number(box.dataset.lesson);
    this.pupils = [...box.querySelectorAll("[data-student]")];
    this.work = box.querySelector("[name=work_type]");
    this.second = box.querySelector("[name=slot]");
    this.reason = box.querySelector("[name=reason]");
    this.current = this.pupils.find((one) => one.matches(".cur"));
    const heading = document.querySelector(".ls-head h1, h1")?.textContent ?? "";
    this.queue = new Queue({ changed: () => this.queue && this.say(), describe: (body) => `${heading} · ${this.nameOf(body.student)}` });
    for (const one of this.pupils) {
      one.versions = one.dataset.versions.split(" ").map(Number);
      one.marks = [0, 1, 2].map((slot) => this.chip(one, slot)?.textContent ?? "");
    }
    box.querySelector("[data-skip]").hidden = false;
    box.addEventListener("click", (event) => this.click(event));
    window.addEventListener("beforeunload", (event) => this.queue.safe || event.preventDefault());
    this.current.scrollIntoView({ block: "center" });
    this.queue.restore(({ body }) => (body.lesson === this.lesson && body.kind !== "comment" ? this.left(body) : null));
  }

  // What an earlier page has left unsent.
  left({ student, kind, slot, value }) {
    const pupil = this.pupils.find((one) => Number(one.dataset.student) === student);
    if (!pupil) return null;
    const at = kind === "attendance" ? 0 : slot;
    this.paint(pupil, at, value);
    return { state: (state) => pupil.classList.toggle("st-queued", state === "queued"), done: (result, body) => this.answer(pupil, at, result, body) };
  }

  nameOf(student) {
    return this.pupils.find((one) => Number(one.dataset.student) === student)?.querySelector(".nm").firstChild.data.trim() ?? "";
  }

  say(text = "") {
    const n = this.queue.size;
    this.status.hidden = false;
    this.status.classList.toggle("bad", Boolean(text));
    if (text) this.status.textContent = text;
    else if (n && this.queue.trouble) this.status.textContent = waitingWords({ waiting: n, trouble: this.queue.trouble, kept: this.queue.kept }).text;
    else if (n) this.status.textContent = "Сохраняю…";
    else if (!this.box.querySelector(".st-error, .st-reason")) this.status.textContent = "Всё сохранено";
  }

  click(event) {
    const answer = event.target.closest("[data-answer]");
    if (answer) return this.answered(answer.dataset.answer);
    const pupil = event.target.closest("[data-student]");
    const key = event.target.closest(".key");
    if (!pupil && !key) return;
    event.preventDefault();
    if (pupil) return this.pick(pupil);
    return this.press(key.name, key.value);
  }

  press(name, value) {
    if (name && this.doubted(name, value)) return undefined;
    if (name === "mark" && this.away()) return this.ask(value);
    if (name === "erase") this.erase();
    else if (name === "mark") this.put(this.second.checked ? 2 : 1, value);
    else if (name === "absence") this.put(0, value);
    if (name !== "erase") this.next();
    return undefined;
  }

  // Another lesson is going on by the timetable: the first entry of a visit is asked about once.
  doubted(name, value) {
    const { doubt } = this.box.dataset;
    if (!doubt) return false;
    this.box.dataset.doubt = "";
    this.inquire(doubt, "Да, записать сюда", "", () => this.press(name, value));
    return true;
  }

  // «later» does what was asked about; `here` is the second answer, "" for none.
  inquire(text, later, here, act) {
    const [first, second] = this.question.querySelectorAll("[data-answer]");
    this.question.querySelector("p").textContent = text;
    Object.assign(first, { textContent: later });
    Object.assign(second, { textContent: here, hidden: !here });
    this.act = act;
    this.question.hidden = false;
    first.focus();
  }

  next() { this.pick(this.pupils[this.pupils.indexOf(this.current) + 1] ?? this.current); }

  // The sign of a missed lesson without a mark yet, or "": a mark here is asked about once.
  away() {
    const code = this.chip(this.current, 0)?.textContent ?? "";
    return isAway(code) && !this.chip(this.current, 1) && !this.chip(this.current, 2) ? code : "";
  }

  ask(value) {
    const write = (choice) => {
      if (choice === "here") this.put(0, "");
      this.put(1, value);
      this.next();
    };
    this.inquire(`Ученика не было: поставить ${value} за работу, сданную позже?`, `Поставить «${this.away()} ${value}»`, `Был на уроке: ${value}`, write);
  }

  answered(choice) {
    this.question.hidden = true;
    if (choice !== "none") this.act(choice);
  }

  pick(pupil) {
    this.question.hidden = true;
    this.current.classList.remove("cur");
    this.current.removeAttribute("aria-current");
    this.current = pupil;
    pupil.classList.add("cur");
    pupil.setAttribute("aria-current", "true");
    pupil.scrollIntoView({ block: "center" });
    const word = this.box.querySelector("[data-word]");
    word.href = word.href.replace(/pupils\/\d+\//, `pupils/${pupil.dataset.student}/`);
    this.box.querySelector("[data-who]").textContent = pupil.querySelector(".nm").firstChild.data.trim();
  }

  chip(pupil, slot) {
    return pupil.querySelector(slot ? `.vals [data-slot="${slot}"]` : ".vals .abs");
  }

  erase() {
    const pupil = this.current;
    for (const slot of [0, 1, 2]) if (this.chip(pupil, slot)) this.put(slot, "");
  }

  put(slot, value) {
    const pupil = this.current;
    this.paint(pupil, slot, value);
    const student = Number(pupil.dataset.student);
    const body = slot ? { kind: "mark", slot, value } : { kind: "attendance", value };
    if (slot && value) body.work_type = this.work.value;
    if (slot && this.reason.value.trim()) body.reason = this.reason.value.trim();
    this.second.checked = false;
    this.queue.add({
      key: `${student}:${slot}`,
      body: { lesson: this.lesson, student, ...body },
      version: () => pupil.versions[slot],
      state: (state) => pupil.classList.toggle("st-queued", state === "queued"),
      done: (result, sent) => this.answer(pupil, slot, result, sent),
    });
  }

  // The deadline has passed: the mark stays as it was until the key is pressed again with a reason.
  askReason(pupil, slot, result) {
    this.paint(pupil, slot, pupil.marks[slot]);
    this.pick(pupil);
    pupil.classList.add("st-reason");
    this.reason.closest("[data-reason]").hidden = false;
    this.reason.focus();
    this.say(`${[result.message, result.clause].filter(Boolean).join(", ")}. Потом нажмите отметку ещё раз`);
  }

  paint(pupil, slot, value) {
    this.chip(pupil, slot)?.remove();
    if (!value) return;
    const chip = Object.assign(document.createElement("b"), { className: slot ? `mk m${value}` : "mk abs", textContent: value });
    if (slot) chip.dataset.slot = slot;
    pupil.querySelector(".vals")[slot ? "append" : "prepend"](chip);
  }

  answer(pupil, slot, result, body) {
    pupil.classList.remove("st-queued", "st-error", "st-reason");
    if (result.status === "applied" || result.status === "repeated") {
      pupil.versions[slot] = result.version;
      pupil.marks[slot] = body.value;
      if (body.reason) this.reason.value = "";
      if (result.average !== undefined) pupil.querySelector("small").textContent = result.average || "отметок пока нет";
      return;
    }
    if (result.status === "needs_reason") return this.askReason(pupil, slot, result);
    pupil.classList.add("st-error");
    const name = pupil.querySelector(".nm").firstChild.data.trim();
    if (result.status !== "conflict") return this.say([`${name}: ${result.message}`, result.clause].filter(Boolean).join(", "));
    pupil.versions[slot] = result.current.version;
    this.paint(pupil, slot, result.current.value);
    this.say(`${name}: здесь уже стоит «${result.current.value || "пусто"}», ${result.current.by}. Нажмите ещё раз, чтобы заменить`);
  }
}
