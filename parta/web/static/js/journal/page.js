// The journal page: puts the parts together. Without this module the page is a readable table with links to lessons.

import { adopt } from "./adopt.js";
import { Ask } from "./ask.js";
import { Board } from "./board.js";
import { cellOf, learnSigns } from "./cells.js";
import { Conflict } from "./conflict.js";
import { Correction } from "./correction.js";
import { Doubt } from "./doubt.js";
import { Editor } from "./editor.js";
import { Entry } from "./entry.js";
import { Fill } from "./fill.js";
import { Finals } from "./finals.js";
import { Find } from "./find.js";
import { Grid } from "./grid.js";
import { Move } from "./move.js";
import { Panel } from "./panel.js";
import { Queue } from "./operations.js";
import { Range } from "./range.js";
import { Status } from "./status.js";
import { Typing } from "./typing.js";
import { attachPaste } from "./paste.js";
import { attachTools } from "./tools.js";
import { refreshTotals, showTotals } from "./totals.js";
import { voiceOf } from "./voice.js";

const NARROW = 760;

function rulesOf({ write, marks, marksAllowed, notice, clause }) {
  return { write: write === "yes", marks: marks.split(" "), marksAllowed: marksAllowed === "yes", notice, clause };
}

export function attach(root) {
  const table = root.querySelector(".jg");
  const keys = root.querySelector("#journal-keys");
  if (!table) return;
  learnSigns(root.dataset.signs);
  const rules = rulesOf(root.dataset);
  const voice = voiceOf(root);
  const board = new Board(table);
  const status = new Status(root.querySelector("[data-save]"), table, voice);
  const queue = new Queue({
    span: [root.dataset.first, root.dataset.last],
    changed: () => queue && status.show(queue),
    describe: (body) => describe(root, board, body),
  });
  const settled = (r, c) => {
    showTotals(board, c);
    panel.touch(board.columns[c].lesson);
    if (cellOf(board.cell(r, c)).correction && panel.docked && !editor.open) correction.show(r, c, { focus: false });
    if (editor.open && !editor.box.contains(document.activeElement)) editor.follow(...grid.at);
    status.show(queue);
  };
  const entry = new Entry({ board, queue, voice, rules, settled });
  const column = () => (board.columns[grid.at[1]].today ? grid.at[1] : board.todayColumn() < 0 ? grid.at[1] : board.todayColumn());
  const write = (name) => grid.while(panel.focus(board.columns[grid.at[1]].lesson, name));
  const acts = {
    today: () => grid.go(grid.at[0], board.homeColumn()),
    find: () => find?.open(),
    topic: () => write("topic"),
    homework: () => write("homework"),
    comment: () => editor.show("comment"),
    details: () => conflict.show(...grid.at) || correction.show(...grid.at) || editor.show(),
    keys: () => keys.showModal(),
    undo: () => grid.undo(),
    redo: () => grid.redo(),
    docked: () => panel.docked,
  };
  const selected = (r, c) => {
    if (panel.docked) panel.show(board.columns[c].lesson);
    ask.close();
    panel.copying.close();
    conflict.close();
    correction.close();
    editor.follow(r, c);
  };
  const range = new Range({ board, voice });
  const grid = new Grid({ board, entry, range, voice, selected, act: (name) => acts[name]?.() });
  if (rules.marksAllowed) new Finals({ root, board, grid, voice });
  const ask = new Ask({ root, grid });
  const fill = new Fill({ board, grid, entry, ask, voice });
  const doubt = new Doubt({ root, board, ask });
  grid.typing = new Typing({ board, grid, entry, fill, range, ask, doubt, rules, voice });
  const step = (by) => grid.select(grid.at[0], grid.at[1] + by, { focus: false });
  const everyone = board.rows.map((_, r) => r);
  const whole = {
    fill: (lesson, value) => fill.mark(everyone, board.columnOfLesson(lesson), value),
    wipe: (lesson) => fill.erase(everyone, board.columnOfLesson(lesson)),
  };
  const panel = new Panel({ root, queue, voice, step, kindChanged: () => refreshTotals(board), column: whole });
  const editor = new Editor({ root, board, grid, entry, panel });
  editor.move = new Move({ board, entry, voice, box: editor.box, moved: (r, c) => grid.go(r, c) });
  const conflict = new Conflict({ root, board, grid, entry, panel, queue });
  const correction = new Correction({ root, board, grid, entry, panel });
  const box = root.querySelector("[data-find]");
  const back = (noted) => {
    if (noted) panel.rollCall(board.columns[column()].lesson);
    grid.select(...grid.at);
  };
  const find = box && new Find({ box, board, entry, column, back });
  attachPaste({ board, grid, fill, voice, rules });
  attachTools({ root, grid, board, panel, keys, acts });
  leaveByEsc(root, () => { editor.close(); conflict.close(); correction.close(); panel.copying.close(); grid.select(...grid.at); });
  window.addEventListener("beforeunload", (event) => {
    if (!queue.safe || panel.dirty) event.preventDefault();
  });
  root.addEventListener("click", (event) => {
    const [r, c] = grid.at;
    if (event.target.closest('[data-ed="revert"]')) queue.dismiss(`${board.columns[c].lesson}:${board.student(r)}:`);
  });
  adopt({ root, board, queue, entry, panel });
  start({ root, board, grid, panel });
}

// «7Б, алгебра · 11 декабря, 3‑й урок · Ковалёв Даниил»: whose entry it is, where it may be read without the page.
function describe(root, board, { lesson, student }) {
  const column = board.columns[board.columnOfLesson(lesson)];
  const r = board.rows.findIndex((row) => Number(row.dataset.student) === student);
  return [root.dataset.title.split(" · ")[0], column?.label, board.names[r]].filter(Boolean).join(" · ");
}

// Esc anywhere on the page, and «Готово», return to the cell.
function leaveByEsc(root, back) {
  root.addEventListener("lesson:left", back);
  // blur first: a field that is hidden while in use would lose what was typed
  root.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || event.target.matches("td") || event.target.closest("dialog, details")) return;
    event.preventDefault();
    document.activeElement.blur();
    back();
  });
}

function start({ root, board, grid, panel }) {
  const asked = board.columnOfLesson(Number(root.dataset.lesson));
  grid.select(0, asked < 0 ? board.homeColumn() : asked, { focus: innerWidth > NARROW });
  scrollToColumn(board, grid.at[1]);
  const field = location.hash.slice(1);
  if (["topic", "homework"].includes(field) && panel.docked) panel.focus(board.columns[grid.at[1]].lesson, field);
}

// The lesson in view, with two that follow it.
function scrollToColumn(board, c) {
  const box = board.table.closest(".jr-scroll");
  const { th } = board.columns[c];
  const sticky = [...board.table.querySelectorAll("thead .sm")].reduce((sum, one) => sum + one.offsetWidth, 0);
  box.scrollLeft = Math.max(0, th.offsetLeft + th.offsetWidth * 3 + sticky - box.clientWidth);
}
