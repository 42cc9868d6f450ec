/* A place: without a network a report is not sent, and says so. */
(() => {
  const form = document.getElementById("report");
  const told = document.getElementById("report-said");
  if (!form || !told) return;
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    told.textContent = form.dataset.offline;
    told.classList.add("warn");
  });
})();
