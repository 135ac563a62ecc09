// Messages can be put away; good news leaves by itself, bad news stays. Others send {text, level} as the event "ui:toast".
const region = document.getElementById("toasts");

function mind(toast) {
  const close = toast.querySelector("[data-toast-close]");
  if (close) close.hidden = false;
  close?.addEventListener("click", () => toast.remove());
  if (toast.matches(".error, .warning")) return;
  let timer = 0;
  const leave = () => { timer = setTimeout(() => toast.remove(), 9000); };
  toast.addEventListener("pointerenter", () => clearTimeout(timer));
  toast.addEventListener("pointerleave", leave);
  toast.addEventListener("focusin", () => clearTimeout(timer));
  leave();
}

for (const toast of region.querySelectorAll("[data-toast]")) mind(toast);

function show({ level = "success", text }) {
  const toast = Object.assign(document.createElement("div"), { className: `toast ${level}` });
  toast.append(Object.assign(document.createElement("p"), { textContent: text }));
  region.append(toast);
  mind(toast);
}

document.addEventListener("ui:toast", (event) => show(event.detail));
for (const toast of JSON.parse(sessionStorage.getItem("toasts") ?? "[]")) show(toast);
sessionStorage.removeItem("toasts");
