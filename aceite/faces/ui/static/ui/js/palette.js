// The box in the top bar finds everything, goes anywhere and does what the page offers: "/" seeks, Ctrl+K picks the
// first at once (WAI-ARIA combobox with a listbox). Without this script it is a form that leads to the search page.
const RESTS = 120;
const form = document.querySelector("form[data-suggest]");
const input = form.querySelector("input");
const words = form.dataset;
const answers = new Map();
const folded = (text) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();
// What the open page offers: its next step, its acts, its head's buttons. Whoever sees them may use them.
const OFFERED = "main .next-step .button, main .acts a, main .page-head :is(a.button, button), main [data-shortcut]";

const make = (name, properties, attributes = {}) => {
  const element = Object.assign(document.createElement(name), properties);
  for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, value);
  return element;
};
const list = make("div", { id: "palette-list" }, { role: "listbox", "aria-label": words.label });
const said = make("p", { className: "palette-said" }, { role: "status" });
const panel = make("div", { className: "palette", hidden: true });
panel.append(said, list);
form.append(panel);
for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id })) input.setAttribute(name, value);

// `awaited`: what was typed is not answered yet, and the list still shows something earlier; `entering`: Enter waits for it.
let picking = false, awaited = false, entering = false, active = null, timer, asking;

const options = () => [...list.querySelectorAll("[role=option]")];

function activate(option) {
  active?.setAttribute("aria-selected", "false");
  active = option ?? null;
  active?.setAttribute("aria-selected", "true");
  active?.scrollIntoView({ block: "nearest" });
  active ? input.setAttribute("aria-activedescendant", active.id) : input.removeAttribute("aria-activedescendant");
}

function here(text) {
  const sought = folded(text).split(/\s+/);
  const group = make("div", { className: "found-group" }, { role: "group", "aria-label": words.here });
  group.append(make("p", { className: "found-title", textContent: words.here }, { "aria-hidden": "true" }));
  const seen = new Set();
  for (const source of document.querySelectorAll(OFFERED)) {
    const label = source.querySelector("span")?.textContent.trim() || source.ariaLabel || source.textContent.trim();
    if (!label || source.matches("input, select, textarea") || seen.has(label) || !source.checkVisibility()) continue;
    if (!sought.every((word) => folded(label).includes(word))) continue;
    seen.add(label);
    const option = make("div", { className: "found", id: `found-here-${seen.size}` }, { role: "option", "aria-selected": "false" });
    const icon = source.querySelector("svg")?.cloneNode(true);
    option.append(...(icon ? [icon] : []), make("span", { className: "found-label", textContent: label }));
    option.addEventListener("click", () => { close(); source.click(); });
    group.append(option);
  }
  return seen.size ? [group] : [];
}

async function asked(text) {
  const sought = folded(text);
  if (answers.has(sought)) return answers.get(sought);
  asking?.abort();
  asking = new AbortController();
  const answer = await fetch(`${words.suggest}?${new URLSearchParams({ q: text.trim() })}`, { signal: asking.signal });
  if (!answer.ok || answer.redirected) throw new Error("no answer");
  const found = await answer.text();
  answers.set(sought, found);
  return found;
}

function show(text, groups, note = "") {
  list.replaceChildren(...here(text), ...groups);
  panel.hidden = false;
  input.setAttribute("aria-expanded", "true");
  const count = options().length;
  said.textContent = note || (count ? (count === 1 ? words.one : words.many.replace("{n}", count)) : words.none);
  said.classList.toggle("sr-only", Boolean(count) && !note);
  activate(picking ? options()[0] : null);
}

async function look() {
  const text = input.value;
  let groups = [], note = "";
  try {
    groups = [...new DOMParser().parseFromString(await asked(text), "text/html").body.children];
  } catch (error) {
    if (error.name === "AbortError") return;
    note = words.offline;
  }
  if (text !== input.value || document.activeElement !== input) return;
  show(text, groups, note);
  const enters = entering && !note;
  [awaited, entering] = [false, false];
  if (enters) active ? active.click() : form.requestSubmit();
}

function close() {
  clearTimeout(timer);
  asking?.abort();
  panel.hidden = true;
  list.replaceChildren();
  activate(null);
  [awaited, entering] = [false, false];
  input.setAttribute("aria-expanded", "false");
}

function open(pick) {
  picking = pick;
  awaited = true;
  input.focus();
  input.select();
  look();
}

function walk(step) {
  const every = options();
  if (panel.hidden || !every.length) return look();
  activate(every[(every.indexOf(active) + step + every.length + (active || step > 0 ? 0 : 1)) % every.length]);
}

input.addEventListener("input", () => {
  [awaited, entering] = [true, false];
  clearTimeout(timer);
  timer = setTimeout(look, RESTS);
});
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") walk(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Enter" && awaited && picking) entering = true;
  else if (event.key === "Enter" && !awaited && active) active.click();
  else if (event.key === "Escape" && !panel.hidden) close();
  else return;
  event.preventDefault();
});
input.addEventListener("pointerdown", () => panel.hidden && setTimeout(look));
input.addEventListener("shortcut", () => open(false));
// The text keeps the focus while an option is chosen by hand; elsewhere the list goes.
panel.addEventListener("pointerdown", (event) => event.preventDefault());
form.addEventListener("focusout", ({ relatedTarget }) => form.contains(relatedTarget) || close());
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== "k") return;
  // A text being written has its own Ctrl+K: a link.
  if (event.defaultPrevented || event.target.closest("[contenteditable]") || document.querySelector("dialog[open]")) return;
  event.preventDefault();
  open(true);
});
