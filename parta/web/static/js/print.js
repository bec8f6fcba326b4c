// A button that opens the print dialogue; hidden while there is no JavaScript (the browser's own menu prints too).

export function attach(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
