/* A plan's page: its map by hours, pins that are moved by hand or by arrow keys with the loss said beside them,
   candidates that say why, and the curve. Pins move as far as one looks only: the plan stays as it was kept. */
import { drawPlot } from "./chart.js";
import { at, layGround, pin, restate } from "./plan-map.js";

const told = (name) => JSON.parse(document.getElementById(name)?.textContent ?? "null");
const given = told("plan"), ground = document.getElementById("plan-map"), answer = document.getElementById("answer");
const STEP_M = 50, FAR_M = 250, WAIT_MS = 350;
let asked = 0;

async function ask(address, words) {
  const mine = ++asked;
  answer.textContent = words;
  const found = await fetch(address, { headers: { "HX-Request": "true" }, credentials: "same-origin" }).catch(() => null);
  if (mine !== asked) return false;
  if (!found || !found.ok) { answer.textContent = given.words.failed; return false; }
  answer.innerHTML = await found.text();
  inSight();
  return true;
}

/* Who asks in a long list, or moves a pin far from it, sees the answer. */
const inSight = () => answer.scrollIntoView({ block: "nearest" });
document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target === answer) inSight(); });

function stateOf(demand, band) {
  const bands = band === "" ? demand.weights.map((_, n) => n) : [Number(band)];
  const sum = (people) => bands.reduce((all, n) => all + people[n], 0);
  const half = sum(demand.weights) / 2;
  if (!half) return "none";
  if (sum(demand.before) >= half) return "was";
  return sum(demand.after) >= half ? "won" : "not";
}

class Pins {
  constructor(map, dots) {
    [this.map, this.dots, this.band, this.timer, this.moved] = [map, dots, "", 0, null];
    const L = window.L;
    this.trace = L.layerGroup().addTo(map);
    given.sites.forEach((site, n) => this.add(site, n + 1));
  }

  add(site, n) {
    const marker = pin(site, "chosen", `${n} ${site.name}`, { text: String(n), draggable: true, zIndexOffset: 1000 }).addTo(this.map);
    const mark = marker.getElement();
    mark.tabIndex = 0;
    mark.setAttribute("role", "button");
    mark.setAttribute("aria-label", `${n} ${site.name}, ${given.words.chosen}`);
    marker.on("dragstart", () => this.begin(site, marker));
    marker.on("drag", () => this.draw());
    marker.on("dragend", () => this.say());
    mark.addEventListener("keydown", (event) => this.key(event, site, marker));
    const row = document.querySelector(`tr[data-site="${CSS.escape(site.id)}"]`);
    for (const [happens, on] of [["mouseenter", true], ["mouseleave", false], ["focusin", true], ["focusout", false]]) row?.addEventListener(happens, () => mark.classList.toggle("on", on));
  }

  key(event, site, marker) {
    const [east, north] = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key] ?? [];
    if (event.key === "Escape" && this.moved) this.back();
    if (event.key === "Enter" && this.moved) this.say();
    if (east === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    this.begin(site, marker);
    const metres = event.shiftKey ? FAR_M : STEP_M, { lat, lng } = marker.getLatLng();
    marker.setLatLng([lat + (north * metres) / 111195, lng + (east * metres) / 111195 / Math.cos((lat * Math.PI) / 180)]);
    this.draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.say(), WAIT_MS);
  }

  begin(site, marker) {
    if (this.moved && this.moved.marker !== marker) this.back();
    this.moved = { site, marker };
  }

  draw() {
    const L = window.L, { site, marker } = this.moved;
    this.trace.clearLayers();
    L.polyline([at(site), marker.getLatLng()], { className: "trace", interactive: false, weight: 2 }).addTo(this.trace);
    L.circleMarker(at(site), { radius: 6, className: "was-here", interactive: false }).addTo(this.trace);
  }

  async say() {
    if (!this.moved) return;
    const { lat, lng } = this.moved.marker.getLatLng();
    const query = new URLSearchParams({ site: this.moved.site.id, longitude: lng.toFixed(6), latitude: lat.toFixed(6) });
    if (!(await ask(`${ground.dataset.moved}?${query}`, given.words.asking))) return;
    this.show();
    const marks = told("moved-marks"), back = answer.querySelector(".put-back");
    if (!marks) return;
    for (const id of marks.lost) if (this.dots.has(id)) restate(this.dots.get(id), "lost");
    for (const id of marks.won) if (this.dots.has(id)) restate(this.dots.get(id), "fresh");
    back.hidden = false;
    back.addEventListener("click", () => this.back());
  }

  back() {
    clearTimeout(this.timer);
    asked += 1;
    this.moved.marker.setLatLng(at(this.moved.site));
    this.moved = null;
    this.trace.clearLayers();
    answer.textContent = given.words.back;
    this.show();
  }

  show(band = this.band) {
    this.band = band;
    for (const each of given.demand) restate(this.dots.get(each.id), stateOf(each, band));
  }
}

async function begin() {
  const { map, dots, layers } = await layGround(ground, { ...given, tiles: told("tiles") }, (each) => stateOf(each, ""));
  for (const each of given.candidates.filter((one) => !one.chosen)) {
    const marker = pin(each, "candidate", `${each.name} · ${given.words.candidate}`).addTo(layers.candidates);
    marker.on("click", () => ask(`${ground.dataset.why}?${new URLSearchParams({ candidate: each.id })}`, "…"));
  }
  const pins = new Pins(map, dots), bands = document.querySelector(".bands-choice");
  bands.hidden = false;
  bands.addEventListener("change", (event) => pins.show(event.target.value));
  document.querySelector(".drag-how").hidden = false;
}

for (const figure of document.querySelectorAll("figure[data-plot]")) drawPlot(figure, told("plots")[figure.dataset.plot], () => {});
if (ground) begin();
