/* The sheet beside the text: opens by htmx, takes the focus, closes by Esc or its button, gives the focus back. */
(() => {
  const edition = document.querySelector(".edition");
  const sheet = document.getElementById("sheet");
  if (!edition || !sheet) return;
  let opener = null;

  const mark = (link) => {
    document.querySelectorAll(".on").forEach((old) => { old.classList.remove("on"); old.removeAttribute("aria-current"); });
    if (link) { link.classList.add("on"); link.setAttribute("aria-current", "true"); }
  };
  const close = () => {
    if (sheet.hidden) return;
    sheet.hidden = true;
    sheet.replaceChildren();
    edition.classList.remove("open");
    mark(null);
    if (opener) opener.focus();
  };

  document.body.addEventListener("htmx:beforeRequest", (event) => {
    const link = event.detail.elt;
    if (event.detail.target === sheet && !sheet.contains(link)) opener = link;
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== sheet) return;
    sheet.hidden = false;
    edition.classList.add("open");
    mark(opener);
    sheet.scrollTop = 0;
    const title = sheet.querySelector("[tabindex='-1']");
    if (title) title.focus({ preventScroll: true });
    if (opener) opener.scrollIntoView({ block: getComputedStyle(sheet).position === "fixed" ? "start" : "nearest" });
  });
  /* htmx 2.0.10 pushes a boosted link's address in spite of hx-push-url="false": a figure opened beside is no page. */
  document.body.addEventListener("htmx:beforeHistoryUpdate", (event) => {
    if (event.detail.target === sheet) Object.assign(event.detail.history, { type: "replace", path: location.href });
  });
  const leave = (event) => { if (event.detail.target === sheet) window.location.assign(event.detail.elt.href); };
  document.body.addEventListener("htmx:responseError", leave);
  document.body.addEventListener("htmx:sendError", leave);
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
  sheet.addEventListener("click", (event) => { if (event.target.closest(".close")) { event.preventDefault(); close(); } });
})();
