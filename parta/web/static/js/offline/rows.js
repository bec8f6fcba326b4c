// What becomes of stored operations, whatever keeps them. A row: {seq, id, after, base, state, sent, late, span}.
// state: waiting, refused, conflict, held (waits for the conflict before it). after: the id this one builds upon.

const DONE = new Set(["applied", "repeated"]);

export const isDone = (result) => DONE.has(result.status);

// The next rows to send, in order: stops where one needs the answer to another, or averages over other days.
export function batchOf(rows, limit) {
  const batch = [];
  const ids = new Set();
  for (const row of rows) {
    if (row.state !== "waiting") continue;
    if (batch.length >= limit || ids.has(row.after) || (batch.length && row.span !== batch[0].span)) break;
    batch.push(row);
    ids.add(row.id);
  }
  return batch;
}

// New rows, in order, each {row, instead}: a row takes the place of `instead` while that is unsent, else goes to the end.
// known(id): the version an answered one made. Value: the ids whose place was taken.
export function placed(rows, news, known) {
  const all = [...rows];
  const touched = new Set();
  const value = [];
  for (const { row, instead } of news) {
    const at = all.findIndex((one) => one.id === instead && one.state === "waiting" && !one.sent);
    if (at >= 0) {
      const { seq, base, after, late } = all[at];
      touched.delete(all[at]);
      all[at] = { ...row, ...(seq ? { seq } : {}), base, after, late };
      touched.add(all[at]);
      value.push(instead);
    } else {
      const gone = row.after && !all.some((one) => one.id === row.after);
      const placedRow = gone ? { ...row, after: "", base: known(row.after) ?? row.base } : row;
      all.push(placedRow);
      touched.add(placedRow);
    }
  }
  return { add: all.filter((one) => !one.seq), put: all.filter((one) => one.seq && touched.has(one)), value };
}

// Answered rows leave or stay with their trouble; those built upon them learn the version or are held.
export function settled(rows, answers) {
  const put = new Set();
  const drop = [];
  for (const { id, result, sealed } of answers) {
    const row = rows.find((one) => one.id === id);
    if (!row) continue;
    const next = rows.filter((one) => one.after === id);
    if (isDone(result)) {
      drop.push(row.seq);
      for (const one of next) put.add(Object.assign(one, { after: "", base: result.version }));
    } else {
      put.add(Object.assign(row, { state: result.status === "conflict" ? "conflict" : "refused", result: sealed }));
      if (row.state === "conflict") for (const one of chain(rows, id)) put.add(Object.assign(one, { state: "held" }));
      else for (const one of next) put.add(Object.assign(one, { after: "" }));
    }
  }
  return { put: [...put].filter((row) => !drop.includes(row.seq)), drop };
}

// The rows that build upon a row, and those upon them.
export function chain(rows, id) {
  const next = rows.filter((one) => one.after === id);
  return [...next, ...next.flatMap((one) => chain(rows, one.id))];
}

// A row sent once more: upon `base` when the person has chosen between two values, with what was held behind it.
export function again(rows, id, { base, sealed }) {
  const row = rows.find((one) => one.id === id);
  if (!row) return {};
  Object.assign(row, { state: "waiting", sent: false, result: null, sealed, base: base ?? row.base, after: "" });
  const held = chain(rows, id).filter((one) => one.state === "held");
  return { put: [row, ...held.map((one) => Object.assign(one, { state: "waiting" }))] };
}

// Rows the person gave up. What was held behind them and is wanted goes on by itself.
export function dropped(rows, ids) {
  const gone = rows.filter((one) => ids.includes(one.id));
  const held = rows.filter((one) => one.state === "held" && ids.includes(one.after) && !ids.includes(one.id));
  for (const one of held) Object.assign(one, { state: "waiting", after: "" });
  const later = held.flatMap((one) => chain(rows, one.id)).map((one) => Object.assign(one, { state: "waiting" }));
  return { drop: gone.map((one) => one.seq), put: [...held, ...later].filter((one) => !ids.includes(one.id)) };
}
