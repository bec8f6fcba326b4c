// What is typed into a plan and not yet written stays on this device: a closed tab or a fallen browser loses nothing.
// A plan holds no personal data; it is kept under the person's number, a fortnight at most, until it is written.

const PAUSE_MS = 400;
const DAYS = 14;
const FIELDS = ["id", "title", "kind", "homework"];

export class Kept {
  constructor(plan, form) {
    Object.assign(this, { plan, form });
    this.key = `parta-plan:${document.body.dataset.person}:${form.getAttribute("action")}`;
    this.drawn = this.words();
    this.timer = 0;
    form.addEventListener("input", () => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.keep(), PAUSE_MS);
    });
    form.addEventListener("submit", () => { clearTimeout(this.timer); this.keep(); });
    window.addEventListener("pagehide", () => this.keep());
    this.offer();
  }

  words() {
    const { plan } = this;
    return JSON.stringify([...plan.table.tBodies].map((body) => [
      body.querySelector("[name=section]").value,
      [...body.querySelectorAll("tr[data-row]")].map((row) => FIELDS.map((name) => plan.field(row, name).value)),
    ]));
  }

  // Nothing typed, nothing kept; but what an earlier page has left waits for its answer.
  keep() {
    const words = this.words();
    try {
      if (words !== this.drawn) localStorage.setItem(this.key, JSON.stringify({ at: Date.now(), words }));
      else if (!this.left) localStorage.removeItem(this.key);
    } catch { /* a device without room for it: the question before leaving remains */ }
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
    return bare(words) === bare(this.drawn);
  }

  offer() {
    const found = this.read();
    const box = document.querySelector("[data-plan-kept]");
    if (!found || !box || this.same(found.words)) return localStorage.removeItem(this.key);
    this.left = true;
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
