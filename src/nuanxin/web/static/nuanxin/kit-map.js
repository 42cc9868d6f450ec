/* The map of a list: drawn over the still one where scripts run, anew after every answer. */

import { drawMap } from "./map.js";

async function draw(still) {
  if (still.classList.contains("drawn-live")) return;
  still.classList.add("drawn-live");
  const place = Object.assign(document.createElement("div"), { className: "leaflet-map" });
  try {
    const answer = await fetch(still.dataset.drawing, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(answer.status);
    const given = await answer.json();
    still.prepend(place);
    await drawMap(place, { ...given, open: (address) => window.location.assign(address) });
  } catch {
    place.remove();
    still.classList.remove("drawn-live");
  }
}

const drawAll = () => document.querySelectorAll("[data-drawing]").forEach(draw);
document.body.addEventListener("htmx:afterSettle", drawAll);
drawAll();
