// The payments of an offer whose total has changed, by the rules of core/proposals/replanning.py, in cents.
import { cents, divided, read, scaled } from "./decimals.js";

const sum = (amounts) => amounts.reduce((total, amount) => total + amount, 0n);
const percent = (base, rate) => divided(base * scaled(rate, 4), 1000000n);

function evenly(total, parts) {
  const each = total / BigInt(parts);
  return [total - each * BigInt(parts - 1), ...Array(parts - 1).fill(each)];
}

// Largest remainder; equal ones in the order given.
function spread(total, weights) {
  const all = sum(weights);
  const shares = weights.map((weight) => (total * weight) / all);
  const left = Number(total - sum(shares));
  const rests = weights.map((weight, at) => ({ at, rest: (total * weight) % all }));
  rests.sort((one, other) => (one.rest === other.rest ? one.at - other.at : one.rest < other.rest ? 1 : -1));
  for (const { at } of rests.slice(0, left)) shares[at] += 1n;
  return shares;
}

function over(amounts, rest) {
  if (!rest || !amounts.length) return [];
  const even = amounts.join() === evenly(sum(amounts), amounts.length).join();
  const made = even ? evenly(rest, amounts.length) : spread(rest, amounts);
  return made.every((amount) => amount > 0n) ? made : null;
}

// `payments` have a number (0 is the down payment) and an amount as typed; null where the server would refuse it.
export function replan(payments, total, downPercent) {
  const amounts = payments.map(({ number, amount }) => ({ number, amount: cents(read(amount)) }));
  const down = amounts.find(({ number }) => number === 0);
  const parts = amounts.filter(({ number }) => number !== 0).map(({ amount }) => amount);
  if (!amounts.length) return [];
  const rate = read(downPercent);
  const before = sum(amounts.map(({ amount }) => amount));
  let ahead = 0n;
  if (down && !parts.length) ahead = total;
  else if (down) ahead = rate.digits && down.amount === percent(before, rate) ? percent(total, rate) : down.amount < total ? down.amount : total;
  const made = over(parts, total - ahead);
  if (made === null) return null;
  return [...(ahead ? [{ number: 0, amount: ahead }] : []), ...made.map((amount, at) => ({ number: at + 1, amount }))];
}
