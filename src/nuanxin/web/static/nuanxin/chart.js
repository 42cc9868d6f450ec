/* Charts with ECharts. drawPlot(element, plot, open): draws a plot into an element, in place of its still.
   plot: {kind: "lines"|"bars", name, unit, labels, series: [{name, values, printed, faint}], paints: [{paint, dash}],
   says, addresses}. open(address) is called for a value clicked, or chosen by arrow keys and Enter.
   Data come as plain JSON; nothing is fetched but the library, from this site. */

const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const waiting = new Map();

export function library(source) {
  if (!waiting.has(source)) {
    waiting.set(source, new Promise((done, failed) => {
      const script = Object.assign(document.createElement("script"), { src: source, onload: done, onerror: failed });
      document.head.append(script);
    }));
  }
  return waiting.get(source);
}

const broad = (sign) => (sign > "\u2e7f" ? 2 : 1);
function shortened(text, most) {  // a Chinese sign is as broad as two letters
  let left = most;
  const signs = [...text], kept = signs.filter((sign) => (left -= broad(sign)) >= 0);
  return kept.length < signs.length ? `${kept.slice(0, -1).join("")}…` : text;
}

function lines(plot, narrow) {
  return plot.series.map((each, at) => ({
    type: "line", name: each.name, data: each.values, symbol: "circle", symbolSize: plot.labels.length > 24 ? 0 : 5, connectNulls: false,
    color: plot.paints[at].paint,
    lineStyle: { width: each.faint ? 1.8 : 2.4, type: plot.paints[at].dash ? plot.paints[at].dash.split(" ").map(Number) : "solid" },
    endLabel: { show: true, color: plot.paints[at].paint, fontSize: 13, formatter: (point) => (narrow ? each.printed[point.dataIndex] : `${each.printed[point.dataIndex]} ${shortened(each.name, 24)}`) },
    labelLayout: { moveOverlap: "shiftY" }, emphasis: { focus: "series" },
  }));
}

function bars(plot) {
  return plot.series.map((each, at) => ({
    type: "bar", name: each.name, data: each.values, barMaxWidth: at ? 8 : 18, barGap: "10%",
    color: at ? token("--line-2") : token("--heat-3"),
    emphasis: { itemStyle: { color: at ? token("--line-3") : token("--accent") } },
    label: { show: at === 0, position: "right", color: token("--accent"), fontSize: 13, formatter: (point) => each.printed[point.dataIndex] },
  }));
}

function options(plot, narrow) {
  const ink = token("--ink-2"), line = token("--line"), size = 13;
  const names = { type: "category", data: plot.labels, axisTick: { show: false }, axisLine: { lineStyle: { color: token("--line-3") } }, axisLabel: { color: ink, fontSize: size, hideOverlap: true } };
  const values = { type: "value", min: (found) => Math.min(0, found.min), axisLabel: { color: ink, fontSize: size, hideOverlap: true }, splitLine: { lineStyle: { color: line } }, splitNumber: 4 };
  const upright = plot.kind === "lines";
  return {
    animation: !matchMedia("(prefers-reduced-motion: reduce)").matches,
    animationDuration: 300,
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    aria: { enabled: true, label: { description: plot.says } },
    legend: { show: upright && narrow && plot.series.length > 1, top: 0, left: 0, itemGap: 14, textStyle: { color: ink, fontSize: size } },
    grid: upright ? { left: 4, right: narrow ? 64 : 170, top: narrow && plot.series.length > 1 ? 24 + 22 * Math.ceil(plot.series.length / 2) : 18, bottom: 4, containLabel: true } : { left: 4, right: 84, top: 4, bottom: 4, containLabel: true },
    tooltip: {
      trigger: "axis", renderMode: "richText", axisPointer: { type: upright ? "line" : "shadow" }, backgroundColor: token("--card"), borderColor: token("--line-3"), textStyle: { color: token("--ink"), fontSize: size },
      formatter: (points) => [points[0].name, ...points.map((point) => `${point.seriesName}  ${plot.series[point.seriesIndex].printed[point.dataIndex]} ${plot.unit}`)].join("\n"),
    },
    xAxis: upright ? { ...names, boundaryGap: false } : values,
    yAxis: upright ? values : { ...names, inverse: true, axisLabel: { ...names.axisLabel, hideOverlap: false, width: narrow ? 96 : 180, overflow: "truncate" } },
    series: upright ? lines(plot, narrow) : bars(plot),
  };
}

function byKeys(ground, chart, plot, open) {
  let at = -1;
  ground.tabIndex = 0;
  ground.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      at = Math.min(plot.labels.length - 1, Math.max(0, at + step));
      chart.dispatchAction({ type: "showTip", seriesIndex: 0, dataIndex: at });
      ground.nextElementSibling.textContent = `${plot.labels[at]} ${plot.series.map((each) => `${each.name} ${each.printed[at]} ${plot.unit}`).join(" · ")}`;
    } else if (event.key === "Enter" && plot.addresses[at]) open(plot.addresses[at]);
  });
}

export async function drawPlot(element, plot, open) {
  await library(element.dataset.script);
  const ground = Object.assign(document.createElement("div"), { className: "ground" });
  const spoken = Object.assign(document.createElement("p"), { className: "away" });
  spoken.setAttribute("aria-live", "polite");
  element.querySelector(".still").before(ground, spoken);
  const narrow = ground.clientWidth < 560;
  ground.classList.add(plot.kind);
  if (plot.kind === "bars") ground.style.height = `${plot.labels.length * (plot.series.length > 1 ? 42 : 32) + 40}px`;
  const chart = window.echarts.init(ground, null, { renderer: "canvas" });
  chart.setOption(options(plot, narrow));
  element.classList.add("drawn-live");
  chart.on("click", (point) => { if (plot.addresses[point.dataIndex]) open(plot.addresses[point.dataIndex]); });
  new ResizeObserver(() => chart.resize()).observe(ground);
  byKeys(ground, chart, plot, open);
  return { picture: () => chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: token("--card") }) };
}
