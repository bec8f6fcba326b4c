// What is typed into a plan and not yet saved on the server stays on this device: a closed tab loses nothing.
// A plan holds no personal data; it is kept under the person's number, a fortnight at most, until it is written.

const PAUSE_MS = 400;
const DAYS = 14;
const SETTLED_MS = 1_200;
const FIELDS = ["id", "title", "kind", "homework"];

export class Kept {
  constructor(plan, form) {
    Object.assign(this, { plan, form });
    this.key = `parta-plan:${document.body.dataset.person}:${form.getAttribute("action")}`;
    this.opened = this.words();
    this.drawn = "unsaved" in form.dataset ? "" : this.opened;
    this.base = form.querySelector("[name=base]");
    this.timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE_MS);
    });
    form.addEventListener("submit", () => clearTimeout(this.timer));
    window.addEventListener("pagehide", () => this.keep());
    this.offer(this.read());
  }

  words() {
    const { plan } = this;
    return JSON.stringify([...plan.table.tBodies].map((body) => [
      body.querySelector("[name=section]").value,
      [...body.querySelectorAll("tr[data-row]")].map((row) => FIELDS.map((name) => plan.field(row, name).value)),
    ]));
  }

  // Nothing typed, nothing kept; but what an earlier page has left waits for its answer.
  // sent: it goes out at this moment, and the next page may be drawn before it has come. False: no room for it here.
  keep(sent = false) {
    const words = this.words();
    try {
      if (words !== this.drawn) localStorage.setItem(this.key, JSON.stringify(this.record(words, sent)));
      else if (!this.left) localStorage.removeItem(this.key);
    } catch { return false; }
    if (sent) this.sent = words;
    return true;
  }

  record(words, sent) {
    return { at: Date.now(), words, base: this.base.value, sent: sent || this.sent === words, submitted: Boolean(this.submitted) };
  }

  // The server has these words: they are what the page was drawn with from now on.
  written(words) {
    this.drawn = words;
    this.keep();
  }

  read() {
    try {
      const found = JSON.parse(localStorage.getItem(this.key));
      return found && Date.now() - found.at < DAYS * 86_400_000 ? found : null;
    } catch { return null; }
  }

  // What was written after all, with numbers the server has given, is no loss: only the words are compared.
  same(words) {
    const bare = (text) => JSON.stringify(JSON.parse(text).map(([title, rows]) => [title, rows.map((row) => row.slice(1).map((one) => one.trim()))]));
    return bare(words) === bare(this.opened);
  }

  // What the page before has sent on its way out may have come by now: then this one is drawn again, with it.
  async arrived() {
    await new Promise((done) => { setTimeout(done, SETTLED_MS); });
    const text = await fetch(location.href).then((answer) => answer.text()).catch(() => "");
    const version = /name="base" value="(\w+)"/.exec(text)?.[1];
    if (!version || version === this.base.value || this.words() !== this.drawn) return false;
    localStorage.removeItem(this.key);
    location.reload();
    return true;
  }

  async offer(found) {
    const box = document.querySelector("[data-plan-kept]");
    if (!found || !box || !this.drawn) return undefined;
    const came = found.submitted && found.base !== this.base.value;
    if (came || this.same(found.words)) return localStorage.removeItem(this.key);
    this.left = true;
    if (found.sent && await this.arrived()) return undefined;
    const moment = new Date(found.at);
    box.querySelector("[data-kept-at]").textContent = moment.toLocaleString("ru", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" });
    box.hidden = false;
    box.addEventListener("click", ({ target }) => {
      const answer = target.closest("button")?.dataset.kept;
      if (!answer) return;
      this.left = false;
      box.hidden = true;
      if (answer === "back") this.bring(JSON.parse(found.words));
      else localStorage.removeItem(this.key);
    });
    return undefined;
  }

  // The rows as they were left; one step of undo takes them away again.
  bring(sections) {
    const { plan } = this;
    const present = new Set(plan.rows.map((row) => plan.field(row, "id").value));
    plan.did(() => {
      const [first] = plan.table.tBodies;
      const made = sections.map(([title, rows]) => {
        const body = first.cloneNode(false);
        const head = first.querySelector("tr.section").cloneNode(true);
        head.querySelector("[name=section]").value = title;
        body.append(head, ...rows.map(([id, topic, kind, homework]) => {
          const row = plan.fresh({ title: topic, kind, homework });
          if (present.has(id)) plan.field(row, "id").value = id;
          return row;
        }));
        return body;
      });
      [...plan.table.tBodies].forEach((body) => body.remove());
      plan.table.append(...made);
    });
    plan.rows[0]?.querySelector("[name=title]").focus();
  }
}
