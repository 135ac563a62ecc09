// Undo and redo: what the form held after each change, so many changes back; payments too, whoever made them.
import * as plan from "./plan.js";
import * as rows from "./rows.js";

const MOST = 200;
const NOT_WRITTEN = /^(lines-|pays-|csrfmiddlewaretoken$|revision$|began$|find$|do$)/;
const past = [];
const future = [];
const known = new Map();

const form = () => document.getElementById("proposal-form");
const headControls = () => [...form().elements].filter((control) => control.name && !NOT_WRITTEN.test(control.name) && control.type !== "submit");

function idOf(row) {
  row.dataset.id ||= rows.newKey();
  known.set(row.dataset.id, row);
  return row.dataset.id;
}

function taken() {
  const head = headControls().map((control) => [control.name, control.type === "checkbox" ? control.checked : control.value]);
  const lines = rows.all().map((row) => ({ id: idOf(row), kind: row.dataset.row, values: rows.valuesOf(row) }));
  const pays = plan.taken();
  return { text: JSON.stringify([head, lines, pays]), head, lines, pays };
}

// Remembers how things stand; true when something has changed since the last time.
export function remember() {
  const now = taken();
  if (past.at(-1)?.text === now.text) return false;
  past.push(now);
  future.length = 0;
  if (past.length > MOST) past.shift();
  return past.length > 1;
}

function restore({ head, lines, pays }) {
  plan.restore(pays);
  for (const [name, value] of head) {
    const control = form().elements[name];
    if (typeof value === "boolean") control.checked = value;
    else if (control) control.value = value;
  }
  rows.arrange(lines.map(({ id, kind, values }) => {
    const row = known.get(id) ?? rows.blank(kind);
    row.dataset.id = id;
    known.set(id, row);
    rows.fill(row, values);
    return row;
  }));
}

function step(from, to) {
  remember();
  const wanted = from === past ? past.length > 1 : future.length > 0;
  if (!wanted) return false;
  to.push(from.pop());
  const focused = document.activeElement?.id;
  restore(past.at(-1));
  if (!document.activeElement?.isConnected || document.activeElement === document.body) document.getElementById(focused)?.focus();
  return true;
}

export const undo = () => step(past, future);
export const redo = () => step(future, past);
export const canUndo = () => past.length > 1;
export const canRedo = () => future.length > 0;
