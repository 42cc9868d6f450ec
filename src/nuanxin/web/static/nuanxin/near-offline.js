/* Keeps the finder's last pages on the phone. The network answers first, and where it has not within seconds, or there is
   none, or the house is down, the kept page does; for a page not kept, the kept list. Sends the reports that wait. */
const SHELF = "nuanxin-near-2", PATIENCE_MS = 2500, LONG_MS = 8000;
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith("nuanxin-near-") && name !== SHELF).map((name) => caches.delete(name))))
    .then(() => self.clients.claim()),
));
const ours = (request) => {
  const address = new URL(request.url);
  return request.method === "GET" && address.origin === self.location.origin &&
    (address.pathname.startsWith("/near/") || (!address.search && address.pathname.startsWith("/static/")));
};
const keepable = (request) => !new URL(request.url).search;
const NOTHING = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>没有网络</title>
<p>没有网络，本机也没有存过这个页面。有网络后再打开一次。</p><p lang="en">There is no network, and this page is not kept on this phone. Open it again once there is one.</p>`;
/* The page itself, or the list it is in, or the list kept of anything. */
const insteadOf = async (request) => {
  const shelf = await caches.open(SHELF), how = { ignoreVary: true, ignoreSearch: true };
  const [, near, slug] = new URL(request.url).pathname.split("/");
  const kept = await shelf.match(request, how) || (slug && await shelf.match(`/${near}/${slug}/`, how));
  if (kept) return kept;
  const list = (await shelf.keys()).find((each) => /^\/near\/[^/]+\/$/.test(new URL(each.url).pathname));
  return list && shelf.match(list, how);
};
const after = (milliseconds, answer) => new Promise((resolve) => { setTimeout(() => resolve(answer()), milliseconds); });
const answered = async (event) => {
  const { request } = event, page = request.mode === "navigate";
  const asked = fetch(request).then((answer) => {
    if (answer.ok && keepable(request)) {
      const copy = answer.clone();
      event.waitUntil(caches.open(SHELF).then((shelf) => shelf.put(request, copy)));
    }
    return answer;
  });
  event.waitUntil(asked.catch(() => null));
  const exact = await caches.match(request, { ignoreVary: true });
  if (exact) {
    const good = asked.then((answer) => (answer.status >= 500 ? exact : answer)).catch(() => exact);
    return Promise.race([good, after(PATIENCE_MS, () => exact)]);
  }
  if (!page) return asked;
  const kept = () => insteadOf(request);
  const good = asked.then(async (answer) => (answer.status >= 500 && await kept()) || answer)
    .catch(async () => await kept() || new Response(NOTHING, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } }));
  return Promise.race([good, after(LONG_MS, async () => await kept() || good)]);
};
self.addEventListener("fetch", (event) => { if (ours(event.request)) event.respondWith(answered(event)); });
self.addEventListener("sync", (event) => {
  if (event.tag !== "nuanxin-reports") return;
  event.waitUntil(self.nuanxinReports().drain().finally(() => self.clients.matchAll()
    .then((pages) => pages.forEach((page) => page.postMessage("reports")))));
});
