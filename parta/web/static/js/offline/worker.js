// The service worker: pages from the network first, from the device only when there is none, and said so on the page.
// Files with hashed names come from the device. Nothing of a person is kept except sealed (pages.js).

import { find, isFresh, keep, keepable } from "./pages.js";
import { forget, leave, leaving, left } from "./session.js";
import { moment } from "./words.js";

const OFFLINE = "/offline/";
const SIGN_OUT = "/sign-out/";
const WAITING = "/journal/waiting/";
const SLOW_MS = 10_000;
const AHEAD_MS = 10 * 60_000;
const NO_SERVER = new Set([502, 503, 504]);
const MARK = "<!-- kept -->";

export function start({ version, files }) {
  const shell = `parta-${version}`;
  self.addEventListener("install", (event) => event.waitUntil(install(shell, files)));
  self.addEventListener("activate", (event) => event.waitUntil(activate(shell)));
  self.addEventListener("message", (event) => event.waitUntil(ahead(event.data)));
  self.addEventListener("fetch", (event) => {
    const url = new URL(event.request.url);
    if (url.origin !== location.origin) return;
    if (url.pathname.startsWith("/static/")) event.respondWith(file(shell, event.request));
    else if (event.request.mode === "navigate") event.respondWith(page(event, url));
    else if (event.request.method === "GET" && event.request.headers.get("X-Fragment") && keepable(url)) event.respondWith(fragment(event, url));
  });
}

async function install(shell, files) {
  const cache = await caches.open(shell);
  await cache.addAll([new Request(OFFLINE, { credentials: "omit", cache: "reload" }), ...files]);
  await self.skipWaiting();
}

async function activate(shell) {
  const old = (await caches.keys()).filter((name) => name.startsWith("parta-") && name !== shell);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function file(shell, request) {
  const cache = await caches.open(shell);
  const found = await cache.match(request, { ignoreVary: true });
  if (found) return found;
  const response = await fetch(request);
  if (response.ok) await cache.put(request, response.clone());
  return response;
}

async function page(event, url) {
  const post = event.request.method !== "GET";
  const response = await (post || !keepable(url) ? fetch(event.request) : soon(event.request, url)).catch(() => null);
  if (response && !NO_SERVER.has(response.status)) return arrived(event, url, response);
  if (post) return response ?? unsent(url);
  return (await copy(url)) ?? response ?? offline();
}

// A line that neither answers nor breaks: after a while the copy is shown, where there is one.
async function soon(request, url) {
  const coming = fetch(request);
  coming.catch(() => {});
  const late = new Promise((resolve) => { setTimeout(resolve, SLOW_MS); });
  const first = await Promise.race([coming, late.then(() => null)]);
  if (first) return first;
  if (await find(url)) throw new Error("slow");
  return coming;
}

async function arrived(event, url, response) {
  if (await leaving().catch(() => false)) return signOut();
  if (url.pathname === "/sign-in/") await forget().catch(() => {});
  else if (keepable(url) && event.request.method === "GET") event.waitUntil(keep(url, response.clone()));
  return response;
}

async function fragment(event, url) {
  try {
    const response = await fetch(event.request);
    event.waitUntil(keep(url, response.clone()));
    return response;
  } catch {
    const found = await find(url);
    return found ? html(found.html) : Response.error();
  }
}

async function ahead({ keep: wanted = [], fresh = false }) {
  for (const one of wanted) await fetchAhead(one, fresh).catch(() => {});
}

// Fetched before it is asked for: the lessons of today, and the page that was open before the worker came.
async function fetchAhead(address, fresh) {
  const url = new URL(address, location.origin);
  if (!keepable(url) || (!fresh && (await isFresh(url, AHEAD_MS)))) return;
  const headers = url.pathname.endsWith("/panel/") ? { "X-Fragment": "yes" } : {};
  const response = await fetch(url, { headers }).catch(() => null);
  if (response && !response.redirected) await keep(url, response);
}

async function copy(url) {
  const found = await find(url).catch(() => null);
  if (!found) return null;
  if (url.pathname === WAITING) return html(found.html); // its list is on the device: never old
  const words = `Нет связи, показано то, что было ${moment(found.at)}`;
  return html(found.html.replace(MARK, `<aside class="clocknote" data-kept role="status">${words}</aside>`));
}

const html = (text) => new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });

async function offline(words = "") {
  const response = await caches.match(OFFLINE, { ignoreVary: true });
  if (!response) return Response.error();
  return html((await response.text()).replace(MARK, words && `<aside class="clocknote" role="alert">${words}</aside>`));
}

async function unsent(url) {
  if (url.pathname !== SIGN_OUT) return offline("Запись не ушла. Вернитесь назад: набранное на странице осталось, отправьте его, когда появится связь");
  await forget();
  await leave();
  new BroadcastChannel("parta").postMessage("left");
  return offline("Вы вышли на этом устройстве: страницы закрыты, записи ждут вас. Сервер узнает о выходе, когда появится связь");
}

// The person left while there was no network: the server is told before anything else is shown.
async function signOut() {
  const page = await fetch("/profile/").catch(() => null);
  if (page?.headers.get("X-Person")) {
    const csrfmiddlewaretoken = /x-csrftoken": "([^"]+)"/.exec(await page.text())?.[1];
    const told = await fetch(SIGN_OUT, { method: "POST", redirect: "manual", body: new URLSearchParams({ csrfmiddlewaretoken }) });
    if (told.type !== "opaqueredirect") return offline("Выйти пока не получилось: обновите страницу");
  }
  if (!page) return offline();
  await left();
  return Response.redirect("/sign-in/");
}
