// Theme, low-vision version and density at once, without a reload; the server hears of it by the same form.

const root = document.documentElement;
const GROUPS = [["bw", "wb", "blue", "beige"], ["x125", "x150", "x200"], ["norm", "wide"]];
const DEFAULTS = ["x125", "norm"];

const chosen = () => (root.dataset.vi || "bw").split(" ");
const picked = (group, words) => group.find((word) => words.includes(word)) ?? group[0];

function viWith(part) {
  const words = GROUPS.map((group) => (group.includes(part) ? part : picked(group, chosen())));
  return words.filter((word) => !DEFAULTS.includes(word)).join(" ");
}

function isDark() {
  return root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

// What the button asks for now: the page may have changed since the server wrote its value.
function wish(button) {
  if (button.name === "theme") return isDark() ? "light" : "dark";
  if (button.dataset.viPart) return viWith(button.dataset.viPart);
  if ("viToggle" in button.dataset) return root.dataset.vi ? "" : "bw";
  return button.value;
}

function apply(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  for (const button of document.querySelectorAll("[data-vi-part]")) {
    const group = GROUPS.find((words) => words.includes(button.dataset.viPart));
    button.setAttribute("aria-pressed", picked(group, chosen()) === button.dataset.viPart);
  }
}

export function attach(form) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button?.name) return;
    event.preventDefault();
    const value = wish(button);
    apply(button.name, value);
    const body = new FormData(form);
    body.set(button.name, value);
    fetch(form.action, { method: "POST", body, redirect: "manual", keepalive: true });
    // The bar has just gone away with the button that closed it.
    if ("viOff" in button.dataset) document.querySelector("[data-vi-toggle]")?.focus();
  });
}
