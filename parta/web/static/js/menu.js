// A details menu closes by Esc (focus returns), by a click outside and when focus leaves it.

export function attach(menu) {
  const close = () => { menu.open = false; };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close();
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) close();
  });
  menu.addEventListener("toggle", () => {
    if (!menu.open) return;
    const outside = (event) => {
      if (menu.contains(event.target)) return;
      close();
      document.removeEventListener("pointerdown", outside);
    };
    document.addEventListener("pointerdown", outside);
  });
}
