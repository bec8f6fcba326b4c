// A column or a table from a spreadsheet: the first column goes down from the cell, then hours, kind and homework.

const MOST_HOURS = 40;

export function cellsOf(text) {
  return text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").map((line) => line.split("\t").map((cell) => cell.trim()));
}

export function isTable(text) {
  return /[\t\n]/.test(text.trim());
}

// Fills rows from `row` down, adds rows at the end; one step back undoes all of it. Returns how many lessons were filled.
export function fill(plan, row, name, cells) {
  const kinds = new Map([...plan.field(row, "kind").options].map((one) => [one.text.toLowerCase(), one.value]));
  const lessons = cells.flatMap((line) => lessonsOf(line, name, kinds));
  if (!lessons.length) return 0;
  plan.did(() => {
    let target = row;
    let last = row;
    for (const values of lessons) {
      if (!target) {
        target = plan.fresh();
        last.after(target);
      }
      for (const [key, value] of Object.entries(values)) plan.field(target, key).value = value;
      last = target;
      target = target.nextElementSibling ?? target.parentElement.nextElementSibling?.querySelector("tr[data-row]");
    }
  }, row);
  return lessons.length;
}

function lessonsOf(line, name, kinds) {
  if (line.every((cell) => !cell)) return [];
  if (name !== "title") return [{ [name]: name === "kind" ? kinds.get(line[0].toLowerCase()) ?? "lesson" : line[0] }];
  const values = { title: line[0] };
  let hours = 1;
  for (const cell of line.slice(1).filter(Boolean)) {
    const number = Number(cell.replace(",", "."));
    if (Number.isInteger(number) && number > 0 && number <= MOST_HOURS) hours = number;
    else if (kinds.has(cell.toLowerCase())) values.kind = kinds.get(cell.toLowerCase());
    else values.homework = cell;
  }
  return values.title ? Array.from({ length: hours }, () => ({ ...values })) : [];
}
