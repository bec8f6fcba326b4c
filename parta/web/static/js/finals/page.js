// Final marks of a class by keyboard: Enter takes the proposal and goes down, digits decide otherwise, then a reason.

import { Courier } from "./courier.js";
import { Keys } from "./keys.js";
import { Row } from "./row.js";
import { Sheet } from "./sheet.js";

export function attach(root) {
  const rows = [...root.querySelectorAll("tr[data-student]")].map((element) => new Row(element));
  if (!rows.length) return;
  root.classList.add("keyed");
  const courier = new Courier(root);
  const sheet = new Sheet(root, rows, courier);
  courier.answered = (row, result) => sheet.answered(row, result);
  courier.changed = () => sheet.status();
  new Keys(root, sheet).listen();
  const from = rows.findIndex((row) => row.element.classList.contains("cur"));
  sheet.select(Math.max(0, from), { focus: innerWidth > 760 });
  window.addEventListener("beforeunload", (event) => {
    if (courier.busy) event.preventDefault();
  });
}
