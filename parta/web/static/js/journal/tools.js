// Buttons above the grid: today, undo, whole class, print, keys, panel.

export function attachTools({ root, grid, board, panel, keys, acts }) {
  for (const button of root.querySelectorAll(".jr-tools [data-act]")) button.hidden = false;
  const dock = root.querySelector('[data-act="panel"]');
  root.querySelector(".jr-tools").addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (act === "today" && board.todayColumn() >= 0) {
      event.preventDefault();
      grid.go(grid.at[0], board.todayColumn());
    } else if (act === "panel") toggle(root, dock, grid, panel);
    else if (act === "print") window.print();
    else if (act === "undo") acts.undo();
    else if (act === "keys") acts.keys();
  });
  keys.addEventListener("click", (event) => {
    if (event.target === keys || event.target.closest("[data-close]")) keys.close();
  });
  keys.addEventListener("close", () => grid.select(...grid.at));
  wholeClass(root.querySelector("[data-density-toggle]"));
}

function toggle(root, dock, grid, panel) {
  const open = root.dataset.panel !== "open";
  root.dataset.panel = document.body.dataset.panel = open ? "open" : "closed";
  dock.setAttribute("aria-pressed", String(open));
  if (open) panel.show(grid.board.columns[grid.at[1]].lesson);
}

// prefs.js applies the choice; the button then stands for its opposite.
function wholeClass(button) {
  button.form.addEventListener("submit", () => {
    setTimeout(() => {
      const on = document.documentElement.dataset.density === "all";
      button.setAttribute("aria-pressed", String(on));
      button.value = on ? "" : "all";
    });
  });
}
