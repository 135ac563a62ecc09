// Decimals as people type them, exact: a whole number (BigInt) and how many of its digits stand after the comma.
// No float ever touches an amount. Reads what kit/money.py reads, and refuses what it refuses.
const THOUSANDS_AND_COMMA = /^[0-9]{1,3}(\.[0-9]{3})+,[0-9]+$/;
const ONLY_COMMA = /^[0-9]*,[0-9]+$/;
const ONLY_THOUSANDS = /^[1-9][0-9]{0,2}(\.[0-9]{3})+$/;
const ONLY_POINT = /^[0-9]*\.[0-9]+$/;
const WHOLE = /^[0-9]+$/;
const MAX_WHOLE_DIGITS = 15;
const MAX_PLACES = 10;
const PREFIXES = ["-", "+", "R$", "r$", "-", "+"];

export const ZERO = { digits: 0n, places: 0 };

function signAndRest(text) {
  let rest = text.replaceAll(/\s/g, "").replaceAll("\u2212", "-");
  let signs = "";
  for (const prefix of PREFIXES) {
    if (!rest.startsWith(prefix)) continue;
    rest = rest.slice(prefix.length);
    if (prefix === "-" || prefix === "+") signs += prefix;
  }
  return signs.length > 1 ? null : { negative: signs === "-", rest };
}

function plain(rest) {
  if (THOUSANDS_AND_COMMA.test(rest)) return rest.replaceAll(".", "").replace(",", ".");
  if (ONLY_COMMA.test(rest)) return rest.replace(",", ".");
  if (ONLY_THOUSANDS.test(rest)) return rest.replaceAll(".", "");
  return ONLY_POINT.test(rest) || WHOLE.test(rest) ? rest : null;
}

// The number typed, or null where the server would not read it.
export function read(text) {
  const signed = signAndRest(text.trim().replace(/%$/, ""));
  const found = signed && plain(signed.rest);
  if (!found) return null;
  const [whole, fraction = ""] = found.split(".");
  if (whole.replace(/^0+/, "").length > MAX_WHOLE_DIGITS || fraction.length > MAX_PLACES) return null;
  const kept = fraction.replace(/0+$/, "");
  const digits = BigInt(whole + kept);
  return { digits: signed.negative ? -digits : digits, places: kept.length };
}

export const scaled = (number, places) => number.digits * 10n ** BigInt(places - number.places);

// The number in cents, halves away from zero.
export const cents = ({ digits, places }) => divided(digits * 100n, 10n ** BigInt(places));

export function divided(dividend, divisor) {
  const doubled = 2n * (dividend < 0n ? -dividend : dividend);
  const rounded = (doubled + divisor) / (2n * divisor);
  return dividend < 0n ? -rounded : rounded;
}

export const times = (one, other) => ({ digits: one.digits * other.digits, places: one.places + other.places });

// R$ 1.234,56 of an amount in cents; a negative one with a true minus before it.
export function brl(amount) {
  const positive = amount < 0n ? -amount : amount;
  const whole = (positive / 100n).toString().replaceAll(/\B(?=(\d{3})+$)/g, ".");
  return `${amount < 0n ? "\u2212\u00a0" : ""}R$\u00a0${whole},${(positive % 100n).toString().padStart(2, "0")}`;
}
