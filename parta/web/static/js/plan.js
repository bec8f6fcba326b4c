// The table of a plan like a spreadsheet: keys, buttons, dragging, pasting, undo. It is saved by itself (plan/saving.js),
// and nothing typed is lost before that (plan/kept.js);
// without JavaScript the same buttons send the table and come back with the row changed.

import { cellsOf, fill, isTable } from "./plan/paste.js";
import { Kept } from "./plan/kept.js";
import { Saving } from "./plan/saving.js";
import { PlanTable } from "./plan/table.js";

const ACTS = new Set(["up", "down", "add", "drop", "join", "halve", "split"]);
const COLUMNS = ["title", "kind", "homework"];
const SAID = {
  up: "выше", down: "ниже", add: "новая тема", drop: "тема убрана", join: "темы объединены", halve: "тема разделена", split: "новый раздел",
};

export function attach(form) {
  const plan = new PlanTable(form);
  const voice = form.querySelector("[data-plan-voice]");
  const say = (text) => { voice.textContent = text; };
  let reading = false;
  if (!form.querySelector("[autofocus]")) form.querySelector("tr.now")?.scrollIntoView({ block: "center" });
  if (!plan.pattern) return;
  new Saving(plan, form, new Kept(plan, form));

  const read = (on) => {
    reading = on;
    plan.table.classList.toggle("reading", on);
    plan.table.querySelectorAll("input.inp").forEach((field) => { field.readOnly = on; });
  };
  const stand = (row, name) => row?.querySelector(`[name="${COLUMNS.includes(name) ? name : "title"}"]`)?.focus();
  const perform = (act, row, name = "title") => {
    const next = plan[act](row);
    if (!next) return;
    if (act === "add") read(false);
    stand(next, name);
    say(`${SAID[act]}, № ${plan.rows.indexOf(next) + 1}`);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    const act = button?.value.split(":")[0];
    if (!ACTS.has(act)) return;
    event.preventDefault();
    perform(act, button.closest("tr"));
  });
  form.addEventListener("mousedown", (event) => { if (event.target.matches("input.inp")) read(false); });
  form.addEventListener("focusin", ({ target }) => { target.dataset.before = target.value; });
  form.addEventListener("input", ({ target }) => {
    if (!target.name || !("before" in target.dataset) || !target.closest("table")) return;
    plan.willType(target, target.dataset.before);
    target.dataset.before = target.value;
  });

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    const row = field.closest("tr[data-row]");
    const done = keyed(event, field, row);
    if (done) event.preventDefault();
  });

  function keyed(event, field, row) {
    const command = event.ctrlKey || event.metaKey;
    if (command && event.code === "KeyS") return form.requestSubmit(form.querySelector("button[value=save]")), true;
    if (command && field.closest("table")) return travelled(event);
    if (event.altKey && row) return moved(event, field, row);
    if (!row || event.altKey) return false;
    if (event.key === "Insert") return perform("add", row), true;
    if (event.key === "F2") return read(false), true;
    if (event.key === "Escape") return read(true), true;
    if (event.key === "Enter") return entered(event, field, row);
    return walked(event, field, row) || (reading && acted(event, field, row));
  }

  function travelled(event) {
    const back = event.code === "KeyZ" && !event.shiftKey;
    const forth = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
    if (!back && !forth) return false;
    const field = document.activeElement;
    const at = plan.rows.indexOf(field.closest("tr[data-row]"));
    const went = back ? plan.undo() : plan.redo();
    if (!went) return true;
    const rows = plan.rows;
    stand(rows.includes(field.closest("tr")) ? field.closest("tr") : rows[Math.min(Math.max(at, 0), rows.length - 1)], field.name);
    say(back ? "возвращено" : "повторено");
    return true;
  }

  function moved(event, field, row) {
    const act = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    if (!act) return false;
    perform(act, row, field.name);
    return true;
  }

  function entered(event, field, row) {
    if (field.matches("button")) return false;
    if (reading && !event.shiftKey) return read(false), true;
    return stand(beside(row, event.shiftKey ? -1 : 1), field.name), true;
  }

  function walked(event, field, row) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && (reading || field.matches("input"))) return stand(beside(row, step), field.name), true;
    const side = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!side || !reading) return false;
    return stand(row, COLUMNS[COLUMNS.indexOf(field.name) + side]), true;
  }

  // Letters by their place on the keyboard: the layout may be either.
  function acted(event, field, row) {
    const act = { KeyJ: "join", KeyH: "halve", Delete: "drop", Backspace: "drop" }[event.code];
    if (!act || field.matches("button")) return false;
    perform(act, row, field.name);
    return true;
  }

  function beside(row, step) {
    const rows = plan.rows;
    return rows[rows.indexOf(row) + step];
  }

  form.addEventListener("paste", (event) => {
    const field = event.target;
    const row = field.closest("tr[data-row]");
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (!row || !COLUMNS.includes(field.name) || !isTable(text)) return;
    event.preventDefault();
    const count = fill(plan, row, field.name, cellsOf(text));
    say(`вставлено строк: ${count}`);
  });

  drag(plan, (row) => { stand(row); say(`тема стала № ${plan.rows.indexOf(row) + 1}`); });
}

function drag(plan, landed) {
  let held = null;
  plan.table.addEventListener("dragstart", (event) => {
    held = event.target.closest?.("tr[data-row]");
    event.dataTransfer.effectAllowed = "move";
    if (held) event.dataTransfer.setDragImage(held, 20, 12);
  });
  plan.table.addEventListener("dragover", (event) => { if (held && event.target.closest("tr[data-row]")) event.preventDefault(); });
  plan.table.addEventListener("drop", (event) => {
    const target = event.target.closest("tr[data-row]");
    if (!held || !target) return;
    event.preventDefault();
    const box = target.getBoundingClientRect();
    const row = plan.put(held, target, event.clientY > box.top + box.height / 2);
    held = null;
    if (row) landed(row);
  });
}
