// A search box leads into what it found: arrow down goes to the first, arrows walk on and back, Enter opens the only one.
const box = document.querySelector("[data-leads-to]");
const found = () => [...document.querySelectorAll(`${box.dataset.leadsTo} .choices-list a`)];
// What stands below may still be the answer to fewer letters.
let waiting = false;

function walk(event) {
  const links = found();
  const at = links.indexOf(document.activeElement);
  if (at < 0 && document.activeElement !== box) return;
  event.preventDefault();
  const next = at + (event.key === "ArrowDown" ? 1 : -1);
  (next < 0 ? box : links[Math.min(next, links.length - 1)])?.focus();
}

box.addEventListener("input", () => { waiting = true; });
document.addEventListener("htmx:afterSwap", () => { waiting = false; });
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") return walk(event);
  const links = event.key === "Enter" && event.target === box && box.value.trim() && !waiting ? found() : [];
  if (links.length !== 1) return;
  event.preventDefault();
  links[0].click();
});
