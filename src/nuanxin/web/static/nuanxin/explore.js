/* The explorer: draws charts and the map of an answer, saves pictures, copies the link, after every answer anew. */
import { drawPlot } from "./chart.js";
import { drawMap } from "./map.js";

const told = (name) => JSON.parse(document.getElementById(name)?.textContent ?? "null");

/* A value's place in the table is a link already: pressing it opens its rows and gives the focus back. */
function open(address) {
  const link = [...document.querySelectorAll("#answer a[href]")].find((each) => each.getAttribute("href") === address);
  if (link) link.click(); else window.location.assign(address);
}

function save(address, name) {
  Object.assign(document.createElement("a"), { href: address, download: `${name}.png` }).click();
}

async function drawn(address) {
  const text = await (await fetch(address)).text();
  const source = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  const image = new Image();
  await new Promise((done, failed) => Object.assign(image, { onload: done, onerror: failed, src: source }));
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width * 2, height: image.height * 2 });
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(source);
  return canvas.toDataURL("image/png");
}

function picture(figure, made) {
  const button = figure.querySelector("button.png");
  button.hidden = false;
  button.addEventListener("click", async () => save(await made(), document.querySelector("#answer h1").textContent));
}

async function begin() {
  const plots = told("plots") ?? [];
  for (const figure of document.querySelectorAll("figure[data-plot]:not(.drawn-live)")) {
    const chart = await drawPlot(figure, plots[figure.dataset.plot], open);
    picture(figure, async () => chart.picture());
  }
  const figure = document.querySelector("figure.county-map:not(.drawn-live)");
  if (figure) {
    const ground = Object.assign(document.createElement("div"), { className: "ground leaflet-map" });
    figure.querySelector(".still").before(ground);
    figure.classList.add("drawn-live");
    await drawMap(ground, { ...told("map"), tiles: told("tiles"), open });
    picture(figure, () => drawn(figure.querySelector("a[href*='picture.svg']").href));
  }
  document.querySelector("#answer a.copy")?.addEventListener("click", copy);
}

async function copy(event) {
  if (!navigator.clipboard) return;
  event.preventDefault();
  await navigator.clipboard.writeText(event.currentTarget.href).catch(() => window.location.assign(event.target.href));
  event.target.textContent = event.target.dataset.done;
}

document.body.addEventListener("htmx:afterSwap", (event) => { if (event.detail.target.id === "explorer") begin(); });
begin();
