// A fragment of our own server as elements: parsed as a document of its own, so nothing in it runs while it is read.

export function elements(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.children].map((one) => document.adoptNode(one));
}

// Null when there is no connection, the server refuses, or the sign-in has ended: its page is no fragment of ours.
export async function fragment(url, options = {}) {
  const response = await fetch(url, { ...options, headers: { "X-Fragment": "yes" } }).catch(() => null);
  return response?.ok && !response.redirected ? elements(await response.text()) : null;
}
