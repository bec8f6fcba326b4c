// AES-GCM with the person's key: what lies on the device is unreadable once the key is gone. `about` binds it to its place.

const bytes = (text) => new TextEncoder().encode(text);

// WebCrypto, workers and locks exist on https and on localhost only; a school server may be plain http.
export const able = () => Boolean(globalThis.isSecureContext && globalThis.crypto?.subtle && globalThis.indexedDB);

export const keyOf = (text) => {
  const raw = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]); // not extractable
};

export async function seal(key, value, about) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const ways = { name: "AES-GCM", iv, additionalData: bytes(about) };
  return { iv, data: await crypto.subtle.encrypt(ways, key, bytes(JSON.stringify(value))) };
}

export async function unseal(key, { iv, data }, about) {
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: bytes(about) }, key, data);
  return JSON.parse(new TextDecoder().decode(plain));
}
