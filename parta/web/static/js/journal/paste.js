// A column copied from a spreadsheet fills the cells downwards: all of it or nothing, one step of undo.

import { WORDS } from "./cells.js";

// «5», «5/4», «н», «н 4» → values of the three places; null when it is no such thing.
function parts(text, marks) {
  const words = text.toLocaleLowerCase("ru").split(/\s+/).filter(Boolean);
  const absence = words[0] in WORDS ? words.shift() : "";
  const [first = "", second = "", ...rest] = (words.shift() ?? "").split("/");
  const known = [first, second].every((mark) => !mark || marks.includes(mark));
  return known && !rest.length && !words.length ? [absence, first, second] : null;
}

function linesOf(event) {
  const lines = event.clipboardData.getData("text").replace(/\r\n?/g, "\n").split("\n");
  while (lines.length && !lines.at(-1).trim()) lines.pop();
  return lines;
}

export function attachPaste({ board, grid, fill, voice, rules }) {
  board.table.addEventListener("paste", (event) => {
    event.preventDefault();
    const [r, c] = grid.at;
    const lines = linesOf(event);
    if (!lines.length) return;
    if (lines.some((line) => line.includes("\t"))) return voice.warn("Вставляется один столбец: скопируйте только его");
    if (lines.length > board.rows.length - r) {
      return voice.warn(`В столбце строк: ${lines.length}, а учеников отсюда вниз: ${board.rows.length - r}. Ничего не вставлено`);
    }
    const values = lines.map((line) => parts(line, rules.marks));
    const bad = values.findIndex((value) => !value);
    if (bad >= 0) return voice.warn(`Строка ${bad + 1}: «${lines[bad].trim().slice(0, 20)}» не подходит. Ничего не вставлено`);
    const changes = values.flatMap((value, i) => value.flatMap((one, slot) => (one ? [{ r: r + i, c, slot, value: one }] : [])));
    if (!changes.length) return undefined;
    const paste = () => fill.paste(changes, `Вставлено строк: ${lines.length}`);
    if (!grid.typing.waits(paste)) paste();
    return undefined;
  });
}
