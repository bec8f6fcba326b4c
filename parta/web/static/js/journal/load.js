// How much homework the class has for the chosen day, across all subjects, while its minutes are typed.

import { fragment } from "./fragment.js";

const PAUSE_MS = 350;

export function attach(form) {
  const line = form.querySelector("[data-load]");
  if (!line) return;
  let timer = 0;
  let asked = "";
  const ask = async () => {
    const { due_on: due, minutes, homework } = form.elements;
    const url = `${line.dataset.load}?due_on=${due.value}&minutes=${homework.value.trim() ? minutes.value : ""}`;
    asked = url;
    const found = due.value ? await fragment(url) : null;
    if (url !== asked) return;
    const [told] = found ?? [];
    line.textContent = told?.textContent ?? "";
    line.classList.toggle("over", Boolean(told?.classList.contains("over")));
  };
  form.addEventListener("input", ({ target }) => {
    if (!["minutes", "due_on", "homework"].includes(target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  });
  if (form.elements.minutes.value && !line.textContent) ask();
}

// To whom alone the homework is set; nobody chosen means all.
export const chosen = (form) => [...form.querySelectorAll("[name=for_student]:checked")].map((one) => Number(one.value));
