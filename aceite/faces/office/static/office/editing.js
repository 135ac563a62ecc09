// The editor of a proposal: lines by keyboard, live totals, undo, saving by itself. Without it every button still posts.
import * as catalog from "./editor/catalog.js";
import * as discounts from "./editor/discounts.js";
import * as history from "./editor/history.js";
import { did, pressed } from "./editor/keys.js";
import * as plan from "./editor/plan.js";
import * as prices from "./editor/prices.js";
import * as rows from "./editor/rows.js";
import * as saving from "./editor/saving.js";
import { recount as total } from "./editor/totals.js";

const RESTS = 700;
const ACT = /^(?:(up|down|double|remove)-\d+|add_(line|section))$/;
const form = document.getElementById("proposal-form");
let timer;

function recount() {
  total();
  prices.show();
}

function say(act) {
  const card = document.getElementById("lines");
  document.getElementById("lines-said").textContent = card.dataset[`said${act[0].toUpperCase()}${act.slice(1)}`] ?? "";
}

function tools() {
  document.querySelector("[data-do=undo]").disabled = !history.canUndo();
  document.querySelector("[data-do=redo]").disabled = !history.canRedo();
}

function remember() {
  clearTimeout(timer);
  if (plan.isDue()) return;
  history.remember();
  tools();
}

// Whether the payments add up is told anew by the server, of what changed without being typed.
const retell = () => form.dispatchEvent(new CustomEvent("editor:changed"));

function changed(act) {
  recount();
  remember();
  saving.touched();
  retell();
  if (act) say(act);
}

function typed({ target }) {
  if (target.name === "find") return;
  discounts.settle(target);
  if (target.name.endsWith("-quantity") && prices.follow(rows.rowOf(target))) say("followed");
  recount();
  saving.touched();
  clearTimeout(timer);
  timer = setTimeout(remember, RESTS);
}

function turn(back) {
  if (!(back ? history.undo() : history.redo())) return;
  recount();
  tools();
  saving.touched();
  retell();
  say(back ? "undo" : "redo");
}

function clicked(event) {
  const tool = event.target.closest("[data-do]");
  if (tool) return turn(tool.dataset.do === "undo");
  const button = event.target.closest("button[name=do]");
  if (button?.dataset.listed !== undefined) {
    event.preventDefault();
    prices.take(rows.rowOf(button));
    return changed("listed");
  }
  const found = button && ACT.exec(button.value);
  if (!found) return;
  event.preventDefault();
  const act = found[1] ?? { line: "add", section: "section" }[found[2]];
  const done = did(act, rows.rowOf(button));
  if ((act === "up" || act === "down") && !button.disabled) button.focus();
  changed(done);
}

function keyed(event) {
  const command = event.ctrlKey || event.metaKey;
  const letter = event.key.toLowerCase();
  if (command && !event.altKey && (letter === "z" || letter === "y") && !event.target.isContentEditable) {
    event.preventDefault();
    return turn(letter === "z" && !event.shiftKey);
  }
  if (command && letter === "s") {
    event.preventDefault();
    return saving.now();
  }
  pressed(event, changed);
  // Enter in a field of one line never sends the form by chance.
  if (event.key === "Enter" && event.target.tagName === "INPUT") event.preventDefault();
}

// Several cells copied from a spreadsheet go to the page that looks at them first.
function pasted(event) {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!rows.rowOf(event.target) || event.target.tagName === "TEXTAREA" || !/\t.*\n|\n.*\t/.test(text)) return;
  event.preventDefault();
  sessionStorage.setItem("pasted", text);
  document.querySelector("[data-paste-button]").click();
}

function prepare() {
  for (const element of document.querySelectorAll("[data-with-script], #lines [data-shortcuts-help]")) element.hidden = false;
  for (const element of document.querySelectorAll("[data-without-script]")) element.hidden = true;
  recount();
  history.remember();
  tools();
}

function start() {
  form.addEventListener("input", typed);
  form.addEventListener("change", (event) => { typed(event); remember(); });
  form.addEventListener("click", clicked);
  form.addEventListener("keydown", keyed);
  form.addEventListener("paste", pasted);
  plan.start(changed);
  form.addEventListener("editor:replaced", prepare);
  catalog.start();
  prices.start();
  prepare();
  saving.start(form);
  form.dataset.ready = "yes";
  if (isNew()) form.querySelector("[name$=-name]").focus({ preventScroll: true });
}

// Straight from the page that made the draft, its one line still empty; a keyboard on glass would cover the page.
function isNew() {
  const names = [...form.querySelectorAll(".offer-line [name$=-name]")];
  const begun = document.referrer && new URL(document.referrer).pathname.endsWith("/vendas/nova/");
  return begun && names.length === 1 && !names[0].value && matchMedia("(pointer: fine)").matches;
}

if (form) start();
