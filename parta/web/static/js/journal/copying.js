// «ДЗ в другие классы»: the page of copying, shown in the panel in place of the lesson; its forms go without a reload.

import { fragment } from "./fragment.js";

const WAIT_MS = 100;
const PATIENCE = 30;

export class Copying {
  constructor({ panel }) {
    this.panel = panel;
    this.box = Object.assign(document.createElement("div"), { className: "jr-ed", hidden: true });
    this.box.addEventListener("submit", (event) => this.submit(event));
    this.box.addEventListener("click", (event) => event.target.closest("[data-copy]") && this.leave());
  }

  // What is being typed is saved first: that is what will be copied.
  async open(lesson, url) {
    document.activeElement.blur();
    for (let i = 0; i < PATIENCE && this.panel.queue.size; i += 1) await new Promise((go) => { setTimeout(go, WAIT_MS); });
    await this.show(url);
  }

  async show(url, body = null) {
    const found = await fragment(url, body ? { method: "POST", body } : {});
    if (!found) return this.panel.voice.warn("Не получилось: проверьте связь и повторите. Ничего не скопировано");
    this.box.replaceChildren(...found);
    this.box.hidden = false;
    this.panel.root.dataset.details = "open";
    this.panel.dock(this.box);
    return this.box.querySelector("h2").focus();
  }

  submit(event) {
    event.preventDefault();
    this.show(event.target.action, new FormData(event.target));
  }

  close() {
    if (this.box.hidden) return;
    this.box.hidden = true;
    this.panel.root.dataset.details = "closed";
  }

  leave() { this.panel.root.dispatchEvent(new CustomEvent("lesson:left")); }
}
