// A form is sent once: a second click is swallowed while the first one works, and the button says what is going on.
function begin(form, submitter) {
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
  const words = submitter?.dataset.busy || form.dataset.busy;
  if (!submitter?.classList.contains("button")) return;
  submitter.classList.add("is-busy");
  submitter.setAttribute("aria-disabled", "true");
  const label = submitter.querySelector("span");
  if (!words || !label) return;
  label.dataset.before = label.textContent;
  label.textContent = words;
  label.setAttribute("role", "status");
}

function end(form) {
  delete form.dataset.sent;
  form.removeAttribute("aria-busy");
  for (const button of document.querySelectorAll(".button.is-busy")) {
    button.classList.remove("is-busy");
    button.removeAttribute("aria-disabled");
    const label = button.querySelector("[data-before]");
    if (!label) continue;
    label.textContent = label.dataset.before;
    label.removeAttribute("role");
    delete label.dataset.before;
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  // What opens beside this page leaves it standing, to be sent from.
  if (form.method !== "post" || event.submitter?.formTarget === "_blank") return;
  if (form.dataset.sent) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  begin(form, event.submitter);
  // An answer that is a download leaves this page standing.
  setTimeout(() => end(form), 15000);
}, { capture: true });
for (const name of ["htmx:afterRequest", "ui:done"]) {
  document.addEventListener(name, (event) => { const form = event.target.closest?.("form"); if (form) end(form); });
}
addEventListener("pageshow", (event) => { if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(end); });
