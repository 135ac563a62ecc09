// Keeps on this device what somebody types into the fields that a form's data-draft names ("*" for all its texts), and
// gives it back until it was sent, until she lets it go or leaves. Codes, marks, passwords and files are never named.
import { all, drop, forgetAll, put, whenForgotten, whose } from "./draft-store.js";

const RESTS = 300;
const TEXTS = new Set(["text", "search", "date", "number", "tel", "select-one", "textarea"]);
const words = document.getElementById("connection")?.dataset ?? {};
const owner = words.owner ?? "";
const timers = new WeakMap();
let closed = !owner;

const here = () => location.href.split("#")[0];
const formsIn = (root) => [...root.querySelectorAll("form[data-draft]")];
const given = (field) => (field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);

function fieldsOf(form) {
  const names = form.dataset.draft.split(" ");
  const named = (field) => field.name && (names[0] === "*" || names.includes(field.name));
  return [...form.elements].filter((field) => TEXTS.has(field.type) && named(field) && field.autocomplete !== "one-time-code");
}

function keyOf(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || here(), location.href);
  return [owner, pathname + search, form.dataset.draftAbout ?? ""].join("|");
}

function keep(form) {
  if (closed) return;
  const typed = fieldsOf(form).filter((field) => field.value !== given(field));
  if (!typed.length) return drop(keyOf(form));
  const [dialog, root] = [form.closest("dialog"), form.closest("dialog, main")];
  const said = [...(root?.querySelectorAll("h1, h1 + .lead") ?? [])].map((one) => one.textContent.trim());
  const title = said.filter(Boolean).join(" · ") || document.title;
  const fields = typed.map((field) => [field.name, field.value, given(field)]);
  put(keyOf(form), { owner, at: Date.now(), page: dialog?.dataset.from ?? here(), title, fields, sent: "" });
}

// Only where nothing else was written meanwhile, by her here or by anybody on the server.
function restore(form) {
  const key = keyOf(form);
  const draft = all()[key];
  if (closed || !draft) return;
  const back = fieldsOf(form).flatMap((field) => {
    const [, value] = draft.fields.find(([name, , before]) => name === field.name && before === given(field)) ?? [];
    return value === undefined || field.value !== given(field) ? [] : [[field, value]];
  });
  for (const [field, value] of back) fill(field, value);
  if (back.length) form.prepend(notice(form, key, draft, back.map(([field]) => field)));
  // What the server itself gave back waits to be sent again.
  else if (draft.sent) put(key, { ...draft, sent: "" });
}

function fill(field, value) {
  const before = field.value;
  field.value = value;
  // A choice that is not offered any more.
  if (field.options && field.selectedIndex < 0) field.value = before;
}

const element = (tag, more) => Object.assign(document.createElement(tag), more);

function notice(form, key, draft, fields) {
  const box = element("div", { className: "notice info draft-said" });
  const inside = element("div", { className: "stack-small" });
  const button = element("button", { type: "button", className: "link-button small", textContent: words.draftDrop });
  box.setAttribute("role", "status");
  button.addEventListener("click", () => {
    for (const field of fields) field.value = given(field);
    drop(key);
    box.remove();
    fields[0].focus();
  });
  inside.append(element("p", { textContent: words.draftBack.replace("{when}", moment(draft.at)) }));
  if (draft.sent) inside.append(element("p", { className: "small", textContent: words.draftUnsure }));
  inside.append(button);
  box.append(inside);
  return box;
}

const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

// The page that follows a form the server took is reached by a redirect from it; a refusal said there is none.
function letGoOfSent() {
  const [arrival] = performance.getEntriesByType("navigation");
  if (!arrival?.redirectCount || document.querySelector(".toast.error, .toast.warning")) return;
  drop(...Object.entries(all()).filter(([, { sent }]) => sent && sent === document.referrer).map(([key]) => key));
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-draft]");
  if (!form) return;
  clearTimeout(timers.get(form));
  timers.set(form, setTimeout(() => keep(form), RESTS));
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") formsIn(document).filter((form) => timers.has(form)).forEach(keep);
});
document.addEventListener("submit", ({ target: form, defaultPrevented }) => {
  if (defaultPrevented || !form.matches("form[data-draft]")) return;
  clearTimeout(timers.get(form));
  keep(form);
  const draft = all()[keyOf(form)];
  if (draft) put(keyOf(form), { ...draft, sent: here() });
});
// Another script sent it, and the server has it.
document.addEventListener("ui:arrived", ({ target }) => { if (target.matches?.("form[data-draft]")) drop(keyOf(target)); });
// Whoever leaves takes her words along, in every tab.
addEventListener("submit", ({ target, submitter }) => {
  const to = submitter?.getAttribute("formaction") ?? target.getAttribute("action") ?? location.pathname;
  if (!/\/(sair|engano)\/$/.test(to)) return;
  closed = true;
  forgetAll();
}, { capture: true });
whenForgotten(() => { closed = true; });

if (owner) {
  whose(owner);
  letGoOfSent();
  formsIn(document).forEach(restore);
  // A dialog brings its form later, and a refusal brings the page's main part anew.
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node.querySelectorAll) formsIn(node).forEach(restore);
  }).observe(document.body, { childList: true });
}
