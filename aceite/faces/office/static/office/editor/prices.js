// What items cost this customer, by quantity: a price nobody typed follows the quantity, beside a typed one the list's
// is offered.
import { read, scaled } from "../../ui/js/decimals.js";
import * as rows from "./rows.js";

// By the item's id its prices, from the smallest quantity up: [from, price as typed, list].
const known = new Map();
// The quantity a row had when its price was last looked at.
const stood = new WeakMap();

const text = (row, name) => rows.field(row, name).value;

function compare(one, other) {
  const places = Math.max(one.places, other.places);
  const difference = scaled(one, places) - scaled(other, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function rung(row, typed = text(row, "quantity")) {
  const steps = known.get(text(row, "item"));
  const quantity = read(typed);
  if (!steps?.length || !quantity) return null;
  return steps.findLast(([from]) => compare(read(from), quantity) <= 0) ?? steps[0];
}

const isAt = (row, step) => {
  const price = read(text(row, "unit_price"));
  return Boolean(step && price) && compare(read(step[1]), price) === 0;
};

export function learn(items) {
  for (const item of items) if (item.prices?.length) known.set(String(item.id), item.prices);
}

// The price of so many of an item that is about to stand in this row.
export function priceOf(item, row) {
  const quantity = read(text(row, "quantity"));
  const step = quantity && item.prices?.findLast(([from]) => compare(read(from), quantity) <= 0);
  return (step || item.prices?.[0])?.[1] ?? item.price_typed;
}

export function note(row) {
  stood.set(row, text(row, "quantity"));
}

// After another quantity was typed: true when the price went along.
export function follow(row) {
  const before = stood.has(row) ? rung(row, stood.get(row)) : null;
  const now = rung(row);
  if (!now) return false;
  note(row);
  if (!before || before[1] === now[1] || !isAt(row, before)) return false;
  rows.fill(row, { unit_price: now[1] });
  return true;
}

// Puts the list's price on the row.
export function take(row) {
  const step = rung(row);
  if (step) rows.fill(row, { unit_price: step[1] });
  rows.field(row, "unit_price").focus();
}

function words([, price, name]) {
  const { listed, listedCatalog } = document.getElementById("lines").dataset;
  return (name ? listed : listedCatalog).replace("{price}", `R$\u00a0${price}`).replace("{name}", name);
}

// Offers the list's price wherever another one stands.
export function show() {
  for (const row of rows.lines()) {
    const button = row.querySelector("[data-listed]");
    const step = rung(row);
    const offered = Boolean(step) && Boolean(read(text(row, "unit_price"))) && !isAt(row, step);
    button.hidden = !offered;
    if (offered && button.textContent !== words(step)) button.textContent = words(step);
  }
}

export function start() {
  for (const [item, steps] of Object.entries(JSON.parse(document.getElementById("item-prices").textContent))) known.set(item, steps);
  document.addEventListener("focusin", ({ target }) => {
    const row = rows.rowOf(target);
    if (row && rows.isLine(row) && target.name?.endsWith("-quantity")) note(row);
  });
}
