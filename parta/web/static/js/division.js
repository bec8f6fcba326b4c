// Groups side by side: a pupil goes to another one by the list, by a digit, or dragged. Nothing is sent until «Записать».

const DRAGGED = "text/parta-pupil";

export function attach(form) {
  const columns = [...form.querySelectorAll("[data-group]")];
  const targets = columns.filter((column) => column.dataset.group !== "0");
  const pupils = () => [...form.querySelectorAll("[data-pupil]")];
  const count = form.querySelector("[data-count]");
  const undoButton = form.querySelector("[data-undo]");
  const done = [];
  let sent = false;

  const groupOf = (item) => item.closest("[data-group]").dataset.group;
  const picker = (item) => item.querySelector("select");

  function put(item, group) {
    const list = columns.find((column) => column.dataset.group === group)?.querySelector("ol");
    if (!list) return;
    const order = Number(item.dataset.order);
    const after = [...list.children].find((one) => Number(one.dataset.order) > order);
    list.insertBefore(item, after ?? null);
    picker(item).value = group === "0" ? "" : group;
    item.classList.toggle("moved", item.dataset.was !== group);
    tell();
  }

  function move(item, group) {
    const from = groupOf(item);
    if (group === from) return;
    done.push([item, from]);
    put(item, group);
  }

  function undo() {
    const [item, from] = done.pop() ?? [];
    if (!item) return;
    put(item, from);
    item.focus();
  }

  function tell() {
    const changed = pupils().filter((item) => item.dataset.was !== groupOf(item)).length;
    count.textContent = changed ? `Не записано перестановок: ${changed}` : "Перестановок нет";
    undoButton.hidden = !done.length;
    form.dataset.changed = changed;
    for (const column of columns) {
      const size = column.querySelectorAll("li[data-order]").length;
      column.querySelector("[data-size]").textContent = size;
      column.querySelector("[data-empty]").hidden = size > 0;
    }
  }

  function step(item, by) {
    const all = [...item.closest("ol").querySelectorAll("[data-pupil]")];
    all[all.indexOf(item) + by]?.focus();
  }

  function key(event) {
    const item = event.target.closest("[data-pupil]");
    if (event.ctrlKey && event.code === "KeyZ") return [undo, true];
    if (event.ctrlKey && event.key === "Enter") return [() => form.requestSubmit(), true];
    if (!item || event.ctrlKey || event.altKey || event.target.matches("select")) return [];
    const digit = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1];
    if (digit && targets[digit - 1]) return [() => assign(item, targets[digit - 1].dataset.group), true];
    if (event.key === "ArrowDown") return [() => step(item, 1), true];
    if (event.key === "ArrowUp") return [() => step(item, -1), true];
    return [];
  }

  // A digit settles the pupil and goes on with the next one of the same list, so that a class is one key a pupil.
  function assign(item, group) {
    const next = item.nextElementSibling ?? item.previousElementSibling;
    move(item, group);
    (next?.matches("[data-pupil]") ? next : item).focus();
  }

  form.addEventListener("keydown", (event) => {
    const [act, mine] = key(event);
    if (mine) event.preventDefault();
    act?.();
  });
  form.addEventListener("change", (event) => {
    const item = event.target.closest("[data-pupil]");
    if (item) move(item, event.target.value || "0");
  });
  form.addEventListener("dragstart", (event) => {
    event.dataTransfer?.setData(DRAGGED, event.target.dataset?.pupil ?? "");
  });
  for (const column of columns) {
    column.addEventListener("dragover", (event) => {
      event.preventDefault();
      column.classList.add("over");
    });
    column.addEventListener("dragleave", () => column.classList.remove("over"));
    column.addEventListener("drop", (event) => {
      event.preventDefault();
      column.classList.remove("over");
      const item = form.querySelector(`[data-pupil="${CSS.escape(event.dataTransfer.getData(DRAGGED))}"]`);
      if (item) move(item, column.dataset.group);
      item?.focus();
    });
  }
  undoButton.addEventListener("click", undo);
  form.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => {
    if (!sent && Number(form.dataset.changed)) event.preventDefault();
  });
  for (const item of pupils()) {
    item.draggable = true;
    item.tabIndex = 0;
  }
  tell();
  pupils()[0]?.focus({ preventScroll: true });
}
