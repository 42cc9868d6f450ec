/* Finders: distances are worked out on the phone where it holds all that was found, so that the position stays there. */
(() => {
  const list = document.getElementById("spots"), told = document.getElementById("near-said"), here = document.getElementById("here");
  const only = document.getElementById("open-only"), always = document.getElementById("always"), thing = document.getElementById("with");
  const count = document.getElementById("count"), none = document.getElementById("none"), ask = document.querySelector(".near-ask");
  if (!list || !told || !here) return;
  const words = ask.elements.q, texts = told.dataset, whole = list.dataset.whole === "1";
  const DETOUR = 1.3, WALKED_M = 80, RIDDEN_M = 250; /* streets are so much longer than the beeline; metres a minute */
  const WALK_M = 10000, RIDE_M = 40000, AWAY_M = 60000; /* nobody walks or rides farther; from here on one is elsewhere */
  const RADIUS_M = 6371008.8;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const metres = (from, east, north) => {
    const half = Math.sin(radians(north - from.latitude) / 2) ** 2 +
      Math.cos(radians(from.latitude)) * Math.cos(radians(north)) * Math.sin(radians(east - from.longitude) / 2) ** 2;
    return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
  };
  const said = (far) => (far < 1000 ? `${Math.round(far / 10) * 10} ${texts.metres}` : `${(far / 1000).toFixed(1)} ${texts.km}`);
  const spots = () => [...list.querySelectorAll(".spot")];
  const plainly = (text) => text.normalize("NFKC").toLowerCase();
  const asked = () => plainly(words.value).split(/\s+/).filter(Boolean);
  const known = (spot) => plainly(`${spot.dataset.key} ${spot.textContent} ${spot.dataset.called || ""}`);
  const query = new URLSearchParams(location.search);
  /* A list kept on the phone may stand in for another address: a search, a filter, a place that is not kept. */
  const path = location.pathname, alone = path !== list.dataset.home;
  const standsIn = alone || (query.get("q") || "").trim() !== list.dataset.words || (list.dataset.narrowed === "0" && ["open", "always", "has"].some((name) => query.get(name)));
  let only_words = standsIn && !alone, from = null;
  const fits = (spot) => (!only.checked || spot.dataset.open === "1") && (!always.checked || spot.dataset.always === "1") &&
    (!thing.value || (spot.dataset.has || "").split(" ").includes(thing.value)) &&
    (!only_words || asked().every((word) => known(spot).includes(word)));
  const narrow = () => {
    const shown = spots().filter((spot) => { spot.hidden = !fits(spot); return !spot.hidden; }).length;
    if (whole || from) count.textContent = shown === 1 ? count.dataset.one : count.dataset.many.replace("{n}", shown);
    none.hidden = shown > 0;
  };
  /* What is ticked goes along when the language or the size of type is changed; never where somebody is. */
  const remember = () => {
    const now = new URLSearchParams(new FormData(ask));
    [...now.keys()].forEach((name) => { if (!now.get(name)) now.delete(name); });
    const address = list.dataset.home + (String(now) ? `?${now}` : "");
    document.querySelectorAll(".tools input[name=next]").forEach((each) => { each.value = address; });
  };
  const time = (far, pace) => {
    const all = Math.max(1, Math.round((far * DETOUR) / pace));
    return (all < 60 ? texts.minute : texts.hour).replace("{h}", Math.floor(all / 60)).replace("{n}", all % 60);
  };
  const walk = (spot, far) => {
    spot.querySelector(".walk")?.remove();
    if (far === undefined || far > RIDE_M) return;
    const line = document.createElement("span");
    line.className = "walk";
    line.textContent = (far > WALK_M ? texts.ride : texts.walk).replace("{walk}", time(far, WALKED_M)).replace("{ride}", time(far, RIDDEN_M));
    spot.append(line);
  };
  const away = (nearest, words_) => { told.textContent = nearest > AWAY_M ? texts.away.replace("{far}", said(nearest)) : words_; };
  const rank = (spot) => (spot.dataset.open === "1" ? Number(spot.dataset.told || 0) : spot.dataset.week || spot.dataset.breaks ? 2 : 1);
  const order = () => {
    const fars = new Map(from ? spots().filter((spot) => spot.dataset.east).map((spot) => [spot, metres(from, Number(spot.dataset.east), Number(spot.dataset.north))]) : []);
    const far = (spot) => fars.get(spot) ?? Infinity;
    spots().sort((one, other) => rank(one) - rank(other) || far(one) - far(other) || one.dataset.key.localeCompare(other.dataset.key)).forEach((spot) => {
      spot.querySelector(".far").textContent = fars.has(spot) ? said(fars.get(spot)) : "";
      walk(spot, fars.get(spot));
      list.append(spot);
    });
    narrow();
    if (from) away(Math.min(...fars.values()), texts.sorted);
  };
  const byServer = () => fetch(list.dataset.from, {
    method: "POST", headers: { Accept: "text/html" },
    body: JSON.stringify({ longitude: from.longitude, latitude: from.latitude, q: words.value, open: only.checked, always: always.checked, has: thing.value }),
  }).then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((cards) => {
      const page = new DOMParser().parseFromString(cards, "text/html");
      list.replaceChildren(...page.querySelectorAll(".spot"));
      spots().forEach((spot) => walk(spot, Number(spot.dataset.metres)));
      narrow();
      away(Math.min(...spots().map((spot) => Number(spot.dataset.metres))), texts.sent);
    });
  const denied = () => { told.textContent = texts.denied; };
  here.addEventListener("click", () => {
    told.textContent = texts.asking;
    navigator.geolocation.getCurrentPosition((position) => {
      from = position.coords;
      if (whole) order();
      else byServer().catch(() => { told.textContent = texts.offline; });
    }, denied, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
  [only, always, thing].forEach((each) => each.addEventListener("change", () => {
    remember();
    if (list.dataset.narrowed === "1" && navigator.onLine) ask.requestSubmit();
    else if (!whole && from) byServer().catch(denied);
    else narrow();
  }));
  ask.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    only_words = true;
    narrow();
  });
  document.querySelectorAll(".tools form[method=post]").forEach((form) => form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    const large = form.querySelector("[name=large]");
    if (!large) { told.textContent = texts.offline; return; }
    const now = document.documentElement.toggleAttribute("data-size");
    if (now) document.documentElement.dataset.size = "large";
    large.setAttribute("aria-pressed", String(now));
  }));
  document.addEventListener("nuanxin-hours", narrow);
  if (alone) {
    const mine = spots().filter((spot) => new URL(spot.querySelector("h2 a").href).pathname === path);
    ask.hidden = mine.length > 0; /* one place is shown, there is nothing to ask for */
    if (mine.length) { list.replaceChildren(...mine); mine[0].querySelector(".hours")?.removeAttribute("hidden"); }
    told.textContent = texts.gone;
  } else if (standsIn) {
    words.value = query.get("q") || "";
    only.checked = query.get("open") === "1";
    always.checked = query.get("always") === "1";
    thing.value = query.get("has") || "";
  }
  if (self.nuanxinHours.stale()) order();
  else if (standsIn) narrow();
  if ("geolocation" in navigator) here.hidden = false;
})();
