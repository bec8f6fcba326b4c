// Kind, topic and homework of a lesson, saved as operations when a field is left or after a pause in typing.

import { attach as showLoad, chosen } from "./load.js";

const PAUSE_MS = 1500;
const FIELDS = { work_type: "record", checked: "record", received: "record", work_topic: "record", topic: "record", plan_topic: "record", plan_note: "record", lesson_comment: "record", homework: "homework", due_on: "homework", minutes: "homework", for_student: "homework", not_set: "homework" };
const OF_KIND = { work_type: "work_type", checked: "checked", received: "received", work_topic: "work_topic", topic: "topic", plan_topic: "topic", plan_note: "topic", lesson_comment: "lesson_comment", homework: "homework", due_on: "homework", minutes: "homework", for_student: "homework", not_set: "homework" };

export class LessonForm {
  constructor({ form, panel, lesson }) {
    Object.assign(this, { form, panel, lesson });
    this.timers = {};
    this.sent = { topic: form.elements.topic.dataset.written, homework: form.elements.homework?.value, lesson_comment: form.elements.lesson_comment.value.trim() };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("change", (event) => this.changed(event.target.name));
    form.addEventListener("input", (event) => this.typed(event.target.name));
    form.addEventListener("keydown", (event) => this.key(event));
    showLoad(form);
    const take = form.querySelector('[data-lp="take-topic"]');
    if (take) take.hidden = false;
  }

  get dirty() { return Object.keys(this.timers).length > 0; }

  base(name) { return Number(this.form.elements[name].value); }
  setBase(name, version) { this.form.elements[name].value = version; }

  typed(name) {
    if (!["topic", "homework", "lesson_comment"].includes(name)) return;
    if (name === "topic") this.form.elements.topic.classList.remove("draft");
    const kind = OF_KIND[name];
    clearTimeout(this.timers[kind]);
    this.timers[kind] = setTimeout(() => this.changed(name), PAUSE_MS);
  }

  changed(name) {
    const kind = OF_KIND[name];
    if (!kind) return;
    clearTimeout(this.timers[kind]);
    delete this.timers[kind];
    const body = this[kind](name);
    if (body) this.send(kind, FIELDS[name], body);
  }

  work_type() { return { value: this.form.elements.work_type.value }; }
  checked() { return { value: this.form.elements.checked.value }; }
  work_topic() { return { value: this.form.elements.work_topic.value }; }
  received() { return { value: this.form.elements.received.value }; }

  topic(name) {
    const { topic, plan_topic: plan, plan_note: note } = this.form.elements;
    if (name === "topic" && topic.value.trim() === this.sent.topic) return null;
    if (name !== "topic" && topic.classList.contains("draft")) return null;
    this.sent.topic = topic.value.trim();
    const own = plan && !plan.checked;
    return { value: topic.value, plan_topic: !own && plan && topic.value.trim() ? Number(plan.value) : null, ...(own ? { comment: note.value } : {}) };
  }

  homework(name) {
    const { homework, due_on: due, minutes, not_set: notSet } = this.form.elements;
    const text = homework.value.trim();
    if (name === "not_set" && notSet.checked && text) {
      notSet.checked = false;
      this.say("homework", "Сначала сотрите задание", true);
      return null;
    }
    if (name === "homework" && text === this.sent.homework) return null;
    if (["due_on", "minutes", "for_student"].includes(name) && !text) return null;
    if (text) notSet.checked = false;
    this.sent.homework = text;
    return { value: homework.value, due_on: text && due.value ? due.value : null, minutes: Number(minutes.value), students: chosen(this.form), not_set: notSet.checked };
  }

  lesson_comment() {
    const text = this.form.elements.lesson_comment.value.trim();
    if (text === this.sent.lesson_comment) return null;
    this.sent.lesson_comment = text;
    return { value: text };
  }

  takeTopic() {
    this.form.elements.topic.classList.remove("draft");
    this.changed("topic");
  }

  send(kind, row, body) {
    this.panel.queue.add({
      key: `${this.lesson}:${row}`,
      body: { kind, lesson: this.lesson, ...body },
      version: () => this.base(`${row}_base`),
      state: (state) => this.say(kind, { saving: "сохраняю…", queued: "ждёт связи" }[state] ?? ""),
      done: (result) => this.answer(kind, row, result, body),
    });
  }

  answer(kind, row, result, body) {
    if (result.status === "conflict") return this.conflict(kind, row, result, body);
    if (result.status !== "applied" && result.status !== "repeated") {
      const words = [result.message, result.clause].filter(Boolean).join(", ");
      this.panel.voice.warn(words);
      return this.say(kind, words, true);
    }
    this.setBase(`${row}_base`, result.version);
    this.say(kind, result.message || "сохранено", Boolean(result.message));
    if (result.message) this.panel.voice.warn(result.message);
    if (kind === "work_type") this.panel.kindChanged();
    return this.panel.touch(this.lesson);
  }

  // Two records of one thing: both are shown, the person chooses.
  conflict(kind, row, result, body) {
    const { value, version, by } = result.current;
    this.setBase(`${row}_base`, version);
    const box = this.say(kind, `Пока вы писали, здесь записано: «${value}» (${by}). `, true);
    box.append(
      button("Оставить это", () => this.keep(kind, value)),
      button("Записать моё", () => this.send(kind, row, body)),
    );
    this.panel.voice.warn("Две записи об одном: выберите в панели урока");
  }

  keep(kind, value) {
    if (kind === "work_type") return this.panel.touch(this.lesson);
    this.form.elements[kind].value = value;
    this.sent[kind] = value;
    return this.say(kind, "");
  }

  say(kind, text, bad = false) {
    const box = this.form.querySelector(`[data-state="${kind === "homework" ? kind : "topic"}"]`);
    box.classList.toggle("bad", bad);
    box.textContent = text;
    return box;
  }

  // Enter in the topic and Ctrl+Enter anywhere write and go back to the cell.
  key(event) {
    const enter = event.key === "Enter" && (event.ctrlKey || event.target.name === "topic");
    if (!enter) return;
    event.preventDefault();
    this.form.elements.topic.classList.toggle("draft", false);
    this.changed(event.target.name);
    this.panel.root.dispatchEvent(new CustomEvent("lesson:left"));
  }
}

function button(text, act) {
  const one = Object.assign(document.createElement("button"), { type: "button", className: "btn sm", textContent: text });
  one.addEventListener("click", act);
  return one;
}
