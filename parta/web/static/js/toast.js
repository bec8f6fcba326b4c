// A short message at the bottom of the page, with at most one action («Вернуть»); gone after ten seconds.

const LIFE_MS = 10_000;

export function toast(text, action = null) {
  const box = document.createElement("div");
  box.className = "toast";
  box.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (action) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: action.text });
    button.addEventListener("click", () => {
      box.remove();
      action.act();
    });
    box.append(button);
  }
  document.getElementById("toasts").append(box);
  const stay = () => setTimeout(() => (box.matches(":hover, :focus-within") ? stay() : box.remove()), LIFE_MS);
  stay();
  return box;
}
