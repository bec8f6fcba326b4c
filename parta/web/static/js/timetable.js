// The timetable editor: arrows walk over the cells; letters put a subject; keys and the mouse move, copy, swap, undo.
// Without JavaScript the links of the cells and the forms at the side do the same.

import { Editor } from "./timetable/editor.js";
import { Picker } from "./timetable/picker.js";

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function attach(region) {
  const side = document.getElementById("te-side");
  const stacked = () => side.offsetLeft <= region.offsetLeft;
  const editor = new Editor(region);
  const picker = new Picker(region, (cell, course) => editor.put(cell, course));
  region.querySelector("a[aria-current]")?.scrollIntoView({ block: "center", inline: "center" });
  side.addEventListener("htmx:afterSwap", () => {
    if (stacked()) side.scrollIntoView({ block: "start" });
  });
  region.addEventListener("click", (event) => {
    const link = event.target.closest("td > a");
    if (link) mark(region, link);
  });
  region.addEventListener("focusin", () => picker.close());
  region.addEventListener("keydown", (event) => {
    const cell = event.target.closest("td[data-key]");
    if (cell && (picker.key(event, cell) || key(event, cell, region, editor))) event.preventDefault();
  });
}

function key(event, cell, region, editor) {
  const step = STEPS[event.key];
  if (step && event.altKey) return editor.shift(cell, beside(cell, step));
  if (event.altKey) return false;
  if (event.ctrlKey || event.metaKey) return editor.clipboard(event.code, cell);
  if (step) return focus(beside(cell, step));
  if (event.code === "F8") return focus(nextConflict(region, cell));
  if (event.code === "Delete") return editor.remove(cell);
  if (event.code === "KeyV" && event.shiftKey) return editor.swap(cell);
  if (event.code === "Escape") return editor.forget();
  return false;
}

function focus(cell) {
  cell?.querySelector("a").focus();
  return Boolean(cell);
}

function mark(region, chosen) {
  for (const link of region.querySelectorAll("a[aria-current]")) link.removeAttribute("aria-current");
  chosen.setAttribute("aria-current", "true");
}

// The cell beside, in the same table body.
export function beside(cell, [down, right]) {
  const rows = [...cell.closest("tbody").rows];
  const column = [...cell.parentElement.querySelectorAll("td[data-key]")].indexOf(cell);
  const row = rows[rows.indexOf(cell.parentElement) + down];
  return row?.querySelectorAll("td[data-key]")[column + right];
}

function nextConflict(region, cell) {
  const cells = [...region.querySelectorAll("td[data-key]")];
  const conflicts = cells.filter((one) => one.classList.contains("cf"));
  return conflicts.find((one) => cells.indexOf(one) > cells.indexOf(cell)) ?? conflicts[0];
}
