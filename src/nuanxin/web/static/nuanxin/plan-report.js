/* The report's button to print; without scripts the browser's own does. */
const button = document.getElementById("print");
button.hidden = false;
button.addEventListener("click", () => window.print());
