// A fragment of our own server as elements: parsed as a document of its own, so nothing in it runs while it is read.

export function elements(html) {
  return [...new DOMParser().parseFromString(html, "text/html").body.children].map((one) => document.adoptNode(one));
}
