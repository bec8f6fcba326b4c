// One request with operations, and what its answer means.

const URL = "/journal/operations/";
const PATIENCE_MS = 30_000;

// {results} of the server, {fault} when it refused the list, {retry} when to try later: network, signin, stranger.
export async function post(person, batch) {
  const span = batch[0].span ? batch[0].span.split("/") : null;
  let response;
  try {
    response = await fetch(URL, {
      method: "POST",
      signal: AbortSignal.timeout?.(PATIENCE_MS),
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": token(), "X-Person": person },
      body: JSON.stringify({ operations: batch.map(sendable), span }),
    });
    if (response.ok) return await response.json();
  } catch {
    return { retry: "network" };
  }
  if (response.status === 401 || response.status === 403) return { retry: "signin" };
  if (response.status === 409) return { retry: "stranger" };
  if (response.status === 507) return { retry: "full" };
  if (response.status === 503) return { retry: "away" };
  if (response.status >= 500 || response.status === 429) return { retry: "network" };
  const body = await response.json().catch(() => ({}));
  return { fault: body.message ?? `Сервер не принял запись (ошибка ${response.status})` };
}

// What goes out: with its age where it waited for a network. The server's clock decides when it was made.
function sendable({ id, body, base, at, late }) {
  const age = late ? Math.max(0, Math.floor((Date.now() - at) / 1000)) : 0;
  return { id, ...body, base, ...(age ? { age } : {}) };
}

// The cookie first: a new sign-in in another tab changes it, and the page goes on with it.
export function token() {
  const cookie = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
  return cookie ? cookie[1] : JSON.parse(document.body.getAttribute("hx-headers"))["x-csrftoken"];
}
