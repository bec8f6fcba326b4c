// Binds behaviours to elements: data-behaviour="name other" runs attach(element) of ./name.js, once an element,
// on load and again for what htmx brings. A page without JavaScript works; these only make it quicker.

const load = {
  autosubmit: () => import("./autosubmit.js"),
  division: () => import("./division.js"),
  dialog: () => import("./dialog.js"),
  "file-size": () => import("./file_size.js"),
  files: () => import("./files.js"),
  filter: () => import("./filter.js"),
  finals: () => import("./finals/page.js"),
  kept_list: () => import("./offline/kept_list.js"),
  journal: () => import("./journal/page.js"),
  lesson: () => import("./journal/lesson_page.js"),
  homework_load: () => import("./journal/load.js"),
  hours: () => import("./hours.js"),
  lesson_forms: () => import("./offline/lesson_forms.js"),
  menu: () => import("./menu.js"),
  password: () => import("./password.js"),
  plan: () => import("./plan.js"),
  "plan-now": () => import("./plan_now.js"),
  prefs: () => import("./prefs.js"),
  print: () => import("./print.js"),
  timetable: () => import("./timetable.js"),
  waiting: () => import("./offline/waiting.js"),
  unsaved: () => import("./unsaved.js"),
};

const bound = new WeakMap();

async function bind(element) {
  const done = bound.get(element) ?? new Set();
  bound.set(element, done);
  for (const name of element.dataset.behaviour.split(" ")) {
    if (done.has(name) || !load[name]) continue;
    done.add(name);
    const { attach } = await load[name]();
    attach(element);
  }
}

function bindAll(root) {
  if (root.dataset?.behaviour) bind(root);
  root.querySelectorAll("[data-behaviour]").forEach(bind);
}

// A row of tabs wider than the phone begins at the tab one is on.
function showCurrent(row) {
  const here = row.querySelector("[aria-current]");
  if (!here || row.scrollWidth <= row.clientWidth) return;
  const [one, all] = [here, row].map((element) => element.getBoundingClientRect());
  row.scrollLeft += one.left + one.width / 2 - all.left - all.width / 2;
}

bindAll(document);
document.querySelectorAll(".tabs, .seg").forEach(showCurrent);
if (document.body.dataset.person) import("./offline/start.js");
document.addEventListener("htmx:load", (event) => bindAll(event.detail.elt));

// The two ends of a request that no fragment can tell about.
document.addEventListener("htmx:sendError", async () => {
  const { toast } = await import("./toast.js");
  toast("Нет связи. Запись не ушла: проверьте сеть и повторите.");
});
document.addEventListener("htmx:responseError", async (event) => {
  const { toast } = await import("./toast.js");
  const status = event.detail.xhr.status;
  if (status === 401) toast("Вход закончился, записи не сохранены.", { text: "Войти снова", act: () => location.reload() });
  else toast(`Не получилось (ошибка ${status}). Обновите страницу и попробуйте ещё раз.`);
});
