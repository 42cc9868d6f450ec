/* A field that holds up a form is seen: where it lies in something folded, that opens, so that the browser can say why. */
document.addEventListener("invalid", (event) => {
  for (let fold = event.target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}, true);
