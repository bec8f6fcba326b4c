// A plan for reading opens at the topic that comes now.

export function attach(table) {
  table.querySelector("tr.now")?.scrollIntoView({ block: "center" });
}
