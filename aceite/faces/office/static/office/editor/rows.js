// The rows of the lines: items and the headings of sections. Their names are numbered as the server reads them.
const list = () => document.getElementById("rows");
const NUMBERED = /^(lines|line|id_lines|up|down|double|remove|listed)-\d+/;
const IDENTIFIED = /\b(id_lines|line)-\d+/g;

export const all = () => [...list().querySelectorAll(":scope > [data-row]")];
export const lines = () => all().filter(isLine);
export const isLine = (row) => row.dataset.row === "line";
export const rowOf = (element) => element.closest?.("#rows > [data-row]");
export const field = (row, name) => row.querySelector(`[name$="-${name}"]`);
export const first = (row) => field(row, isLine(row) ? "name" : "heading");
export const newKey = () => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(9)))).replaceAll("+", "-").replaceAll("/", "_");

const fieldsOf = (row) => [...row.querySelectorAll("[name^=lines-]")];
const nameOf = (control) => control.name.replace(/^lines-\d+-/, "");

// What is typed in a row, field by field.
export const valuesOf = (row) => Object.fromEntries(fieldsOf(row).map((control) => [nameOf(control), control.value]));

export function fill(row, values) {
  for (const control of fieldsOf(row)) {
    const value = values[nameOf(control)];
    if (value !== undefined && control.value !== value) control.value = value;
  }
}

// A row nobody has written in yet, not on the page yet.
export function blank(kind, values = {}) {
  const row = document.getElementById(`blank-${kind}`).content.firstElementChild.cloneNode(true);
  fill(row, { ...(kind === "line" ? { key: newKey() } : {}), ...values });
  return row;
}

export const isEmpty = (row) => isLine(row) && !field(row, "name").value.trim() && !field(row, "unit_price").value.trim();

// As many rows of a kind as the server takes; it counts them again.
const isFull = (kind) => list().querySelectorAll(`:scope > [data-row=${kind}]`).length >= Number(list().dataset.most);

// Null where no more of the kind can stand.
export function insert(row, after = null) {
  if (isFull(row.dataset.row)) return null;
  document.querySelector("#rows > .offer-none")?.remove();
  after ? after.after(row) : list().append(row);
  renumber();
  return row;
}

export function move(row, step) {
  const rows = all();
  const other = rows[rows.indexOf(row) + step];
  if (!other) return false;
  step < 0 ? other.before(row) : other.after(row);
  renumber();
  return true;
}

export function remove(row) {
  row.remove();
  if (!all().length) list().append(blank("line"));
  renumber();
}

// Puts rows in place of those that stand there; the ones already on the page keep their place in it, and their cursor.
export function arrange(rows) {
  for (const row of all()) if (!rows.includes(row)) row.remove();
  rows.forEach((row, at) => { if (list().children[at] !== row) list().insertBefore(row, list().children[at] ?? null); });
  renumber();
}

function rename(element, number) {
  for (const name of ["name", "value", "id"]) {
    const held = element.getAttribute(name);
    if (held && (name !== "value" || element.name === "do") && NUMBERED.test(held)) element.setAttribute(name, held.replace(/-\d+/, `-${number}`));
  }
  for (const name of ["for", "aria-describedby"]) {
    const held = element.getAttribute(name);
    if (held) element.setAttribute(name, held.replaceAll(IDENTIFIED, `$1-${number}`));
  }
}

export function renumber() {
  const rows = all();
  const counts = { line: 0, heading: 0 };
  rows.forEach((row, number) => {
    const place = ++counts[row.dataset.row];
    for (const element of [row, ...row.querySelectorAll("[name], [id], [for]")]) rename(element, number);
    const legend = row.querySelector("legend");
    legend.textContent = `${legend.dataset.called} ${place}`;
    const position = row.querySelector("[data-position]");
    if (position) position.textContent = place;
    row.querySelector("[value^='up-']").disabled = number === 0;
    row.querySelector("[value^='down-']").disabled = number === rows.length - 1;
  });
}
