// What a physical key means in the grid. Keys are taken by place (event.code), so РУС and ENG are the same.

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

// The digit of a key, or "" (the main row and the number pad).
export const digitOf = (code) => {
  const match = /^(?:Digit|Numpad)(\d)$/.exec(code);
  return match && DIGITS.includes(Number(match[1])) ? match[1] : "";
};

export const ABSENCES = { KeyY: "н", Digit0: "н", Numpad0: "н", Comma: "б", KeyE: "у", KeyG: "у", KeyJ: "оп" };

// Where the letters that nothing else uses stand in РУС: the school gives them to its own signs.
const FREE = {
  й: "KeyQ", ц: "KeyW", е: "KeyT", г: "KeyU", ш: "KeyI", щ: "KeyO", з: "KeyP", х: "BracketLeft", ы: "KeyS", в: "KeyD", а: "KeyF", р: "KeyH",
  л: "KeyK", ж: "Semicolon", я: "KeyZ", ч: "KeyX", м: "KeyV", и: "KeyB", ь: "KeyM",
};

export function learnKey(letter, sign) {
  if (FREE[letter]) ABSENCES[FREE[letter]] = sign;
}

// The dot, by its place in ENG («Ю» in РУС), and of the number pad: work not handed in.
export const DOT = new Set(["Period", "NumpadDecimal"]);

export const SECOND = new Set(["Slash", "Backslash", "IntlBackslash", "NumpadDivide"]);

export const ACTIONS = {
  KeyC: "today",
  KeyA: "find",
  KeyN: "topic",
  KeyL: "homework",
  KeyR: "comment",
  F2: "details",
  Space: "details",
  F1: "keys",
  Delete: "erase",
  Backspace: "erase",
};

const PAGE = 10;

// Where a key moves to from row r, column c of a grid of `rows` × `columns`, or null.
export function moveOf(event, r, c, rows, columns) {
  const far = event.ctrlKey || event.metaKey;
  switch (event.code) {
    case "ArrowDown": return [r + 1, c];
    case "ArrowUp": return [r - 1, c];
    case "ArrowLeft": return [r, c - 1];
    case "ArrowRight": return [r, c + 1];
    case "Enter":
    case "NumpadEnter": return [r + (event.shiftKey ? -1 : 1), c];
    case "PageDown": return [r + PAGE, c];
    case "PageUp": return [r - PAGE, c];
    case "Home": return [far ? 0 : r, 0];
    case "End": return [far ? rows - 1 : r, columns - 1];
    default: return null;
  }
}
