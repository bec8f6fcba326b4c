// Entry by letters: the first letters of a subject open a short list beside the cell, Enter puts it.

const SHOWN = 6;
// Keys by place, so that РУС and ENG are the same.
const ROWS = ["KeyQ KeyW KeyE KeyR KeyT KeyY KeyU KeyI KeyO KeyP BracketLeft BracketRight", "KeyA KeyS KeyD KeyF KeyG KeyH KeyJ KeyK KeyL Semicolon Quote", "KeyZ KeyX KeyC KeyV KeyB KeyN KeyM Comma Period"];
const LETTERS = ["йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"];
const LETTER = Object.fromEntries(ROWS.flatMap((row, at) => row.split(" ").map((code, place) => [code, LETTERS[at][place]])));
const plain = (text) => text.toLowerCase().replaceAll("ё", "е");

export class Picker {
  constructor(region, choose) {
    this.region = region;
    this.choose = choose;
    this.box = region.querySelector("[data-pick]");
    this.subjects = JSON.parse(document.getElementById("te-subjects").textContent);
    this.text = "";
    this.at = 0;
    this.box.addEventListener("mousedown", (event) => {
      const one = event.target.closest("[data-course]");
      event.preventDefault();
      if (one) this.take(one.dataset.course);
    });
  }

  // Says whether the key was for the list.
  key(event, cell) {
    if (event.ctrlKey || event.altKey || event.metaKey || this.region.dataset.by !== "class") return false;
    if (LETTER[event.code] && !event.shiftKey) return this.type(cell, this.text + LETTER[event.code]);
    if (!this.text) return false;
    if (event.key === "Backspace") return this.type(cell, this.text.slice(0, -1));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return this.step(event.key === "ArrowDown" ? 1 : -1);
    if (event.key === "Enter") return this.take(this.found[this.at]?.[0]);
    if (event.key === "Escape") return this.close();
    return event.key === " " && this.type(cell, `${this.text} `);
  }

  type(cell, text) {
    const list = this.subjects[cell.dataset.key.split("-")[0]] ?? [];
    const wanted = plain(text);
    this.cell = cell;
    this.text = text;
    this.found = list.filter(([, name]) => plain(name).startsWith(wanted)).slice(0, SHOWN);
    if (!this.found.length) this.found = list.filter(([, name]) => plain(name).includes(` ${wanted}`)).slice(0, SHOWN);
    this.at = 0;
    if (!text) return this.close();
    return this.draw();
  }

  step(by) {
    this.at = (this.at + by + this.found.length) % Math.max(1, this.found.length);
    return this.draw();
  }

  take(course) {
    const { cell } = this;
    this.close();
    if (course) this.choose(cell, course);
    return true;
  }

  draw() {
    const typed = Object.assign(document.createElement("span"), { className: "typed", textContent: this.found.length ? `${this.text}…` : `${this.text}: такого предмета у класса нет` });
    const lines = this.found.map(([id, name], place) => {
      const one = Object.assign(document.createElement("span"), { textContent: name, role: "option" });
      one.dataset.course = id;
      one.setAttribute("aria-selected", String(place === this.at));
      return one;
    });
    this.box.replaceChildren(typed, ...lines);
    this.box.hidden = false;
    const cell = this.cell.getBoundingClientRect();
    const region = this.region.getBoundingClientRect();
    const top = cell.bottom - region.top + this.region.scrollTop;
    this.box.style.setProperty("inset-block-start", `${top}px`);
    this.box.style.setProperty("inset-inline-start", `${cell.left - region.left + this.region.scrollLeft}px`);
    return true;
  }

  close() {
    const open = Boolean(this.text);
    this.text = "";
    this.box.hidden = true;
    return open;
  }
}
