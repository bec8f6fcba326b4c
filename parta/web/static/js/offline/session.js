// Who is signed in on this device, and the key of what they keep here. One person at a time: the next one's arrival, or
// the sign-in page, takes the key and the pages of the one before. Sealed operations stay for that same person.

import { answer, within } from "./database.js";
import { keyOf } from "./seal.js";

export async function current() {
  const found = await within("session", "readonly", (store) => answer(store.get("now")));
  return found && found.until > Date.now() ? found : null;
}

// {person, key, until}; asks the server for the key at the first page after sign-in. Throws without a network then.
export async function begin(person) {
  const found = await current();
  if (found?.person === person) return found;
  await forget();
  const response = await fetch("/offline/key/", { headers: { Accept: "application/json" }, cache: "no-store" });
  if (!response.ok) throw new Error(`key: ${response.status}`);
  const given = await response.json();
  if (given.person !== person) throw new Error("key: somebody else is signed in");
  const made = { person, key: await keyOf(given.key), until: Date.now() + given.seconds * 1000 };
  await within("session", "readwrite", (store) => answer(store.put(made, "now")));
  return made;
}

export async function forget() {
  await within("session", "readwrite", (store) => answer(store.delete("now")));
  await within("pages", "readwrite", (store) => answer(store.clear()));
}

// Signed out without a network: the server is told at the next page that comes from it.
export const leave = () => within("session", "readwrite", (store) => answer(store.put(true, "leaving")));
export const leaving = () => within("session", "readonly", (store) => answer(store.get("leaving")));
export const left = () => within("session", "readwrite", (store) => answer(store.delete("leaving")));
