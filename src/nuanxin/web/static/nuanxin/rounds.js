/* Rounds: the places of the list are kept on the phone, for whoever is signed in and nobody else. */
(() => {
  const panel = document.getElementById("later");
  if (!panel || !("serviceWorker" in navigator) || !window.isSecureContext || !window.caches) return;
  const SHELF = "nuanxin-rounds-1", WHOSE = "nuanxin-rounds-whose";
  const list = document.getElementById("stops"), along = document.getElementById("along");
  const ours = async () => {
    if (localStorage.getItem(WHOSE) !== panel.dataset.who) {
      await caches.delete(SHELF);
      localStorage.setItem(WHOSE, panel.dataset.who);
    }
  };
  const take = async () => {
    const shelf = await caches.open(SHELF);
    const here = [...document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=icon]")].map((each) => each.href || each.src);
    await Promise.all([location.href, ...here].map((address) => keep(shelf, address)));
    if (!list) return;
    const places = [...list.querySelectorAll(".stop a")].slice(0, Number(list.dataset.along)).map((link) => link.href);
    let kept = 0;
    for (const address of places) kept += await keep(shelf, address);
    along.textContent = kept ? ` · ${kept} ${along.dataset.said}` : "";
    along.dataset.kept = kept;
  };
  const FRESH_MS = 600000;
  const keep = async (shelf, address) => {
    const before = await shelf.match(address, { ignoreVary: true });
    if (before && Date.now() - Date.parse(before.headers.get("date")) < FRESH_MS) return 1;
    const answer = await fetch(address, { redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok) return 0;
    await shelf.put(address, answer);
    return 1;
  };
  navigator.serviceWorker.register(panel.dataset.worker).then(ours).then(() => (navigator.onLine ? take() : null)).catch(() => null);
})();
