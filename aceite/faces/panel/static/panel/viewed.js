// Says once that the proposal stands open before somebody who looks at it; a link opened by a scanner runs no script.
const form = document.querySelector("[data-viewed]");

function say() {
  if (!form || document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", say);
  fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {});
}

document.addEventListener("visibilitychange", say);
say();
