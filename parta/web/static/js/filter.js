// A search box over a list that is already on the page: data-filter="#list" hides the rows (tr, li) without the words.
// ё equals е. The answer «Нашлось: N» goes to data-filter-status="#id" if there is one.

const fold = (text) => text.toLocaleLowerCase("ru").replaceAll("ё", "е");

export function attach(input) {
  const list = document.querySelector(input.dataset.filter);
  const status = document.querySelector(input.dataset.filterStatus || "#no-status");
  const sift = () => {
    const words = fold(input.value).split(/\s+/).filter(Boolean);
    let found = 0;
    for (const row of list.querySelectorAll(":scope > li, tbody > tr")) {
      const text = fold(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) found += 1;
    }
    if (status) status.textContent = words.length ? `Нашлось: ${found}` : "";
  };
  input.addEventListener("input", sift);
  input.form?.addEventListener("submit", (event) => event.preventDefault());
  if (input.value) sift();
}
