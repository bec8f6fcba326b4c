// One tab at a time. Web Locks where there are any; else a lease in the storage that ends by itself.

const LEASE_MS = 40_000;
const PAUSE_MS = 500;
const me = String(Math.random());

export function alone(name, act) {
  return navigator.locks ? navigator.locks.request(name, act) : leased(name, act);
}

// Two tabs that take it at the same moment do no harm: operations have ids, and the second is answered «repeated».
async function leased(name, act) {
  for (;;) {
    const [owner, until] = (localStorage.getItem(name) ?? " 0").split(" ");
    if (owner === me || Number(until) < Date.now()) break;
    await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
  }
  localStorage.setItem(name, `${me} ${Date.now() + LEASE_MS}`);
  try {
    return await act();
  } finally {
    localStorage.removeItem(name);
  }
}
