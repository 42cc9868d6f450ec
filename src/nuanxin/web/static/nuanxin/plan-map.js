/* The ground of the planning maps by Leaflet: streets faint, demand round and as large as its number of people,
   stations square, candidates a diamond, new ones numbered. Works without a network.
   layGround(element, given) draws over the still inside element; data-script and data-style name Leaflet's files.
   given: {demand, existing, candidates, lines, tiles, words}; words say what each is. Returns {map, dots, layers}. */

import { library } from "./chart.js";
import { style } from "./map.js";

/* What a place is called is text, never markup. */
export const plain = (words) => Object.assign(document.createElement("span"), { textContent: words });
const total = (place) => place.weights.reduce((sum, each) => sum + each, 0);
export const at = (place) => [place.latitude, place.longitude];

export function pin(place, kind, words, options = {}) {
  const L = window.L, size = kind.startsWith("chosen") ? 26 : 14;
  const icon = L.divIcon({ className: `pin ${kind}`, iconSize: [size, size], html: plain(options.text ?? "") });
  const marker = L.marker(at(place), { icon, keyboard: false, ...options });
  marker.bindTooltip(plain(words), { className: "map-says" });
  return marker;
}

function standing(each, words) {
  return each.source === "coming" ? pin(each, "existing coming", each.name) : pin(each, "existing", `${each.name} · ${words.existing}`);
}

function dotsOf(given, state) {
  const L = window.L, most = Math.max(1, ...given.demand.map(total));
  const says = L.tooltip({ className: "map-says" });
  const heaviest = [...given.demand].sort((one, other) => total(other) - total(one));
  return new Map(heaviest.map((each) => {
    const dot = L.circleMarker(at(each), { radius: 2.5 + 7 * Math.sqrt(total(each) / most), className: `dot ${state(each)}`, weight: 1, fillOpacity: 1 });
    sayOver(dot, `${each.name} · ${total(each).toLocaleString()} ${given.words.a_day}`, says);
    return [each.id, dot];
  }));
}

/* What a dot says under the pointer. A tooltip bound to it listens for focus, which makes every dot a stop of Tab. */
function sayOver(dot, words, says) {
  dot.on("mouseover", (event) => says.setContent(plain(words)).setLatLng(event.latlng).openOn(event.target._map));
  dot.on("mousemove", (event) => says.setLatLng(event.latlng));
  dot.on("mouseout", () => says.remove());
}

export function restate(dot, state) {
  dot.getElement()?.setAttribute("class", `leaflet-interactive dot ${state}`);
}

export async function layGround(element, given, state = () => "ask") {
  await Promise.all([library(element.dataset.script), style(element.dataset.style)]);
  const L = window.L, ground = Object.assign(document.createElement("div"), { className: "ground leaflet-map" });
  element.prepend(ground);
  element.classList.add("drawn-live");
  ground.setAttribute("role", "group");
  ground.setAttribute("aria-label", given.words.map);
  const map = L.map(ground, { zoomSnap: 0.25, attributionControl: false, scrollWheelZoom: false, maxZoom: 18 });
  for (const address of given.tiles ?? []) L.tileLayer(address, { subdomains: "01234567" }).addTo(map);
  const places = [...given.demand, ...(given.sites ?? given.candidates)];
  if (places.length) map.fitBounds(L.latLngBounds(places.map(at)), { padding: [18, 18], animate: false });
  else map.setView([40.75, 107.4], 11);
  L.polyline(given.lines.map((line) => line.map(([east, north]) => [north, east])), { className: "street", interactive: false, weight: 1 }).addTo(map);
  const dots = dotsOf(given, state);
  const layers = { demand: L.layerGroup([...dots.values()]), existing: L.layerGroup(), candidates: L.layerGroup() };
  for (const each of given.existing) standing(each, given.words).addTo(layers.existing);
  for (const layer of Object.values(layers)) layer.addTo(map);
  L.control.scale({ imperial: false, position: "bottomright" }).addTo(map);
  return { map, dots, layers };
}
