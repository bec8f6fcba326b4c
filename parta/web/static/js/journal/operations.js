// The entries of this page on their way to the server: each is written to the device before it is sent, painted by its
// cell, and answered to it. What carries them is shared by the whole page (offline/courier.js).

import { courier } from "../offline/courier.js";
import { uuid } from "../uuid.js";

const GATHER_MS = 40;
const DONE = new Set(["applied", "repeated"]);

// What an entry is about: «lesson:student:slot», «lesson:record», «lesson:homework». Entries of one place build upon each other.
export function placeOf({ kind, lesson, student, slot }) {
  if (student !== undefined) return `${lesson}:${student}:${kind === "attendance" ? 0 : slot}`;
  return `${lesson}:${kind === "homework" ? "homework" : "record"}`;
}

export class Queue {
  // span: the days averages are for; changed(): the queue or the connection is in another state;
  // describe(body): whose entry it is, in words, for the list of what has not arrived.
  constructor({ span, changed, describe }) {
    Object.assign(this, { changed, describe });
    this.span = span ? span.join("/") : "";
    this.mine = new Map(); // by id: operations of this page without an answer
    this.stuck = new Map(); // by id: answered with a refusal or a conflict, or held behind one
    this.answered = new Map(); // by id: the version it made
    this.unwritten = []; // not on the device yet: a moment each
    this.courier = null;
    this.writing = courier().then((one) => {
      this.courier = one;
      one.listen((news) => this.hear(news));
      this.changed();
    });
  }

  get trouble() { return this.courier?.trouble ?? ""; }
  // How many wait; without a network only those that are on the device already are counted.
  get size() {
    const waiting = this.courier?.counts.waiting ?? 0;
    return this.trouble && this.kept ? waiting : Math.max(this.mine.size, waiting);
  }
  get stuckCount() { return this.courier?.counts.stuck ?? 0; }
  get kept() { return this.courier?.kept ?? false; }
  // May the page be closed now without a loss?
  get safe() { return this.kept ? !this.unwritten.length : !this.mine.size; }
  holds(prefix) { return [...this.mine.values()].some((one) => one.key.startsWith(prefix)); }

  // version(): the version of the place as this page knows it. body: kind, lesson, value …; done(result, body): the answer.
  // A newer operation takes the place of an unsent one just before it in the same place, if it is of the same kind.
  add({ body, version, done, state }) {
    const key = placeOf(body);
    const last = [...this.mine.values()].findLast((one) => one.key === key);
    const same = last?.body.kind === body.kind ? last : null;
    const one = {
      id: uuid(), key, body: same ? { ...same.body, ...body } : body, title: this.describe?.(body) ?? "",
      at: Date.now(), base: version(), after: last?.id ?? "", span: this.span, late: Boolean(this.trouble), done, state,
      instead: same?.id ?? "",
      again: [...this.stuck].filter(([, was]) => was.key === key && was.kind === body.kind).map(([id]) => id),
    };
    this.mine.set(one.id, one);
    state(this.trouble ? "queued" : "saving");
    this.unwritten.push(one);
    this.writing = this.writing.then(() => this.write());
    this.changed();
  }

  // Everything typed until now, in one go. The device may refuse (its disk is full): said at once, nothing is pretended.
  async write() {
    const list = [...this.unwritten];
    if (!list.length) return;
    try {
      const gone = await this.courier.outbox.add(list, (id) => this.answered.get(id));
      for (const id of gone) this.mine.delete(id);
      this.unwritten = this.unwritten.slice(list.length);
      const again = list.flatMap((one) => one.again);
      if (again.length) await this.forget(again);
    } catch (error) {
      this.unwritten = this.unwritten.slice(list.length);
      for (const one of list) this.fail(one, error);
    }
    await this.courier.count();
    if (!this.courier.timer) this.courier.wake(GATHER_MS);
    this.courier.tell({});
  }

  fail(one, error) {
    this.mine.delete(one.id);
    one.done({ status: "invalid", message: `Запись не поместилась на этом устройстве (${error.name}): освободите место и повторите` }, one.body);
  }

  hear({ settling = [], answers = [] }) {
    for (const { id, result } of settling) if (DONE.has(result.status)) this.answered.set(id, result.version);
    for (const answer of answers) this.settle(answer);
    const state = this.trouble ? "queued" : "saving";
    for (const one of this.mine.values()) if (one.shown !== state) { one.shown = state; one.state(state); }
    this.changed();
  }

  settle({ id, result }) {
    const one = this.mine.get(id);
    if (!one) return;
    this.mine.delete(id);
    if (DONE.has(result.status)) this.answered.set(id, result.version);
    else this.stuck.set(id, { key: one.key, kind: one.body.kind });
    if (result.status === "conflict") this.hold(one.key);
    one.done(result, one.body);
  }

  // Behind a conflict nothing of the same place is sent until it is resolved.
  hold(key) {
    for (const one of [...this.mine.values()].filter((later) => later.key === key)) {
      this.mine.delete(one.id);
      this.stuck.set(one.id, { key, kind: one.body.kind });
    }
  }

  // The person has chosen, or put things back: what stood here and did not arrive is not wanted any more.
  async dismiss(prefix) {
    const gone = [...this.stuck].filter(([, was]) => was.key.startsWith(prefix)).map(([id]) => id);
    if (gone.length) await this.forget(gone);
  }

  async forget(ids) {
    for (const id of ids) this.stuck.delete(id);
    await this.courier.outbox.drop(ids);
    await this.courier.changed();
  }

  // What an earlier page has left: match(one) gives {state, done} for what is on this page, null for the rest.
  async restore(match) {
    await this.writing;
    for (const one of await this.courier.outbox.list()) {
      const place = one.body && !this.mine.has(one.id) ? match(one) : null;
      if (!place) continue;
      if (one.state === "waiting") {
        this.mine.set(one.id, { ...one, ...place });
        place.state("queued");
      } else {
        this.stuck.set(one.id, { key: one.key, kind: one.body.kind });
        if (one.result) place.done(one.result, one.body);
      }
    }
    this.changed();
  }
}
