// Keeps what is typed into a form marked data-noting as it is typed; without this script its button keeps it.
const RESTS = 800;
const timers = new WeakMap();
const noted = new WeakSet();

async function note(form) {
  const status = form.querySelector("[data-noting-status]");
  const tell = (words) => { if (status) status.textContent = words ?? ""; };
  try {
    const answer = await fetch(form.action, {
      method: "POST", body: new FormData(form), credentials: "same-origin", redirect: "manual",
      headers: { "X-Noting": "1" },
    });
    if (answer.status !== 204) return tell(form.dataset.lost);
    noted.add(form);
    form.dispatchEvent(new CustomEvent("ui:arrived", { bubbles: true }));
    tell(form.dataset.noted);
  } catch {
    tell(form.dataset.lost);
  }
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form[data-noting]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => note(form), RESTS));
});

document.addEventListener("submit", (event) => clearTimeout(timers.get(event.target)));

// A dialog left without its button: the page below shows what was noted.
document.addEventListener("close", (event) => {
  const form = event.target.querySelector?.("form[data-noting]");
  if (form && noted.has(form)) location.reload();
}, true);
