// The name of a line finds items of the catalogue: by code, by parts of the name, without accents (WAI-ARIA combobox).
import * as prices from "./prices.js";
import * as rows from "./rows.js";

const RESTS = 120;
const answers = new Map();
const folded = (text) => text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase().trim();

let list, input, items = [], active = -1, edited = false, timer, asking;

const card = () => document.getElementById("lines");
const isName = (element) => element.matches?.("#rows [name$='-name']");
const isOpen = () => Boolean(list) && !list.hidden;

async function ask(text, mayStop = true) {
  const sought = folded(text);
  if (!sought) return [];
  if (answers.has(sought)) return answers.get(sought);
  const stop = new AbortController();
  if (mayStop) {
    asking?.abort();
    asking = stop;
  }
  const answer = await fetch(`${card().dataset.catalog}?${new URLSearchParams({ q: sought, venda: card().dataset.sale })}`, { signal: stop.signal });
  if (!answer.ok || answer.redirected) return [];
  const { items: found } = await answer.json();
  answers.set(sought, found);
  prices.learn(found);
  return found;
}

function option(item, at) {
  const element = Object.assign(document.createElement("li"), { id: `catalog-${at}`, role: "option" });
  element.setAttribute("aria-selected", "false");
  const picture = Object.assign(document.createElement(item.picture ? "img" : "span"), { className: "found-picture" });
  if (item.picture) Object.assign(picture, { src: item.picture, alt: "", width: 40, height: 40 });
  element.append(picture);
  for (const [name, text] of [["code", item.code], ["name", item.name], ["price", `R$\u00a0${item.prices?.[0]?.[1] ?? item.price_typed} / ${item.unit}${item.rhythm && ` ${item.rhythm}`}`]]) {
    element.append(Object.assign(document.createElement("span"), { className: `found-${name}`, textContent: text }));
  }
  element.addEventListener("pointerdown", (event) => { event.preventDefault(); pick(item); });
  return element;
}

function open(found) {
  items = found;
  active = -1;
  list ??= Object.assign(document.createElement("ul"), { id: "catalog", role: "listbox", className: "offer-options", ariaLabel: card().dataset.catalogLabel });
  list.replaceChildren(...items.map(option));
  input.closest(".field").append(list);
  list.hidden = !items.length;
  input.setAttribute("aria-expanded", String(isOpen()));
  input.removeAttribute("aria-activedescendant");
  document.getElementById("lines-said").textContent = items.length ? card().dataset.found.replace("{n}", items.length) : "";
}

export function close() {
  clearTimeout(timer);
  asking?.abort();
  if (list) list.hidden = true;
  items = [];
  input?.setAttribute("aria-expanded", "false");
  input?.removeAttribute("aria-activedescendant");
}

function go(step) {
  active = (active + step + items.length + (active < 0 && step < 0 ? 1 : 0)) % items.length;
  [...list.children].forEach((element, at) => element.setAttribute("aria-selected", String(at === active)));
  list.children[active].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", list.children[active].id);
}

function fill(row, item) {
  rows.fill(row, { item: String(item.id), code: item.code, name: item.name, kind: item.kind, unit: item.unit, unit_price: prices.priceOf(item, row), description: item.description, recurs: item.recurs, periods: item.periods });
  row.dispatchEvent(new Event("change", { bubbles: true }));
}

function pick(item) {
  const row = rows.rowOf(input);
  fill(row, item);
  close();
  rows.field(row, "quantity").focus();
  rows.field(row, "quantity").select();
}

async function look() {
  const about = input;
  try {
    const found = await ask(about.value);
    if (about === input && document.activeElement === input) open(found);
  } catch (error) {
    if (error.name !== "AbortError") close();
  }
}

// Enter takes the chosen option, or the item whose very code was typed; true when the cursor has gone on by that.
// Nobody waits for the catalogue: what a bar code reader typed is filled in behind the cursor once the answer is there.
export function takes() {
  if (isOpen() && active >= 0) return pick(items[active]), true;
  clearTimeout(timer);
  const typed = folded(input?.value ?? "");
  if (!edited || !typed) return close(), false;
  const exact = (found) => found.find((item) => folded(item.code) === typed);
  if (answers.has(typed)) {
    const item = exact(answers.get(typed));
    item ? pick(item) : close();
    return Boolean(item);
  }
  close();
  const row = rows.rowOf(input);
  ask(typed, false).then((found) => exact(found) && fill(row, exact(found)), () => {});
  return false;
}

// True when the key was for the list.
export function key(event) {
  if (!isName(event.target) || !isOpen()) return false;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") go(event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Escape") close();
  else return false;
  return true;
}

export function start() {
  document.addEventListener("focusin", ({ target }) => {
    if (!isName(target)) return close();
    [input, edited] = [target, false];
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-expanded", "false"], ["aria-controls", "catalog"]]) target.setAttribute(name, value);
  });
  document.addEventListener("input", ({ target }) => {
    if (!isName(target)) return;
    [input, edited] = [target, true];
    clearTimeout(timer);
    timer = setTimeout(look, RESTS);
  });
  document.addEventListener("focusout", ({ target }) => { if (target === input) close(); });
}
