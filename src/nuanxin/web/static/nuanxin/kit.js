/* The page kit: the form and the kept view say again what the address says. */
(() => {
  const remember = () => {
    const kept = document.getElementById("query");
    if (kept) kept.value = window.location.search.slice(1);
    const form = document.getElementById("narrow");
    if (!form) return;
    const asked = new URLSearchParams(window.location.search);
    ["sort", "view"].forEach((name) => { form.elements[name].value = asked.get(name) || ""; });
  };
  document.body.addEventListener("htmx:afterSettle", remember);
  document.body.addEventListener("htmx:pushedIntoHistory", remember);
})();
