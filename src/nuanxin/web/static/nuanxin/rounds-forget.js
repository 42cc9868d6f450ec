/* Signing out takes the pages of the rounds off the phone; taps that wait stay, for whoever tapped them. */
if (window.caches) {
  document.querySelectorAll("main form").forEach((form) => form.addEventListener("submit", () => {
    caches.keys().then((names) => names.filter((name) => name.startsWith("nuanxin-rounds-")).forEach((name) => caches.delete(name)));
  }));
}
