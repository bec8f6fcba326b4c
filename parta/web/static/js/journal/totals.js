// Averages under the columns while marks are being entered; the rows' own come with the answers of the server.

import { cellOf, countedOf } from "./cells.js";

const ENOUGH = 10; // the server shows a column's average from this number of marks on

const comma = (value, places) => (Math.round(value * 10 ** places + 1e-9) / 10 ** places).toFixed(places).replace(".", ",");
const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function showTotals(board, c) {
  const foot = board.table.tFoot?.rows[0];
  if (!foot) return;
  const marks = board.rows.flatMap((_, r) => countedOf(cellOf(board.cell(r, c))));
  foot.cells[c + 1].textContent = marks.length >= ENOUGH ? comma(mean(marks), 1) : "";
  const averages = board.rows.map((_, r) => board.average(r).textContent.replace(",", ".")).filter(Boolean).map(Number);
  foot.querySelector(".av").textContent = averages.length ? comma(mean(averages), 2) : "";
}

// The kind of a lesson changed, and with it the weights: take heads and averages from a fresh page.
export async function refreshTotals(board) {
  const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
  if (!response?.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const table = fresh.getElementById("grid");
  if (!table) return;
  const rows = new Map([...table.tBodies[0].rows].map((row) => [row.dataset.student, row]));
  for (const row of board.rows) {
    const other = rows.get(row.dataset.student);
    if (!other) continue;
    row.querySelector(".av").textContent = other.querySelector(".av").textContent;
    row.querySelector(".ct").textContent = other.querySelector(".ct").textContent;
  }
  for (const column of board.columns) {
    const other = table.querySelector(`th[data-lesson="${column.lesson}"]`);
    if (!other) continue;
    column.th.querySelector(".k").textContent = other.querySelector(".k").textContent;
    column.th.querySelector(".w").className = other.querySelector(".w").className;
    const heavy = other.classList.contains("work");
    column.th.classList.toggle("work", heavy);
    for (const row of board.rows) row.cells[column.th.cellIndex + 1].classList.toggle("work", heavy);
  }
}
