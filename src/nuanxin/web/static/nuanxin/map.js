/* Maps with Leaflet: quiet ground, areas by lightness of one hue, points by shape. Works without a network.
   drawMap(element, given) draws into an element; data-script and data-style on it or above it name Leaflet's files.
   given: {
     areas:  address of GeoJSON (or GeoJSON itself) whose features carry properties code, name and at (where to write),
     values: {code: {step: 0-4, printed, address}}: the lightness of an area, what it says, where it opens,
     points: [{at: [longitude, latitude], name, printed, address, shape: "round"|"square"|"cross"}],
     near:   true where the map shall show the points first and not the whole of the areas,
     unit, name, says, nothing: words for the description and for an area without a value,
     tiles:  addresses of tile layers, ground first; none without a key,
     open:   (address) => called for an area or a point clicked, or chosen by Enter,
   }
   Every area and point is reached by Tab; hover and focus show name and value. Coordinates are WGS-84. */

import { library } from "./chart.js";

export function style(address) {
  if (document.querySelector(`link[href="${address}"]`)) return Promise.resolve();
  return new Promise((done) => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: address, onload: done, onerror: done })));
}

const said = (given, name, value) => `${name} ${value ? `${value.printed} ${given.unit ?? ""}`.trim() : given.nothing ?? "—"}`;

function reachable(layer, words, address, open) {
  const mark = layer.getElement();
  if (!mark) return;
  mark.setAttribute("tabindex", "0");
  mark.setAttribute("role", address ? "link" : "img");
  mark.setAttribute("aria-label", words);
  layer.bindTooltip(words, { sticky: true, className: "map-says" });
  mark.addEventListener("focus", () => layer.openTooltip(layer.getBounds ? layer.getBounds().getCenter() : layer.getLatLng()));
  mark.addEventListener("blur", () => layer.closeTooltip());
  if (!address) return;
  mark.addEventListener("keydown", (event) => { if (event.key === "Enter") open(address); });
  layer.on("click", () => open(address));
}

function paint(given, shapes) {
  const L = window.L;
  return L.geoJSON(shapes, {
    style: (feature) => ({ className: `h${given.values?.[feature.properties.code]?.step ?? 0}`, weight: 1, fillOpacity: given.tiles?.length ? 0.75 : 1 }),
  });
}

/* Areas have elements to focus only once the map has a view and they stand on it. */
function lay(given, map, drawn) {
  drawn.addTo(map);
  drawn.eachLayer((layer) => {
    const { code, name } = layer.feature.properties, value = given.values?.[code];
    reachable(layer, said(given, name, value), value?.address, given.open);
  });
}

/* Names and values on the areas that have room for them, as far as they do not cover one another. */
function call(given, map, drawn) {
  const L = window.L, group = L.layerGroup().addTo(map);
  const write = () => {
    group.clearLayers();
    const taken = [];
    drawn.eachLayer((layer) => {
      const { code, name, at } = layer.feature.properties, value = given.values?.[code];
      if (!at || !value) return;
      const place = map.latLngToContainerPoint([at[1], at[0]]), bounds = layer.getBounds();
      const room = map.latLngToContainerPoint(bounds.getNorthEast()).x - map.latLngToContainerPoint(bounds.getSouthWest()).x;
      const wide = name.length * (/[a-z]/i.test(name) ? 7 : 12), long = room >= wide;
      const box = [place.x - (long ? wide : 26) / 2, place.y - (long ? 17 : 9), place.x + (long ? wide : 26) / 2, place.y + (long ? 17 : 9)];
      if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) return;
      taken.push(box);
      const words = Object.assign(document.createElement("span"), { className: "words" });
      words.append(...(long ? [name, document.createElement("br")] : []), Object.assign(document.createElement("b"), { textContent: value.printed }));
      const icon = L.divIcon({ className: `called${value.step === 4 ? " on4" : ""}`, html: words, iconSize: [120, 34] });
      L.marker([at[1], at[0]], { icon, interactive: false, keyboard: false }).addTo(group).getElement().setAttribute("aria-hidden", "true");
    });
  };
  map.on("zoomend", write);
  write();
}

function pin(given, map) {
  const L = window.L;
  for (const point of given.points ?? []) {
    const icon = L.divIcon({ className: `point ${point.shape ?? "round"}`, iconSize: [14, 14] });
    const marker = L.marker([point.at[1], point.at[0]], { icon, keyboard: false }).addTo(map);
    reachable(marker, `${point.name} ${point.printed ?? ""}`.trim(), point.address, given.open);
  }
}

export async function drawMap(element, given) {
  const files = element.closest("[data-script]").dataset;
  const shapes = typeof given.areas === "string" ? fetch(given.areas).then((answer) => answer.json()) : given.areas;
  await Promise.all([library(files.script), style(files.style)]);
  const L = window.L;
  const map = L.map(element, { zoomSnap: 0.25, attributionControl: false, scrollWheelZoom: false, minZoom: 3, maxZoom: 17 });
  for (const address of given.tiles ?? []) L.tileLayer(address, { subdomains: "01234567" }).addTo(map);
  const drawn = paint(given, await shapes), points = given.points ?? [];
  const bounds = given.near && points.length ? L.latLngBounds([]) : drawn.getBounds();
  for (const point of points) bounds.extend([point.at[1], point.at[0]]);
  map.fitBounds(bounds, { padding: [8, 8], animate: false });
  lay(given, map, drawn);
  call(given, map, drawn);
  pin(given, map);
  element.setAttribute("role", "group");
  element.setAttribute("aria-label", given.says ?? given.name);
  return map;
}
