/* Reports: one tap is kept on the phone first, then sent; without a network it waits here and is sent once there
   is one, by this page, the next one opened, or the service worker. The page says which of these it is. */
(() => {
  const list = document.getElementById("reports"), form = document.getElementById("report");
  if (!list) return;
  const texts = list.dataset, EVERY_MS = 30000;
  if ("serviceWorker" in navigator && window.isSecureContext) navigator.serviceWorker.register(texts.worker).then(along).catch(() => null);
  if (!window.indexedDB) return;
  const reports = self.nuanxinReports();

  const line = (tap, words, kind) => {
    const made = document.createElement("li"), what = document.createElement("b");
    made.dataset.state = kind;
    what.textContent = `${tap.place} · ${tap.said}`;
    made.append(what, ` ${words}`);
    return made;
  };
  const shown = new Map();
  const show = async (waits = texts.waits) => {
    const taps = await reports.all(), waiting = taps.filter((tap) => !tap.ended);
    list.dataset.waiting = waiting.length;
    for (const tap of waiting) shown.set(tap.token, line(tap, waits, "waits"));
    for (const tap of taps.filter((each) => each.ended)) {
      shown.set(tap.token, line(tap, { sent: texts.sent, old: texts.old }[tap.ended] || (tap.why === "404" ? texts.gone : tap.why), tap.ended));
      await reports.drop(tap.token);
    }
    list.replaceChildren(...shown.values());
    list.hidden = !shown.size;
  };

  let busy = false;
  const why = (error) => ({ busy: texts.busy, crowded: texts.crowded, later: texts.later }[error.message] || texts.waits);
  const drain = async () => {
    if (busy) return;
    busy = true;
    try {
      await reports.drain();
      await show();
    } catch (error) {
      await show(why(error)).catch(() => null);
    }
    busy = false;
  };
  const later = () => navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("nuanxin-reports")).catch(() => null);

  const tap = async (button) => {
    const matter = button.value, address = form.getAttribute("action"), before = await reports.all();
    if (before.some((each) => !each.ended && each.matter === matter && each.address === address)) return drain();
    const token = reports.token(), place = document.querySelector("h1").textContent;
    await reports.put({ token, at: Date.now(), address, matter, place, said: button.textContent });
    const words = await reports.drain().then(() => texts.waits, why);
    const mine = (await reports.all()).find((each) => each.token === token);
    if (mine?.ended === "sent") {
      await reports.drop(token);
      location.assign(`${location.pathname}?said=${encodeURIComponent(matter)}`);
      return null;
    }
    later();
    await show(words);
    return list.scrollIntoView({ block: "nearest" }); /* it may stand above what is seen */
  };
  form?.addEventListener("submit", (event) => {
    if (form.dataset.plain || !event.submitter) return;
    event.preventDefault();
    tap(event.submitter).catch(() => {
      form.dataset.plain = "1";
      form.requestSubmit(event.submitter);
    });
  });

  /* The page that registers the worker came before it: it is put beside the pages the worker keeps. */
  async function along() {
    if (navigator.serviceWorker.controller || !window.caches || location.search) return;
    const shelf = await caches.open(texts.shelf);
    const files = [...document.querySelectorAll("link[rel=stylesheet], script[src], link[rel=icon]")].map((each) => each.href || each.src);
    await Promise.all([location.href, ...files].map((address) => shelf.add(address).catch(() => null)));
  }

  navigator.serviceWorker?.addEventListener("message", (event) => { if (event.data === "reports") show(); });
  window.addEventListener("online", drain);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) drain(); });
  setInterval(() => { if (Number(list.dataset.waiting)) drain(); }, EVERY_MS);
  drain();
})();
