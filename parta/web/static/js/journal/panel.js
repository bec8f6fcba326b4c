// The lesson beside the grid: fetched once a lesson, fetched again when its entries change, and saved by itself.

import { fragment } from "./fragment.js";
import { Copying } from "./copying.js";
import { attach as attachFiles } from "../files.js";
import { LessonForm } from "./lesson_form.js";

const SETTLE_MS = 150;
const STALE_MS = 700;

export class Panel {
  // step(by): the neighbour lesson; kindChanged(): weights are others now; column: {fill(lesson, value), wipe(lesson)}.
  constructor({ root, queue, voice, step, kindChanged, column }) {
    Object.assign(this, { root, queue, voice, step, kindChanged, column });
    this.aside = root.querySelector(".jr-panel");
    this.box = root.querySelector(".jr-lesson");
    this.cache = new Map();
    this.lesson = 0;
    this.timer = 0;
    this.copying = new Copying({ panel: this });
    this.aside.addEventListener("click", (event) => this.click(event));
    this.aside.addEventListener("toggle", (event) => this.history(event.target), true);
  }

  // A box stands in the panel, covering nothing; without a panel it floats over the page.
  dock(box) {
    (this.docked ? this.aside : this.root).append(box);
    if (this.docked) box.removeAttribute("style");
    return this.docked;
  }

  get docked() { return this.aside.offsetWidth > 0; }
  get form() { return this.cache.get(this.lesson)?.form; }
  get dirty() { return [...this.cache.values()].some((one) => one.form?.dirty); }

  show(lesson) {
    clearTimeout(this.timer);
    this.wanted = lesson;
    if (lesson === this.lesson && this.cache.has(lesson)) return;
    const ready = this.cache.get(lesson);
    if (ready) this.put(lesson, ready);
    else this.timer = setTimeout(() => this.load(lesson), this.lesson ? SETTLE_MS : 0);
  }

  put(lesson, ready) {
    this.lesson = lesson;
    this.box.replaceChildren(ready.element);
  }

  async load(lesson) {
    const url = this.root.dataset.lessonUrl.replace("/0/", `/${lesson}/`) + "panel/";
    const found = await fragment(url);
    if (!found) return this.fail(lesson);
    const [element] = found;
    if (this.wanted !== lesson) return undefined;
    const form = element.querySelector("[data-record]");
    element.querySelector("[data-column]")?.removeAttribute("hidden");
    element.querySelectorAll("[data-behaviour=files]").forEach(attachFiles);
    const old = this.cache.get(lesson);
    if (old && (old.form?.dirty || old.element.contains(document.activeElement))) return old;
    const ready = { element, form: form && new LessonForm({ form, panel: this, lesson }) };
    this.cache.set(lesson, ready);
    this.put(lesson, ready);
    this.root.dispatchEvent(new CustomEvent("lesson:shown", { detail: { lesson, element } }));
    return ready;
  }

  fail(lesson) {
    this.lesson = 0;
    const text = "Панель урока не открылась. Попробуем ещё раз через несколько секунд; отметки можно ставить.";
    this.box.replaceChildren(Object.assign(document.createElement("p"), { className: "hint", textContent: text }));
    this.timer = setTimeout(() => this.load(lesson), 5000);
  }

  // Something of the lesson was written: its counts and deadlines are old. A form in use is left alone.
  touch(lesson) {
    const ready = this.cache.get(lesson);
    if (!ready) return;
    clearTimeout(ready.timer);
    ready.timer = setTimeout(() => {
      if (this.queue.size || ready.form?.dirty || ready.element.contains(document.activeElement)) return this.touch(lesson);
      if (lesson === this.lesson) this.load(lesson);
      else this.cache.delete(lesson);
      return undefined;
    }, STALE_MS);
  }

  click(event) {
    const button = event.target.closest("[data-lp]");
    const act = button?.dataset.lp;
    if (act === "previous" || act === "next") this.step(act === "next" ? 1 : -1);
    else if (act === "roll-call") this.rollCall(this.lesson);
    else if (act === "take-topic") this.form.takeTopic();
    else if (act === "fill") this.column.fill(this.lesson, button.value);
    else if (act === "wipe") this.column.wipe(this.lesson);
    else if (act === "copy" && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      this.copying.open(this.lesson, button.href);
    }
  }

  // «Кто и когда» of the column is fetched when it is unfolded.
  async history(details) {
    const box = details.open && details.querySelector("[data-column-history]");
    const url = box && box.querySelector("a")?.href;
    if (!url) return;
    const found = await fragment(url);
    if (found) box.replaceChildren(...found);
  }

  // Everybody who is not marked absent is here.
  rollCall(lesson) {
    const form = this.cache.get(lesson)?.form;
    this.queue.add({
      key: `${lesson}:record`,
      body: { kind: "roll_call", lesson, value: "1" },
      version: () => form?.base("record_base") ?? 0,
      state: () => {},
      done: (result) => {
        if (result.status !== "applied" && result.status !== "repeated") return this.voice.warn(result.message);
        form?.setBase("record_base", result.version);
        this.voice.say("Посещаемость отмечена");
        return this.touch(lesson);
      },
    });
  }

  // «Т» and «Д»: to the field, once the panel of the lesson is here; without a panel, to the lesson's own page.
  async focus(lesson, name) {
    if (!this.docked) {
      location.assign(`${this.root.dataset.lessonUrl.replace("/0/", `/${lesson}/`)}?tab=record#lp-${name}`);
      return undefined;
    }
    clearTimeout(this.timer);
    this.wanted = lesson;
    const ready = this.cache.get(lesson) ?? (await this.load(lesson));
    if (ready && lesson !== this.lesson) this.put(lesson, ready);
    const field = ready?.form?.form.elements[name];
    if (!field) return this.voice.warn(name === "homework" ? "Домашнее задание здесь не записывают" : "Этот урок вы не заполняете");
    field.focus();
    return field.setSelectionRange(field.value.length, field.value.length);
  }
}
