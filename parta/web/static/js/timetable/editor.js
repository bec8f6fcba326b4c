// Operations on places of the week: sent one after another, painted from the answer, undone in any number.

import { elements } from "../journal/fragment.js";
import { toast } from "../toast.js";

export class Editor {
  constructor(region) {
    this.region = region;
    this.say = region.querySelector("[data-say]");
    this.undone = [];
    this.held = null; // {cell key, copy}: what Ctrl+X or Ctrl+C took
    this.first = null; // the key of the first place of a swap
    this.queue = Promise.resolve();
    this.drag();
  }

  cell(key) {
    return this.region.querySelector(`td[data-key="${key}"]`);
  }

  // The place of the class behind a cell, at the day and number of another cell.
  at(cell, target) {
    const [unit] = cell.dataset.spot.split("-");
    const [, day, number] = target.dataset.key.split("-");
    return `${unit}-${day}-${number}`;
  }

  put(cell, course) {
    return this.send({ op: "put", cell: cell.dataset.spot, seen: cell.dataset.sign, course }, "поставлено");
  }

  remove(cell) {
    if (!cell.dataset.sign) return false;
    return this.send({ op: "remove", cell: cell.dataset.spot, seen: cell.dataset.sign }, "убрано");
  }

  move(cell, target) {
    if (!target || target === cell || !cell.dataset.sign) return false;
    const to = this.at(cell, target);
    const other = this.cell(to);
    return this.send({ op: "move", cell: cell.dataset.spot, seen: cell.dataset.sign, to, ...(other ? { seen_to: other.dataset.sign } : {}) }, "перенесено");
  }

  shift(cell, target) {
    return this.move(cell, target);
  }

  copy(cell, target) {
    const to = this.region.dataset.by === "class" ? target.dataset.key : this.at(cell, target);
    return this.send({ op: "copy", cell: cell.dataset.spot, seen: cell.dataset.sign, to, seen_to: target.dataset.sign }, "скопировано");
  }

  swap(cell) {
    if (!this.first) {
      this.first = cell.dataset.key;
      cell.classList.add("swap");
      this.tell("Второе место — и ещё раз Shift+М");
      return true;
    }
    const first = this.cell(this.first);
    this.forget();
    return first === cell || this.move(first, cell);
  }

  clipboard(code, cell) {
    if (code === "KeyZ") return this.undo();
    if (code === "KeyX" || code === "KeyC") {
      if (!cell.dataset.sign) return false;
      this.forget();
      this.held = { key: cell.dataset.key, copy: code === "KeyC" };
      if (code === "KeyX") cell.classList.add("cut");
      this.tell(code === "KeyX" ? "вырезано" : "скопировано");
      return true;
    }
    if (code !== "KeyV" || !this.held) return false;
    const source = this.cell(this.held.key);
    const { copy } = this.held;
    if (!copy) this.forget();
    return copy ? this.copy(source, cell) : this.move(source, cell);
  }

  forget() {
    const some = this.held || this.first;
    this.held = this.first = null;
    for (const one of this.region.querySelectorAll(".cut, .swap")) one.classList.remove("cut", "swap");
    return Boolean(some);
  }

  undo() {
    const was = this.undone.pop();
    if (was) this.send({ op: "undo", was: JSON.stringify(was) }, "отменено", false);
    return true;
  }

  send(body, word, undoable = true) {
    this.queue = this.queue.then(() => this.post(body, word, undoable));
    return true;
  }

  async post(body, word, undoable) {
    const token = JSON.parse(document.body.getAttribute("hx-headers") ?? "{}");
    const form = new URLSearchParams({ ...body, level: this.region.dataset.level });
    try {
      const answer = await fetch(this.region.dataset.operation, { method: "POST", body: form, headers: { ...token, Accept: "application/json" } });
      const found = await answer.json();
      if (!answer.ok) return this.refused(found.message, answer.status);
      if (undoable) this.undone.push(found.was);
      return this.paint(found, word);
    } catch {
      return toast("Нет связи. Правка не записана: проверьте сеть и повторите.");
    }
  }

  refused(message, status) {
    this.tell(message);
    toast(message, status === 409 ? { text: "Обновить", act: () => location.reload() } : null);
  }

  paint(found, word) {
    const away = this.region.dataset.by !== "class" || Object.keys(found.cells).some((key) => !this.cell(key));
    if (away) return location.reload();
    const focused = document.activeElement?.closest("td[data-key]")?.dataset.key;
    for (const [key, html] of Object.entries(found.cells)) this.replace(this.cell(key), html);
    const ids = new Set(found.entries.map(String));
    for (const cell of this.region.querySelectorAll("td[data-key]")) {
      cell.classList.toggle("cf", cell.dataset.entries.split(" ").some((one) => ids.has(one)));
    }
    const tag = document.querySelector("[data-conflicts]");
    tag.hidden = !found.conflicts;
    tag.lastElementChild.textContent = `конфликтов: ${found.conflicts}`;
    if (focused) this.cell(focused)?.querySelector("a").focus();
    this.tell(word);
    return this.aside(found.at);
  }

  replace(cell, html) {
    const [row] = elements(`<table><tbody><tr>${html}</tr></tbody></table>`);
    const fresh = row.querySelector("td");
    cell.replaceWith(fresh);
    window.htmx?.process(fresh);
  }

  // The side follows a moment later: typing goes on.
  aside(key) {
    clearTimeout(this.timer);
    const link = this.cell(key)?.querySelector("a");
    if (link) this.timer = setTimeout(() => this.show(link.getAttribute("hx-get")), 500);
  }

  async show(address) {
    const side = document.getElementById("te-side");
    const answer = await fetch(address, { headers: { "HX-Request": "true" } }).catch(() => null);
    if (!answer?.ok || answer.redirected) return;
    side.replaceChildren(...elements(await answer.text()));
    window.htmx?.process(side);
  }

  tell(text) {
    this.say.textContent = text;
  }

  drag() {
    const over = (event) => event.target.closest?.("td[data-key]");
    let from = null;
    this.region.addEventListener("dragstart", (event) => {
      from = over(event);
      if (from) event.dataTransfer.setData("text/plain", from.dataset.key);
    });
    this.region.addEventListener("dragover", (event) => {
      const cell = over(event);
      if (!from || !cell) return;
      event.preventDefault();
      for (const one of this.region.querySelectorAll(".drop")) one.classList.remove("drop");
      cell.classList.add("drop");
    });
    this.region.addEventListener("drop", (event) => {
      const cell = over(event);
      event.preventDefault();
      for (const one of this.region.querySelectorAll(".drop")) one.classList.remove("drop");
      if (from && cell) this.move(from, cell);
      from = null;
    });
  }
}
