// Pages of the signed-in person for the time without a network, sealed with their key.

import { answer, within } from "./database.js";
import { seal, unseal } from "./seal.js";
import { current } from "./session.js";

const MOST = 60;
// What a person needs when the network goes: the day, the lessons, the opened journals, the diary, what has not arrived.
const KEPT = /^\/(day|journal\/waiting|courses\/\d+\/journal|lessons\/\d+|lessons\/\d+\/panel|students\/\d+\/diary)\/$/;
const FIRST = /^\/(day|students\/\d+\/diary)\/$/;

export const keepable = (url) => KEPT.test(url.pathname);
const addressOf = (url) => url.pathname + url.search;
const pathOf = (address) => address.split("?")[0];
const about = (person, address, part) => `${person}:${part}:${address}`;
const all = (person) => IDBKeyRange.bound([person, 0], [person, Infinity]);

// Keeps a copy of an answer that is the person's own page. Other answers are left alone.
export async function keep(url, response) {
  const session = await current();
  if (!session || !response.ok || Number(response.headers.get("X-Person")) !== session.person) return;
  const { person, key } = session;
  const address = addressOf(url);
  const html = await response.text();
  const title = /<title>([^<]*) — Парта<\/title>/.exec(html)?.[1] ?? "";
  const row = { person, url: address, at: Date.now() };
  row.name = await seal(key, title, about(person, address, "name"));
  row.html = await seal(key, html, about(person, address, "html"));
  await within("pages", "readwrite", async (store) => {
    await answer(store.put(row));
    const keys = await answer(store.index("seen").getAllKeys(all(person)));
    for (const old of keys.slice(0, -MOST)) store.delete(old);
  });
}

// Addresses of the person's copies, the latest first.
async function addresses({ person }) {
  const keys = await within("pages", "readonly", (store) => answer(store.index("seen").getAllKeys(all(person))));
  return keys.map(([, address]) => address).reverse();
}

const row = ({ person }, address) => within("pages", "readonly", (store) => answer(store.get([person, address])));

// {html, at} of the very address, else the latest copy of the same page seen otherwise (another week, another view).
export async function find(url) {
  const session = await current();
  if (!session) return null;
  const known = await addresses(session);
  const same = (one) => (url.pathname === "/" ? FIRST.test(pathOf(one)) : pathOf(one) === url.pathname);
  const address = known.find((one) => one === addressOf(url)) ?? known.find(same);
  if (!address) return null;
  const { html, at } = await row(session, address);
  return { html: await unseal(session.key, html, about(session.person, address, "html")), at };
}

export async function isFresh(url, ms) {
  const session = await current();
  if (!session) return true; // nobody to keep it for
  const found = await row(session, addressOf(url));
  return Boolean(found) && Date.now() - found.at < ms;
}

// What may be opened now: [{url, title, at}], the latest first.
export async function kept() {
  const session = await current();
  if (!session) return [];
  const known = (await addresses(session)).filter((one) => !pathOf(one).endsWith("/panel/"));
  return Promise.all(known.map(async (url) => {
    const { name, at } = await row(session, url);
    return { url, at, title: await unseal(session.key, name, about(session.person, url, "name")) };
  }));
}
