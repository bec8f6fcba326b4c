// What stands in a cell: read once from the markup, then kept here; painting and the signs of its state.

import { learnKey } from "./keymap.js";

// The school's signs of absence: words by sign, and which of them mean a missed lesson. Learnt from the page.
export const WORDS = {};
const AWAY = new Set();
export const OWED = "•"; // the dot: work not handed in
const STATES = ["saving", "saved", "queued", "conflict", "error", "locked", "reason"];
const SAVED_MS = 1200;
const store = new WeakMap();

// {shown, known, versions}: values on the screen, values the server has, their versions. Places: 0 the absence, 1 and 2 the marks.
export function cellOf(td) {
  let cell = store.get(td);
  if (!cell) {
    cell = { shown: parse(td), versions: [number(td.dataset.va), number(td.dataset.v), number(td.dataset.v2)] };
    cell.known = copy(cell.shown);
    store.set(td, cell);
  }
  return cell;
}

export const copy = (values) => ({ value: [...values.value], comment: [...values.comment], work: [...values.work], out: [...values.out], first: [...values.first] });

const number = (text) => Number(text ?? 0);

function parse(td) {
  const words = ownText(td).split(/[\s\u00a0]+/);
  const absence = words[0] in WORDS ? words.shift() : "";
  const marks = (words[0] ?? "").split("/");
  if (td.dataset.s === "2") marks.unshift("");
  const { c, c2, ca, w, w2, n, n2, f, f2 } = td.dataset;
  return {
    value: [absence, marks[0] ?? "", marks[1] ?? ""], comment: [ca ?? "", c ?? "", c2 ?? ""], work: ["", w ?? "", w2 ?? ""],
    out: ["", n ?? "", n2 ?? ""], first: ["", f ?? "", f2 ?? ""],
  };
}

const ownText = (td) => (td.firstChild?.nodeType === Node.TEXT_NODE ? td.firstChild.data.trim() : "");

export const marksOf = (cell) => [cell.shown.value[1], cell.shown.value[2]].filter(Boolean);

// What averages are made of: no owed work, no mark left out.
export const countedOf = ({ shown: { value, out } }) => [1, 2].filter((slot) => value[slot] && value[slot] !== OWED && !out[slot]).map((slot) => Number(value[slot]));

// What is said of a mark beside its value, or "".
export function notesOf({ value, out, first }, slot) {
  const notes = [value[slot] === OWED && "не сдана работа", out[slot] && "не входит в средний балл", first[slot] && `пересдача: ${first[slot]} → ${value[slot]}`];
  return value[slot] ? notes.filter(Boolean).join(", ") : "";
}

// Missed the lesson: being late is not that.
export const isAway = (code) => AWAY.has(code);

// signs: {«н»: [«не был», true, its own key], …} as JSON.
export function learnSigns(signs) {
  for (const [code, [words, missed, key]] of Object.entries(JSON.parse(signs))) {
    WORDS[code] = words;
    if (key) learnKey(key, code);
    if (missed) AWAY.add(code);
  }
}

// A cell the regulation closes (`locked`, its sentence in data-lock): painted as any other, written into by nobody.
export const lockOf = (td) => (td.classList.contains("locked") ? td.dataset.lock || "Запись закрыта для правок" : "");

// «4/5», «н», «н 4», as the server writes it.
export function textOf(cell) {
  return [cell.shown.value[0], marksOf(cell).join("/")].filter(Boolean).join("\u00a0");
}

// «не был», «четыре и пять» is left to the voice: digits are read well.
export function wordsOf(cell) {
  const absence = WORDS[cell.shown.value[0]];
  const marks = marksOf(cell).map((one) => (one === OWED ? "долг" : one)).join(" и ");
  const notes = [1, 2].map((slot) => cell.shown.out[slot] && "не входит в средний балл");
  return [absence, marks, ...notes].filter(Boolean).join(", ") || "пусто";
}

export function paint(td) {
  const cell = cellOf(td);
  const text = textOf(cell);
  const marks = marksOf(cell).filter((one) => one !== OWED);
  const notes = [1, 2].map((slot) => notesOf(cell.shown, slot)).filter(Boolean);
  const comments = cell.shown.comment.filter((comment, slot) => comment && cell.shown.value[slot]);
  td.textContent = text;
  td.classList.remove("m1", "m2", "m3", "m4", "m5", "a", "owed", "nc", "xs", "cm");
  if (marks.length) td.classList.add(`m${Math.min(...marks)}`);
  else if (text) td.classList.add(marksOf(cell).length ? "owed" : "a");
  if (marksOf(cell).length && !countedOf(cell).length) td.classList.add("nc");
  if (text.length >= 4) td.classList.add("xs");
  td.removeAttribute("title");
  if (comments.length) td.classList.add("cm");
  if (!comments.length && !notes.length) return;
  td.title = [...comments, ...notes].join("; ");
  const heard = [...notes, ...(comments.length ? ["есть комментарий"] : [])];
  td.append(Object.assign(document.createElement("span"), { className: "vh", textContent: heard.map((one) => `, ${one}`).join("") }));
}

export function setState(td, state) {
  td.classList.remove(...STATES.map((one) => `st-${one}`));
  if (!state) return;
  td.classList.add(`st-${state}`);
  if (state === "saved") setTimeout(() => td.classList.remove("st-saved"), SAVED_MS);
}
