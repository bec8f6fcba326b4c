// Files and links of a lesson go without a reload: the section comes back as the server has it. Without this it is a form.

import { attach as checkSize } from "./file_size.js";
import { elements } from "./journal/fragment.js";

export function attach(section) {
  section.querySelectorAll("[data-behaviour~=file-size]").forEach(checkSize);
  section.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    const button = form.querySelector("[type=submit]");
    const say = section.querySelector("[data-files-state]");
    button.disabled = true;
    if (say && form.matches(".att-add")) say.textContent = "Отправляю…";
    const options = { method: "POST", headers: { "X-Fragment": "yes" }, body: new FormData(form) };
    const response = await fetch(form.action, options).catch(() => null);
    if (response?.status === 413) {
      button.disabled = false;
      say.textContent = await response.text();
      return;
    }
    const [fresh] = response && !response.redirected ? elements(await response.text()) : [];
    if (!fresh?.matches("[data-behaviour~=files]")) {
      button.disabled = false;
      if (say) say.textContent = "Не отправлено: проверьте связь и повторите. Файл остался на вашем устройстве.";
      return;
    }
    section.replaceWith(fresh);
    attach(fresh);
    (fresh.querySelector("[role=alert]") ?? fresh.querySelector("summary")).focus();
  });
}
