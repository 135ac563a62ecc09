// The totals under the typing hand: by the server's rules, to the cent, without asking it and without moving the page.
import { brl } from "../../ui/js/decimals.js";
import { rhythm, sums } from "../../ui/js/pricing.js";
import * as rows from "./rows.js";

const UNKNOWN = "—";
const HEAD = ["discount_kind", "discount_value", "freight", "adjustment_rate"];

function write(output, text) {
  if (output && output.textContent !== text) output.textContent = text;
}

function sectionTotals(all, ofLine) {
  const totals = new Map();
  let heading = null;
  for (const row of all) {
    if (!rows.isLine(row)) totals.set((heading = row), 0n);
    else if (heading && rows.field(row, "choice").value !== "out" && !rows.field(row, "recurs").value) totals.set(heading, totals.get(heading) + (ofLine.get(row) ?? 0n));
  }
  return totals;
}

function writeSums(worked) {
  const amounts = { subtotal: worked.subtotal, discount: worked.discount && -worked.discount, freight: worked.freight, adjustment: worked.adjustment, total: worked.total };
  for (const [name, amount] of Object.entries(amounts)) {
    const known = amount !== undefined && (amount !== 0n || name === "subtotal" || name === "total");
    write(document.querySelector(`#totals [data-sum=${name}]`), known ? brl(amount) : UNKNOWN);
  }
  const recurring = document.querySelector("#totals [data-sum=recurring]");
  write(recurring, worked.recurring.map((part) => rhythm(JSON.parse(recurring.dataset.rhythms), part)).join(" + ") || UNKNOWN);
  write(document.getElementById("bar-total"), worked.total === undefined ? UNKNOWN : brl(worked.total));
}

export function recount() {
  const form = document.getElementById("proposal-form");
  const all = rows.all();
  const priced = all.filter((row) => rows.isLine(row) && rows.field(row, "unit_price").value !== "");
  const worked = sums(priced.map(rows.valuesOf), Object.fromEntries(HEAD.map((name) => [name, form.elements[name]?.value ?? ""])));
  const ofLine = new Map(priced.map((row, at) => [row, worked.lines[at]]));
  for (const [row, total] of sectionTotals(all, ofLine)) ofLine.set(row, total);
  for (const row of all) {
    const total = ofLine.get(row) ?? null;
    write(row.querySelector("[data-total]"), total === null ? UNKNOWN : brl(total));
  }
  writeSums(worked);
}
