// A pupil: what is stored, what is shown, what is on its way.

const STATES = ["saving", "saved", "queued", "conflict", "refused", "asking"];

export class Row {
  constructor(element) {
    this.element = element;
    const { student, base, value, reason, proposed, mean } = element.dataset;
    Object.assign(this, { student: Number(student), base: Number(base), proposed, mean });
    this.stored = { value, reason };
    this.shown = { value, reason };
    this.radios = [...element.querySelectorAll(".dec input[type=radio]")];
    this.box = element.querySelector(".dec input.inp");
    this.input = element.querySelector(".rs");
    this.simple = "simple" in element.dataset;
    this.disputed = "disputed" in element.dataset;
  }

  // Has it a place for a mark at all: not deferred, not closed?
  get open() {
    return this.radios.length > 0 || this.box !== null;
  }

  get name() {
    return this.element.querySelector(".nm a").textContent;
  }

  get control() {
    return this.box ?? this.radios.find((one) => one.checked) ?? this.radios.find((one) => one.value === this.proposed) ?? this.radios[0] ?? this.element.querySelector(".nm a");
  }

  // A decision that is not the proposal says why.
  wantsReason(value) {
    return Boolean(value) && value !== this.proposed;
  }

  paint({ value, reason }) {
    this.shown = { value, reason };
    for (const one of this.radios) one.checked = one.value === value;
    if (this.box) this.box.value = value;
    if (this.input) this.input.value = reason;
    this.element.querySelector("[data-said]").textContent = this.wantsReason(value) ? reason : "";
    this.element.classList.toggle("need", this.disputed && !value);
    this.element.classList.toggle("done", Boolean(value));
  }

  mark(state, words = "") {
    this.element.classList.remove(...STATES);
    if (state) this.element.classList.add(state);
    const error = this.element.querySelector("[data-error]");
    error.textContent = words;
    error.hidden = !words;
  }

  // A button beside the words of a refusal.
  offer(text, act) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: text });
    button.addEventListener("click", act);
    this.element.querySelector("[data-error]").append(" ", button);
  }
}
