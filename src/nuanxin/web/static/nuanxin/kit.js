/* The page kit: the map of a list by Leaflet where scripts run; "/" goes to the search box. */
(() => {
  const draw = (ground) => {
    if (!window.L || ground.classList.contains("drawn")) return;
    ground.classList.add("drawn");
    fetch(ground.dataset.shapes, { credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)))
      .then((shapes) => {
        const place = document.createElement("div");
        ground.prepend(place);
        const map = L.map(place, { attributionControl: false, scrollWheelZoom: false, zoomSnap: 0.25 });
        const layer = L.geoJSON(shapes, {
          style: (feature) => ({ className: `h${feature.properties.step}`, weight: 1 }),
          pointToLayer: (feature, place) => L.circleMarker(place, { radius: 5, className: "point" }),
          onEachFeature: (feature, drawn) => {
            const { name, value, query } = feature.properties;
            drawn.bindTooltip(value ? `${name} ${value}` : name, { sticky: true });
            drawn.on("click", () => window.location.assign(query ? `?${query}` : `${window.location.pathname}${feature.id}/`));
          },
        }).addTo(map);
        if (shapes.features.length) map.fitBounds(layer.getBounds(), { padding: [8, 8] });
      })
      .catch(() => ground.classList.remove("drawn"));
  };
  const drawAll = () => document.querySelectorAll(".ground[data-shapes]").forEach(draw);
  const remember = () => {
    const kept = document.getElementById("query");
    if (kept) kept.value = window.location.search.slice(1);
    const form = document.getElementById("narrow");
    if (!form) return;
    const asked = new URLSearchParams(window.location.search);
    ["sort", "view"].forEach((name) => { form.elements[name].value = asked.get(name) || ""; });
  };
  document.addEventListener("DOMContentLoaded", drawAll);
  document.body.addEventListener("htmx:afterSettle", () => { drawAll(); remember(); });
  document.body.addEventListener("htmx:pushedIntoHistory", remember);
})();
