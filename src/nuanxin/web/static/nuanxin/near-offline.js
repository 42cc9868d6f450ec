/* Keeps the finder's last pages on the phone: the network answers first, and without one the last answer does.
   Sends the reports that wait where no page is open any more to do it. */
const SHELF = "nuanxin-near-1";
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("nuanxin-near-") && name !== SHELF).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()),
));
const keepable = (request) => {
  const address = new URL(request.url);
  return request.method === "GET" && address.origin === self.location.origin && !address.search &&
    (address.pathname.startsWith("/near/") || address.pathname.startsWith("/static/"));
};
self.addEventListener("fetch", (event) => {
  if (!keepable(event.request)) return;
  event.respondWith(
    fetch(event.request).then((answer) => {
      if (answer.ok) {
        const copy = answer.clone();
        event.waitUntil(caches.open(SHELF).then((shelf) => shelf.put(event.request, copy)));
      }
      return answer;
    }).catch(() => caches.match(event.request, { ignoreVary: true }).then((kept) => kept || Response.error())),
  );
});
self.addEventListener("sync", (event) => {
  if (event.tag !== "nuanxin-reports") return;
  event.waitUntil(self.nuanxinReports().drain().finally(() => self.clients.matchAll()
    .then((pages) => pages.forEach((page) => page.postMessage("reports")))));
});
