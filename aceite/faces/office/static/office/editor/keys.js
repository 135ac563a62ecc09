// The keyboard in the lines: Enter goes on, Alt with an arrow moves, the rest is named in the help that "?" opens.
import * as catalog from "./catalog.js";
import * as rows from "./rows.js";

const within = (element) => (element.name ?? "").replace(/^lines-\d+-/, "");

// Says whether there is such a row.
export function focus(row, name) {
  if (!row) return false;
  const control = (name && rows.field(row, name)) || rows.first(row);
  if (control.closest("details")) control.closest("details").open = true;
  control.focus();
  if (control.select && control.tagName === "INPUT") control.select();
  row.scrollIntoView({ block: "nearest" });
  return true;
}

function next(row) {
  const all = rows.all();
  const below = all[all.indexOf(row) + 1];
  const made = focus(below ?? rows.insert(rows.blank("line"), row));
  return below ? "" : made ? "add" : "full";
}

function vertical(row, element, step) {
  const name = within(element);
  const all = rows.all();
  for (let at = all.indexOf(row) + step; all[at]; at += step) {
    if (rows.field(all[at], name)) return focus(all[at], name);
  }
}

function enter(row, element) {
  if (within(element) === "name" && catalog.takes()) return "";
  if (rows.isEmpty(row) && row === rows.all().at(-1)) return "";
  return next(row);
}

// False where no room was left.
const acts = {
  add: (row) => focus(rows.insert(rows.blank("line"), row ?? rows.all().at(-1))),
  section(row) {
    const above = row ?? rows.all().at(-1);
    const heading = rows.insert(rows.blank("heading"), above);
    if (!heading) return false;
    // A line nobody has written in yet is the first of the new section.
    if (rows.isEmpty(above)) rows.move(heading, -1);
    return focus(heading);
  },
  up: (row, name) => rows.move(row, -1) && focus(row, name),
  down: (row, name) => rows.move(row, 1) && focus(row, name),
  double(row, name) {
    const { key, ...values } = rows.valuesOf(row);
    return focus(rows.insert(rows.blank(row.dataset.row, values), row), name);
  },
  remove(row, name) {
    const all = rows.all();
    const beside = all[all.indexOf(row) + 1] ?? all[all.indexOf(row) - 1];
    rows.remove(row);
    focus(beside?.isConnected ? beside : rows.all()[0], name);
  },
};

const GROWS = new Set(["add", "section", "double"]);

// Does it, and says what has come of it.
export const did = (act, row, name) => (acts[act](row, name) === false && GROWS.has(act) ? "full" : act);

// Which act a key asks for, if any.
function asked(event) {
  if (event.altKey && !event.ctrlKey) return { ArrowUp: "up", ArrowDown: "down", Delete: "remove", n: "add", s: "section" }[event.key];
  if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "d") return "double";
  return undefined;
}

// Handles a key pressed in the lines; calls `changed(what)` once something has changed.
export function pressed(event, changed) {
  const row = rows.rowOf(event.target);
  if (!row || event.isComposing) return;
  const act = asked(event);
  if (act) {
    event.preventDefault();
    return changed(did(act, row, within(event.target)));
  }
  if (catalog.key(event)) return event.preventDefault();
  const plain = !event.altKey && !event.ctrlKey && !event.metaKey && event.target.matches("input:not([type=checkbox])");
  if (plain && event.key === "Enter") {
    event.preventDefault();
    const made = enter(row, event.target);
    if (made) changed(made);
  } else if (plain && (event.key === "ArrowUp" || event.key === "ArrowDown") && !event.shiftKey) {
    event.preventDefault();
    vertical(row, event.target, event.key === "ArrowDown" ? 1 : -1);
  }
}
