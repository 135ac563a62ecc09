// The price under the choosing hand: by the server's rules, to the cent. Without it a button counts anew.
import { brl } from "../ui/js/decimals.js";
import { rhythm, sums } from "../ui/js/pricing.js";
import { replan } from "../ui/js/replanning.js";

const form = document.getElementById("choice-form");
const given = JSON.parse(form.dataset.counting);
const words = JSON.parse(form.dataset.words);
const take = (key) => form.elements[`take-${key}`];
const quantity = (key) => form.elements[`quantity-${key}`];
const typed = (field) => field.value.replace(".", ",");

// A quantity without thousands and idle zeros, so that two can be compared.
function plainly(text) {
  const [whole, fraction = ""] = text.replaceAll(".", "").split(",");
  return `${whole},${fraction.replace(/0+$/, "")}`;
}

function write(place, text) {
  for (const output of document.querySelectorAll(`[data-sum="${place}"]`)) if (output.textContent !== text) output.textContent = text;
}

function picked(line) {
  const [box, field] = [take(line.key), quantity(line.key)];
  const out = box ? !box.checked : line.choice === "out";
  // What is left out needs no quantity: as the server does, its own stands.
  const wanted = !field || out || (!field.value && field.validity.valid) ? line.quantity : field.validity.valid ? typed(field) : "";
  return { ...line, quantity: wanted, choice: line.choice ? (out ? "out" : "in") : line.choice };
}

const filled = (text, count, amount) => text.replace("{count}", count).replace("{amount}", brl(amount));

function planWords(payments) {
  const parts = payments.filter(({ number }) => number).map(({ amount }) => amount);
  const down = payments.find(({ number }) => !number);
  const said = down ? [filled(words.down, 1, down.amount)] : [];
  const most = parts.reduce((one, other) => (one > other ? one : other), 0n);
  if (parts.length === 1) said.push(filled(words.one, 1, most));
  else if (parts.length) said.push(filled(parts.every((part) => part === most) ? words.equal : words.several, parts.length, most));
  return said.join(" + ") || words.text;
}

function price({ total, recurring }) {
  if (!recurring.length) return brl(total);
  const once = total ? [words.once.replace("{amount}", brl(total))] : [];
  return [...once, ...recurring.map((part) => rhythm(words.rhythms, part))].join(" + ");
}

// A wrong quantity is told once the hand has left it, and is no longer told as soon as it is right.
function mark(line, event) {
  const field = quantity(line.key);
  if (!field || (line.quantity ? !event : event?.type === "input")) return;
  const [wrong, error] = [!line.quantity, document.getElementById(`bad-${line.key}`)];
  error.hidden = !wrong;
  field.setAttribute("aria-describedby", wrong ? `limits-${line.key} ${error.id}` : `limits-${line.key}`);
  if (wrong) field.setAttribute("aria-invalid", "true");
  else field.removeAttribute("aria-invalid");
}

function recount(event) {
  const lines = given.lines.map(picked);
  const worked = sums(lines, given.head);
  const plan = worked.total === undefined ? null : replan(given.payments, worked.total, given.down_percent);
  const known = plan !== null && (worked.total > 0n || worked.recurring.length > 0);
  lines.forEach((line, at) => {
    write(`line-${line.key}`, worked.lines[at] === null ? "—" : brl(worked.lines[at]));
    const row = document.getElementById(`option-${line.key}`);
    row?.classList.toggle("is-out", line.choice === "out");
    mark(line, event);
  });
  for (const name of ["subtotal", "discount", "freight", "adjustment"]) {
    if (worked[name] !== undefined) write(name, brl(name === "discount" ? -worked[name] : worked[name]));
  }
  write("price", known ? price(worked) : "—");
  write("plan", known ? planWords(plan) : "");
  const same = given.lines.every((line, at) => lines[at].choice === line.choice && plainly(lines[at].quantity) === plainly(line.quantity));
  for (const button of document.querySelectorAll("[data-confirms]")) button.disabled = same || !known;
  for (const text of document.querySelectorAll("[data-when-same]")) text.hidden = !same;
  const wrong = lines.some((line) => !line.quantity);
  for (const text of document.querySelectorAll("[data-when-wrong]")) text.hidden = !wrong;
  for (const text of document.querySelectorAll("[data-when-impossible]")) text.hidden = known || wrong;
}

for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
form.addEventListener("input", recount);
form.addEventListener("change", recount);
recount();
form.dataset.ready = "yes";
