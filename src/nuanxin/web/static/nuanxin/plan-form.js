/* The planning form: points drawn on the map become rows, rows become points; a candidate clicked is put into every
   plan, into none, or left to the planner; fields that a model does not use are put away. The form works without it. */
import { layGround, pin, plain } from "./plan-map.js";

const told = (name) => JSON.parse(document.getElementById(name).textContent);
const given = { ...told("ground"), tiles: told("tiles") }, words = given.words;
const form = document.getElementById("planner");
const tools = document.querySelector(".draw-tools"), said = document.getElementById("draw-said");
const field = (row, name) => row.querySelector(`[name$="_${name}"]`);
const PUT = ["", "forced", "forbidden"];
let drawing = "", map = null, drawnLayer = null;

function useModel() {
  const model = form.elements.model.value;
  for (const part of form.querySelectorAll("[data-for], [data-not]")) {
    const used = part.dataset.for ? part.dataset.for.split(" ").includes(model) : !part.dataset.not.split(" ").includes(model);
    part.hidden = !used;
  }
  for (const input of form.querySelectorAll(".ask-side input")) input.disabled = Boolean(input.closest("[hidden]"));
}

/* One of a number and a budget: writing the one clears the other. */
function eitherOr() {
  const { count, budget_yuan: budget } = form.elements;
  count.addEventListener("input", () => { if (count.value) budget.value = ""; });
  budget.addEventListener("input", () => { if (budget.value) count.value = ""; });
}

const rows = (kind) => [...document.querySelectorAll(`#rows-${kind} tbody tr`)];
const blank = (row) => [...row.querySelectorAll("input")].every((input) => !input.value.trim());

function freeRow(kind) {
  const all = rows(kind), free = all.find(blank);
  if (free) return free;
  const fresh = all[all.length - 1].cloneNode(true);
  for (const input of fresh.querySelectorAll("input")) input.value = "";
  all[all.length - 1].after(fresh);
  return fresh;
}

function place(kind, where) {
  const row = freeRow(kind), n = rows(kind).filter((each) => !blank(each)).length + 1;
  field(row, "longitude").value = where.lng.toFixed(6);
  field(row, "latitude").value = where.lat.toFixed(6);
  field(row, "name").value = words[kind].replace("%s", String(n));
  if (kind === "drawn") for (const band of ["morning", "noon", "evening", "night"]) field(row, band).value ||= "50";
  document.getElementById("rows").open = true;
  said.textContent = words.placed.replace("%s", `${where.lng.toFixed(5)}, ${where.lat.toFixed(5)}`);
  if (!rows(kind).some(blank)) freeRow(kind);
  show();
}

function show() {
  drawnLayer.clearLayers();
  for (const kind of ["drawn", "pinned"]) for (const row of rows(kind)) {
    row.querySelector(".drop-row").hidden = blank(row);
    const where = { longitude: Number(field(row, "longitude").value), latitude: Number(field(row, "latitude").value) };
    if (!where.longitude || !where.latitude) continue;
    const marker = pin(where, kind, field(row, "name").value, { draggable: true }).addTo(drawnLayer);
    marker.on("dragend", () => {
      field(row, "longitude").value = marker.getLatLng().lng.toFixed(6);
      field(row, "latitude").value = marker.getLatLng().lat.toFixed(6);
    });
  }
}

function draw(kind) {
  drawing = drawing === kind ? "" : kind;
  for (const button of tools.querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.draw === drawing));
  map.getContainer().classList.toggle("drawing", Boolean(drawing));
  said.textContent = drawing ? said.dataset.on : "";
}

function putting(candidates) {
  const select = new Map([...document.querySelectorAll("select[data-put]")].map((each) => [each.dataset.put, each]));
  for (const each of given.candidates) {
    const choice = select.get(each.id);
    const state = () => (choice ? choice.value.split(" ")[0] : each.put);
    const marker = pin(each, `candidate ${state()}`, each.name).addTo(candidates);
    const tell = () => {
      marker.getElement().classList.remove("forced", "forbidden");
      if (state()) marker.getElement().classList.add(state());
      marker.setTooltipContent(plain(`${each.name} · ${words.put[state()]}`));
    };
    tell();
    if (!choice) continue;
    marker.on("click", () => {
      if (drawing) return;
      const next = PUT[(PUT.indexOf(state()) + 1) % PUT.length];
      choice.value = next ? `${next} ${each.id}` : "";
      tell();
    });
    choice.addEventListener("change", tell);
  }
}

function layersBy(layers) {
  for (const box of document.querySelectorAll("[data-layer]")) {
    box.hidden = false;
    box.addEventListener("change", () => (box.checked ? layers[box.dataset.layer].addTo(map) : layers[box.dataset.layer].remove()));
  }
}

async function begin() {
  useModel();
  eitherOr();
  form.addEventListener("change", (event) => { if (event.target.name === "model") useModel(); });
  const ground = await layGround(document.querySelector(".plan-map"), given);
  map = ground.map;
  drawnLayer = window.L.layerGroup().addTo(map);
  putting(ground.layers.candidates);
  layersBy(ground.layers);
  show();
  tools.hidden = false;
  tools.addEventListener("click", (event) => { if (event.target.dataset.draw) draw(event.target.dataset.draw); });
  map.on("click", (event) => { if (drawing) place(drawing, event.latlng); });
  map.getContainer().addEventListener("keydown", (event) => {
    if (event.key === "Enter" && drawing) { event.preventDefault(); place(drawing, map.getCenter()); }
    if (event.key === "Escape" && drawing) draw(drawing);
  });
  const table = document.getElementById("rows");
  table.addEventListener("input", show);
  table.addEventListener("click", (event) => {
    if (!event.target.classList.contains("drop-row")) return;
    for (const input of event.target.closest("tr").querySelectorAll("input")) input.value = "";
    show();
  });
}
begin();
