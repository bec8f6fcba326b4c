// On a button with aria-controls: opens that <dialog>. Inside it, [data-close] and a click on the backdrop close it.

export function attach(button) {
  const dialog = document.getElementById(button.getAttribute("aria-controls"));
  if (!dialog) return;
  button.addEventListener("click", (event) => {
    event.preventDefault();
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
  });
  dialog.addEventListener("close", () => button.focus());
}
