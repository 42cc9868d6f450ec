/* Finders: distances are worked out on the phone where it holds the whole list, so that the position stays there. */
(() => {
  const list = document.getElementById("spots");
  const told = document.getElementById("near-said");
  const here = document.getElementById("here");
  const only = document.getElementById("open-only");
  const always = document.getElementById("always");
  const thing = document.getElementById("with");
  const DETOUR = 1.3, WALKED_M = 80, RIDDEN_M = 250; /* streets are so much longer than the beeline; metres a minute */
  if (!list || !told || !here) return;
  const RADIUS_M = 6371008.8;
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const metres = (from, east, north) => {
    const half = Math.sin(radians(north - from.latitude) / 2) ** 2 +
      Math.cos(radians(from.latitude)) * Math.cos(radians(north)) * Math.sin(radians(east - from.longitude) / 2) ** 2;
    return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(half)));
  };
  const said = (far) => (far < 1000 ? `${Math.round(far / 10) * 10} ${told.dataset.metres}` : `${(far / 1000).toFixed(1)} ${told.dataset.km}`);
  const spots = () => [...list.querySelectorAll(".spot")];
  const fits = (spot) => (!only.checked || spot.dataset.open === "1") && (!always.checked || spot.dataset.always === "1") &&
    (!thing.value || (spot.dataset.has || "").split(" ").includes(thing.value));
  const narrow = () => spots().forEach((spot) => { spot.hidden = !fits(spot); });
  const minutes = (far, pace) => Math.max(1, Math.round((far * DETOUR) / pace));
  const walk = (far) => {
    const line = document.createElement("span");
    line.className = "walk";
    line.textContent = told.dataset.minutes.replace("{walk}", minutes(far, WALKED_M)).replace("{ride}", minutes(far, RIDDEN_M));
    return line;
  };
  const order = (fars) => {
    const sorted = spots().sort((one, other) => (fars.get(one.dataset.key) ?? Infinity) - (fars.get(other.dataset.key) ?? Infinity));
    sorted.forEach((spot) => {
      const far = fars.get(spot.dataset.key);
      spot.querySelector(".far").textContent = far === undefined ? "" : said(far);
      spot.querySelector(".walk")?.remove();
      if (far !== undefined) spot.append(walk(far));
      list.append(spot);
    });
    narrow();
  };
  const onPhone = (from) => {
    const located = spots().filter((spot) => spot.dataset.east);
    order(new Map(located.map((spot) => [spot.dataset.key, metres(from, Number(spot.dataset.east), Number(spot.dataset.north))])));
    told.textContent = told.dataset.sorted;
  };
  const card = (place) => {
    const spot = document.createElement("li");
    const head = document.createElement("h2");
    const link = document.createElement("a");
    const far = document.createElement("b");
    const where = document.createElement("p");
    spot.className = "spot";
    spot.dataset.open = place.open_now ? "1" : "0";
    link.href = place.url;
    link.textContent = place.name;
    far.className = "far";
    far.textContent = said(place.metres);
    where.className = "quiet";
    where.textContent = place.address;
    head.append(link, far);
    spot.append(head, where, walk(place.metres));
    return spot;
  };
  const byServer = (from) => fetch(list.dataset.from, {
    method: "POST", body: JSON.stringify({ longitude: from.longitude, latitude: from.latitude, open: only.checked, always: always.checked, has: thing.value }),
  }).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
    .then((found) => {
      list.replaceChildren(...found.places.map(card));
      told.textContent = told.dataset.sent;
    });
  const denied = () => { told.textContent = told.dataset.denied; };
  here.addEventListener("click", () => {
    told.textContent = told.dataset.asking;
    navigator.geolocation.getCurrentPosition(
      (position) => (list.dataset.whole === "1" ? onPhone(position.coords) : byServer(position.coords).catch(denied)),
      denied, { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
  if (list.dataset.whole === "1") [only, always, thing].forEach((each) => each.addEventListener("change", narrow));
  if ("geolocation" in navigator) here.hidden = false;
})();
