// On every page of a signed-in person: the worker, the key, the carrying of what waits, and a line that says what waits.

import { courier } from "./courier.js";
import { answer, within } from "./database.js";
import { able } from "./seal.js";
import { begin, current, forget } from "./session.js";
import { records, waitingWords } from "./words.js";

const WAITING = "/journal/waiting/";
const person = document.body.dataset.person;

if (person === "none") {
  if (able()) forget().then(say); // the sign-in page: nobody's pages may be read here
} else start();

// How many wait is no secret; whose they are and what they say is.
async function say() {
  const count = await within("operations", "readonly", (store) => answer(store.count()));
  const line = document.querySelector("[data-left]");
  if (!line) return;
  line.hidden = !count;
  line.textContent = `На этом устройстве ${count % 10 === 1 && count % 100 !== 11 ? "ждёт" : "ждут"} отправки ${records(count)}: их отправит вход того, кто их сделал.`;
}

async function start() {
  const known = able() && (await current())?.person === Number(person);
  const one = await courier();
  one.listen(() => show(one));
  show(one);
  if (able() && globalThis.BroadcastChannel) new BroadcastChannel("parta").onmessage = () => one.stop();
  if (able() && navigator.serviceWorker) await work(known);
  const note = document.querySelector("[data-kept]");
  if (note) window.addEventListener("online", () => refresh(note), { once: true });
}

async function work(known) {
  const covered = Boolean(navigator.serviceWorker.controller);
  const ready = await navigator.serviceWorker.register("/service-worker.js", { type: "module" }).then(() => navigator.serviceWorker.ready, () => null);
  if (!ready || !navigator.onLine) return;
  // The page that was open before the worker or the key came is kept too; then the lessons of the day.
  if (!covered || !known) ready.active.postMessage({ keep: [location.pathname + location.search], fresh: true });
  requestIdleCallback?.(() => ready.active.postMessage({ keep: [...ahead()] }));
}

function* ahead() {
  for (const link of document.querySelectorAll("[data-ahead] a[href]")) {
    if (!link.offsetParent) continue; // the way of the other screen
    const url = new URL(link.href);
    yield url.pathname + url.search;
    const asked = url.searchParams.get("lesson");
    if (asked) yield `/lessons/${asked}/panel/`;
    else yield* ["absent", "marks", "record"].map((tab) => `${url.pathname}?tab=${tab}`);
  }
  if (document.querySelector("[data-ahead]")) yield WAITING;
}

// The journal has its own line; elsewhere it stands under the head of the page.
function show({ counts, trouble, kept }) {
  const line = document.querySelector("[data-waiting]");
  if (!line || document.querySelector(".jr-app, [data-behaviour=waiting]")) return;
  const waits = counts.waiting && trouble && !document.querySelector("[data-save]"); // the page of marks says it itself
  line.hidden = !waits && !counts.stuck;
  const parts = [waits && waitingWords({ ...counts, trouble, kept }).text, counts.stuck && `Не дошло: ${records(counts.stuck)}`];
  line.querySelector("a").textContent = parts.filter(Boolean).join(". ");
}

function refresh(note) {
  note.textContent = "Связь вернулась. ";
  note.append(Object.assign(document.createElement("a"), { href: location.href, textContent: "Показать, как сейчас" }));
}
