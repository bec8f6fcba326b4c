// The timetable editor: arrows walk over the cells, К goes to the next conflict, the opened cell is marked.

const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

export function attach(region) {
  const rows = [...region.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td > a")]);
  const links = rows.flat();
  const side = document.getElementById("te-side");
  const stacked = () => side.offsetLeft <= region.offsetLeft;
  links.find((link) => link.hasAttribute("aria-current"))?.scrollIntoView({ block: "center", inline: "center" });
  side.addEventListener("htmx:afterSwap", () => {
    if (stacked()) side.scrollIntoView({ block: "start" });
  });

  region.addEventListener("click", (event) => {
    const link = event.target.closest("td > a");
    if (link) mark(links, link);
  });
  region.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const step = STEPS[event.key];
    const target = step ? beside(rows, event.target, step) : event.code === "KeyR" ? nextConflict(links, event.target) : null;
    if (!target) return;
    event.preventDefault();
    target.focus();
  });
}

function mark(links, chosen) {
  for (const link of links) {
    if (link === chosen) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}

function beside(rows, link, [down, right]) {
  const row = rows.findIndex((cells) => cells.includes(link));
  if (row < 0) return rows[0]?.[0];
  return rows[row + down]?.[rows[row].indexOf(link) + right];
}

function nextConflict(links, link) {
  const conflicts = links.filter((one) => one.parentElement.classList.contains("cf"));
  const from = links.indexOf(link);
  return conflicts.find((one) => links.indexOf(one) > from) ?? conflicts[0];
}
