// A long form: it tells what is not saved, saves a draft when the typing rests, and keeps Enter from sending it by chance.
const RESTS = 5000;
const form = document.querySelector("form[data-editing]");
let timer;

function mark(dirty) {
  form.dataset.dirty = dirty ? "yes" : "";
  const words = document.getElementById("saved");
  if (dirty && words) words.textContent = words.dataset.dirty;
}

function touched(event) {
  if (event.target.matches?.("[data-find], [type=search]")) return;
  mark(true);
  clearTimeout(timer);
  timer = setTimeout(() => form.dispatchEvent(new CustomEvent("office:autosave", { bubbles: true })), RESTS);
}

if (form) {
  form.addEventListener("input", touched);
  form.addEventListener("change", touched);
  form.addEventListener("submit", () => { clearTimeout(timer); form.dataset.dirty = ""; });
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    if (event.target.matches("[data-find]")) form.querySelector("#found button")?.click();
  });
  // What is about to be replaced takes no typing meanwhile: it would be lost with the old part.
  for (const [name, inert] of [["htmx:beforeSend", true], ["htmx:afterRequest", false]]) {
    document.addEventListener(name, ({ detail: { target } }) => {
      if (target.id === "lines" || target.id === "plan") target.inert = inert;
    });
  }
  // Lines that were added, moved or removed are changes too.
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "lines" || event.target.id === "plan") form.dispatchEvent(new Event("change", { bubbles: true }));
    if (document.querySelector("#saved[data-clean]")) { delete document.getElementById("saved").dataset.clean; form.dataset.dirty = ""; }
  });
  addEventListener("beforeunload", (event) => { if (form.dataset.dirty) event.preventDefault(); });
}
