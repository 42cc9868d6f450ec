/* Keeps the round on the phone: the network answers first; without one, or when it is slow, the last page does. */
const SHELF = "nuanxin-rounds-1", PATIENCE_MS = 4000;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("nuanxin-rounds-") && name !== SHELF).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()),
));
const keepable = (request) => {
  const address = new URL(request.url);
  return request.method === "GET" && address.origin === self.location.origin && !address.pathname.endsWith(".json") &&
    (address.pathname.startsWith("/rounds/") || address.pathname.startsWith("/static/"));
};
const ANY = { ignoreVary: true };  // what varies by cookie and language is the same person's, in the language last read
const known = (request) => caches.open(SHELF)
  .then((shelf) => shelf.match(request.url, ANY).then((exact) => exact || shelf.match(request.url, { ...ANY, ignoreSearch: true })));
const fresh = (request, event) => fetch(request).then((answer) => {
  if (answer.ok && !new URL(request.url).searchParams.has("told")) {
    const copy = answer.clone();
    event.waitUntil(caches.open(SHELF).then((shelf) => shelf.put(request.url, copy)));
  }
  return answer;
});
self.addEventListener("fetch", (event) => {
  if (!keepable(event.request)) return;
  const answer = fresh(event.request, event);
  const slow = new Promise((resolve) => setTimeout(resolve, PATIENCE_MS)).then(() => known(event.request)).then((kept) => kept || answer);
  event.respondWith(Promise.race([answer, slow]).catch(() => known(event.request).then((kept) => kept || Response.error())));
});
