/* Arrow keys move from cell to cell of a form's sheet; Enter opens one, as on any link. */
const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
const place = (link) => [Number(link.dataset.row), Number(link.dataset.column)];
document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  const here = event.target.closest(".grid a");
  if (!step || !here || event.ctrlKey || event.metaKey || event.altKey) return;
  const [row, column] = place(here);
  let best = null;
  let least = Infinity;
  for (const link of document.querySelectorAll(".grid a")) {
    const [other, across] = place(link);
    const ahead = (other - row) * step[0] + (across - column) * step[1];
    const aside = Math.abs((other - row) * step[1]) + Math.abs((across - column) * step[0]);
    if (ahead > 0 && ahead + aside * 50 < least) { least = ahead + aside * 50; best = link; }
  }
  if (best) { event.preventDefault(); best.focus(); }
});
const picked = document.querySelector(".grid a[aria-current]");
if (picked) {
  const view = picked.closest(".sheetview");
  const [box, cell] = [view.getBoundingClientRect(), picked.getBoundingClientRect()];
  view.scrollTop += cell.top - box.top - box.height / 3;
  view.scrollLeft += Math.max(0, cell.right - box.right + 16);
  picked.focus({ preventScroll: true });
}
