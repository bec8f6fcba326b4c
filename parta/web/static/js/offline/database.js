// The device's own database: who is signed in and their key, sealed operations, sealed pages. Pages and the worker share it.

const NAME = "parta";
let opening = null;

export const answer = (asked) => new Promise((resolve, reject) => {
  asked.onsuccess = () => resolve(asked.result);
  asked.onerror = () => reject(asked.error);
});

function build(db) {
  db.createObjectStore("session");
  db.createObjectStore("operations", { keyPath: "seq", autoIncrement: true }).createIndex("person", "person");
  db.createObjectStore("pages", { keyPath: ["person", "url"] }).createIndex("seen", ["person", "at"]);
}

function open() {
  opening ??= new Promise((resolve, reject) => {
    const asked = indexedDB.open(NAME, 1);
    asked.onupgradeneeded = () => build(asked.result);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
      const db = asked.result;
      db.onversionchange = () => { db.close(); opening = null; };
      db.onclose = () => { opening = null; };
      resolve(db);
    };
  });
  opening.catch(() => { opening = null; });
  return opening;
}

// One transaction; act(store) awaits answers of this store only. Resolves once everything is on the disk.
export async function within(name, mode, act) {
  const db = await open();
  return new Promise((resolve, reject) => {
    const deal = db.transaction(name, mode, mode === "readwrite" ? { durability: "strict" } : {});
    let found;
    deal.oncomplete = () => resolve(found);
    deal.onabort = () => reject(deal.error ?? new Error(`${name}: not written`));
    act(deal.objectStore(name)).then((value) => { found = value; }, (error) => { reject(error); deal.abort(); });
  });
}
