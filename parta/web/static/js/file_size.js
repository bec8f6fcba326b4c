// A file above the limit is named before it is sent: nobody waits for an upload that will be refused.

const MB = 1024 * 1024;
const size = (bytes) => `${(bytes / MB).toFixed(1).replace(".0", "").replace(".", ",")}\u00a0МБ`;

const bound = new WeakSet();

export function attach(field) {
  if (bound.has(field)) return;
  bound.add(field);
  const most = Number(field.dataset.most);
  const words = document.createElement("p");
  words.className = "err";
  words.setAttribute("role", "alert");
  words.id = `${field.id}-too-big`;

  const check = () => {
    const found = [...field.files].find((file) => file.size > most);
    words.textContent = found ? `«${found.name}»: ${size(found.size)}, а принимается до ${size(most)}. Уменьшите файл или дайте ссылку.` : "";
    if (found) field.after(words);
    else words.remove();
    if (found) field.setAttribute("aria-invalid", "true");
    else field.removeAttribute("aria-invalid");
    return !found;
  };

  field.addEventListener("change", check);
  field.form.addEventListener("submit", (event) => {
    if (check()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    field.focus();
  }, { capture: true });
}
