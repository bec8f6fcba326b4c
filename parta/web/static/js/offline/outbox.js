// The operations of one person that have not reached the server: sealed in the device's database; in the memory of the
// page where the browser has no cryptography (plain http) or no database.

import { answer, within } from "./database.js";
import { again, batchOf, dropped, placed, settled } from "./rows.js";
import { able, seal, unseal } from "./seal.js";
import { begin } from "./session.js";

export async function openOutbox(person) {
  if (able()) {
    try {
      const { key } = await begin(person);
      return new Outbox(person, key, new OnDevice(person));
    } catch { /* no key came, or the database is closed to this page: the memory is left */ }
  }
  return new Outbox(person, null, new InMemory());
}

class OnDevice {
  constructor(person) { this.person = person; }
  // act(rows) says what to do with them: {add, put, drop: lists, value}.
  change(act) {
    return within("operations", "readwrite", async (store) => {
      const { add = [], put = [], drop = [], value } = act(await answer(store.index("person").getAll(this.person)));
      for (const row of add) store.add(row);
      for (const row of put) store.put(row);
      for (const seq of drop) store.delete(seq);
      return value;
    });
  }
}

class InMemory {
  rows = [];
  seq = 0;
  async change(act) {
    const { add = [], put = [], drop = [], value } = act(this.rows);
    for (const row of put) this.rows[this.rows.findIndex((one) => one.seq === row.seq)] = row;
    this.rows = this.rows.filter((one) => !drop.includes(one.seq));
    for (const row of add) this.rows.push({ ...row, seq: (this.seq += 1) });
    return value;
  }
}

export class Outbox {
  constructor(person, key, keeper) { Object.assign(this, { person, key, keeper }); }

  get kept() { return Boolean(this.key); }

  close(value, about) { return this.key ? seal(this.key, value, `${this.person}:${about}`) : value; }
  read(value, about) { return this.key ? unseal(this.key, value, `${this.person}:${about}`) : value; }

  // Written in order, in one go. `instead`: the unsent one whose place an operation takes. Gives the ids that gave place.
  async add(operations, known) {
    const news = await Promise.all(operations.map(async ({ id, key, body, title, at, base, after, span, late, instead }) => {
      const sealed = await this.close({ key, body, title, at }, id);
      return { row: { person: this.person, id, sealed, base, after, span, late, state: "waiting", sent: false, result: null }, instead };
    }));
    return this.keeper.change((rows) => placed(rows, news, known));
  }

  async take(limit) {
    const batch = await this.keeper.change((rows) => {
      const value = batchOf(rows, limit);
      const put = value.filter((row) => !row.sent).map((row) => Object.assign(row, { sent: true }));
      return { put, value };
    });
    const opened = await this.opened(batch);
    const shut = opened.filter((one) => !one.body).map((one) => one.id);
    if (!shut.length) return opened;
    await this.keeper.change((rows) => ({
      put: rows.filter((row) => shut.includes(row.id)).map((row) => Object.assign(row, { state: "refused" })),
    }));
    return this.take(limit);
  }

  async list() { return this.opened(await this.keeper.change((rows) => ({ value: [...rows] }))); }

  // A row that this key does not open (the school has made itself a new secret) is shown as such, never thrown away.
  opened(rows) {
    return Promise.all(rows.map(async (row) => {
      try {
        const result = row.result && (await this.read(row.result, `${row.id}:result`));
        return { ...row, ...(await this.read(row.sealed, row.id)), result };
      } catch {
        return { ...row, key: "", body: null, title: "", at: 0, result: null };
      }
    }));
  }

  async answer(answers) {
    const closed = await Promise.all(
      answers.map(async (one) => ({ ...one, sealed: await this.close(one.result, `${one.id}:result`) })),
    );
    return this.keeper.change((rows) => settled(rows, closed));
  }

  // One of the list sent once more: upon `base`, with `more` in it (the reason of a correction).
  async again({ id, key, body, title, at }, base, more = {}) {
    const sealed = await this.close({ key, body: { ...body, ...more }, title, at }, id);
    return this.keeper.change((rows) => again(rows, id, { base, sealed }));
  }

  drop(ids) { return this.keeper.change((rows) => dropped(rows, ids)); }

  // What waits now has waited for want of a network: its age counts.
  late() {
    return this.keeper.change((rows) => ({
      put: rows.filter((row) => row.state === "waiting" && !row.late).map((row) => Object.assign(row, { late: true })),
    }));
  }

  counts() {
    return this.keeper.change((rows) => {
      const waiting = rows.filter((row) => row.state === "waiting").length;
      return { value: { waiting, stuck: rows.length - waiting } };
    });
  }
}
