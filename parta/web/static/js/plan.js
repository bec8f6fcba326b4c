// The table of a plan: Enter and Shift+Enter go down and up a column, Ins adds a topic, Alt+arrows move the line.

export function attach(form) {
  if (!form.querySelector("[autofocus]")) form.querySelector("tr.now")?.scrollIntoView({ block: "center" });
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row || event.ctrlKey || event.metaKey) return;
    const act = actOf(event);
    if (act) {
      event.preventDefault();
      row.querySelector(`button[value^="${act}:"]`)?.click();
    } else if (event.key === "Enter" && event.target.matches("input:not([type=hidden])")) {
      event.preventDefault();
      beside(form, event.target, event.shiftKey ? -1 : 1)?.focus();
    }
  });
}

function actOf(event) {
  if (event.key === "Insert") return "add";
  if (!event.altKey) return "";
  return { ArrowUp: "up", ArrowDown: "down" }[event.key] ?? "";
}

function beside(form, field, step) {
  const column = [...form.querySelectorAll(`input[name="${field.name}"]`)];
  return column[column.indexOf(field) + step];
}
