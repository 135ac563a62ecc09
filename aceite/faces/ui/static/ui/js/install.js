// Where the browser can put the panel among the applications of the device, the menu offers it.
const button = document.querySelector("[data-install]");
let offer = null;

addEventListener("beforeinstallprompt", (event) => {
  if (!button) return;
  event.preventDefault();
  offer = event;
  button.hidden = false;
});
addEventListener("appinstalled", () => { if (button) button.hidden = true; });
button?.addEventListener("click", async () => {
  await offer?.prompt();
  offer = null;
  button.hidden = true;
});
