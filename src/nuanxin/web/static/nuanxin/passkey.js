/* Says in words that a passkey was not used, where allauth's script would only tell the console. */
document.addEventListener("allauth.error", function (event) {
  event.preventDefault();
  document.getElementById("passkey_failed").hidden = false;
});
