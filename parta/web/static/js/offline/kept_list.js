// The page «Нет связи»: what may be opened on this device now.

import { kept } from "./pages.js";
import { able } from "./seal.js";
import { moment } from "./words.js";

export async function attach(box) {
  const pages = able() ? await kept() : [];
  box.hidden = !pages.length;
  const seen = new Set();
  for (const { url, title, at } of pages) {
    if (seen.has(title)) continue;
    seen.add(title);
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: url, textContent: title });
    item.append(link, Object.assign(document.createElement("span"), { className: "muted", textContent: ` ${moment(at)}` }));
    box.querySelector("ul").append(item);
  }
}
