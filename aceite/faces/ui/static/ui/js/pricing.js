// What a proposal costs, by the rules of core/proposals/pricing.py, in cents; null where the server would refuse it.
import { ZERO, brl, cents, divided, read, scaled, times } from "./decimals.js";

const LARGEST = 999999999999999n;
const HUNDRED = 100n;

// What each field takes: decimals after the comma, and the bounds in units of the last of them.
const ROOM = {
  quantity: { places: 4, least: 1n, required: true },
  unit_price: { places: 10, least: 0n, required: true },
  discount_value: { places: 4, least: 0n },
  freight: { places: 2, least: 0n },
  adjustment_rate: { places: 4, least: -990000n, most: 1000000n },
};

// The number typed into a field; zero when it is empty, null when it cannot stand there.
export function number(name, text) {
  const { places, least, most, required } = ROOM[name];
  if (text === "" || (!required && !text.trim())) return ZERO;
  const found = read(text);
  if (!found || found.places > places) return null;
  const units = scaled(found, places);
  return units < least || (most !== undefined && units > most) ? null : found;
}

function discountOn(base, kind, value) {
  if (!kind) return 0n;
  const units = scaled(value, 4);
  if (kind === "percent") return units > HUNDRED * 10000n ? null : divided(base * units, HUNDRED * 10000n);
  return units > base * 100n ? null : cents(value);
}

export function lineTotal({ periods = "", quantity, unit_price, discount_kind = "", discount_value = "" }) {
  const [amount, price, off] = [number("quantity", quantity), number("unit_price", unit_price), number("discount_value", discount_value)];
  if (!amount || !price || !off || amount.digits <= 0n || periodsOf({ periods }) === null) return null;
  const gross = cents(times(amount, price));
  const discount = discountOn(gross, discount_kind, off);
  return gross > LARGEST || discount === null ? null : gross - discount;
}

const MONTHS = { month: 1, quarter: 3, year: 12 };
const MOST_PERIODS = 360;

// How many times a line is paid; 0 until somebody cancels it, null where that cannot be read.
function periodsOf({ periods = "" }) {
  const typed = periods.trim();
  if (!typed) return 0;
  return /^\d+$/.test(typed) && Number(typed) >= 1 && Number(typed) <= MOST_PERIODS ? Number(typed) : null;
}

// The same rhythm for the same time as one sum; the more frequent and the shorter first, without an end last.
function gathered(lines, totals) {
  const sums = new Map();
  lines.forEach((line, at) => {
    if (!line.recurs || line.choice === "out") return;
    const key = `${line.recurs}/${periodsOf(line)}`;
    const before = sums.get(key) ?? { every: line.recurs, periods: periodsOf(line), amount: 0n };
    sums.set(key, { ...before, amount: before.amount + (totals[at] ?? 0n) });
  });
  const order = ({ every, periods }) => MONTHS[every] * 1000 + (periods || 999);
  return [...sums.values()].filter(({ amount }) => amount).sort((one, other) => order(one) - order(other));
}

// All sums of the typed head and lines; `lines` has each line's own total, or null while it cannot be worked out.
export function sums(lines, head) {
  const totals = lines.map(lineTotal);
  const known = totals.filter((total) => total !== null);
  // An optional line outside the total is worked out all the same.
  const subtotal = totals.reduce((sum, total, at) => (lines[at].choice === "out" || lines[at].recurs ? sum : sum + (total ?? 0n)), 0n);
  const [value, freight, rate] = ["discount_value", "freight", "adjustment_rate"].map((name) => number(name, head[name] ?? ""));
  const recurring = gathered(lines, totals);
  const told = { lines: totals, subtotal, recurring };
  if (!lines.length || known.length < lines.length || subtotal > LARGEST || !value || !freight || !rate) return told;
  const discount = discountOn(subtotal, head.discount_kind ?? "", value);
  if (discount === null) return told;
  const carried = cents(freight);
  const base = subtotal - discount + carried;
  const adjustment = divided(base * scaled(rate, 4), HUNDRED * 10000n);
  const total = base + adjustment;
  const worth = recurring.reduce((sum, { every, periods, amount }) => sum + amount * BigInt(periods || 12 / MONTHS[every]), total);
  return total > LARGEST || carried > LARGEST || worth > LARGEST ? told : { ...told, discount, freight: carried, adjustment, total };
}

// "R$ 890,00 por mês, por 12 meses": the server's words, with this number in the place of 77.
export const rhythm = (words, { every, periods, amount }) => `${brl(amount)} ${words[every][Math.min(periods, 2) === 2 ? 77 : periods].replace("77", periods)}`;
