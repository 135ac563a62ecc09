// Keeps on this device what somebody types or chooses in the fields that a form's data-draft names ("*" for all its
// texts, and no choice), and gives it back until it was sent, until she lets it go or leaves. Codes, marks, passwords,
// files, and choices that bind are never named.
import { all, drop, forgetAll, put, whenForgotten, whose } from "./draft-store.js";

const RESTS = 300;
const TEXTS = new Set(["text", "search", "date", "number", "tel", "email", "url", "select-one", "textarea"]);
const CHOICES = new Set(["radio", "checkbox"]);
const words = document.getElementById("drafts")?.dataset ?? {};
const owner = words.owner ?? "";
const timers = new WeakMap();
// By form, as a draft has its fields: what the server gave back unsaved, and what another change left no place for.
const [refused, apart] = [new WeakMap(), new WeakMap()];
let closed = !owner;

const here = () => location.href.split("#")[0];
const formsIn = (root) => [...root.querySelectorAll("form[data-draft]")];
const given = (field) => field.given ?? (field.options ? ([...field.options].find((option) => option.defaultSelected) ?? field.options[0])?.value ?? "" : field.defaultValue);

// The radios or checkboxes of one name are one field: what is chosen among them.
class Choice {
  constructor(buttons) {
    Object.assign(this, { buttons, name: buttons[0].name });
  }

  get value() { return this.those(({ checked }) => checked); }
  get given() { return this.those(({ defaultChecked }) => defaultChecked); }
  set value(said) {
    const chosen = JSON.parse(said);
    // What is not offered any more leaves the choice as it is.
    if (!chosen.every((value) => this.buttons.some((button) => button.value === value))) return;
    for (const button of this.buttons) button.checked = chosen.includes(button.value);
  }

  those(which) { return JSON.stringify(this.buttons.filter(which).map(({ value }) => value)); }
  focus() { (this.buttons.find(({ checked }) => checked) ?? this.buttons[0]).focus(); }
}

function fieldsOf(form) {
  const names = form.dataset.draft.split(" ");
  const named = (field) => field.name && (names[0] === "*" || names.includes(field.name));
  const texts = [...form.elements].filter((field) => TEXTS.has(field.type) && named(field) && field.autocomplete !== "one-time-code");
  const choices = names.map((name) => [...form.elements].filter((field) => CHOICES.has(field.type) && field.name === name));
  return [...texts, ...choices.filter((buttons) => buttons.length).map((buttons) => new Choice(buttons))];
}

function keyOf(form) {
  const { pathname, search } = new URL(form.getAttribute("action") || here(), location.href);
  return [owner, pathname + search, form.dataset.draftAbout ?? ""].join("|");
}

function keep(form) {
  if (closed) return;
  const fields = fieldsOf(form);
  const typed = fields.map((field) => [field.name, field.value, stoodIn(form, field)]).filter(([, value, before]) => value !== before);
  const rest = (apart.get(form) ?? []).filter(([name]) => !typed.some(([mine]) => mine === name));
  // What could not be put back waits with what is typed now, and goes with it.
  if (!typed.length) return rest.length ? undefined : drop(keyOf(form));
  const [dialog, root] = [form.closest("dialog"), form.closest("dialog, main")];
  const said = [...(root?.querySelectorAll("h1, h1 + .lead") ?? [])].map((one) => one.textContent.trim());
  const title = said.filter(Boolean).join(" · ") || document.title;
  put(keyOf(form), { owner, at: Date.now(), page: dialog?.dataset.from ?? here(), title, fields: [...typed, ...rest], sent: "" });
}

// A refused form comes back with what was typed in it, which nobody has saved: what stood before is what the draft says.
function stoodIn(form, field) {
  return refused.get(form)?.find(([name]) => name === field.name)?.[2] ?? given(field);
}

// Only where nothing else was written meanwhile, by her here or by anybody on the server; elsewhere it is shown.
function restore(form) {
  const key = keyOf(form);
  const draft = all()[key];
  if (closed || !draft) return;
  const known = fieldsOf(form).flatMap((field) => draft.fields.filter(([name]) => name === field.name).slice(0, 1).map((kept) => ({ field, kept })));
  if ((form.closest("dialog, main") ?? form).querySelector(".error-summary, .has-error")) {
    refused.set(form, known.filter(({ field, kept: [, value] }) => value === given(field)).map(({ kept }) => kept));
  }
  const back = known.filter(({ field, kept: [, , before] }) => before === given(field) && field.value === before);
  const filled = back.filter(({ field, kept: [, value] }) => fill(field, value)).map(({ field }) => field);
  const left = draft.sent ? [] : known.filter(({ field, kept: [, value, before] }) => "defaultValue" in field && value && ![before, value].includes(given(field)));
  apart.set(form, left.map(({ kept }) => kept));
  if (filled.length || left.length) form.prepend(notice(form, key, draft, filled, left));
  // What the server itself gave back waits to be sent again.
  else if (draft.sent) put(key, { ...draft, sent: "" });
}

function fill(field, value) {
  const before = field.value;
  field.value = value;
  // A choice that is not offered any more.
  if (field.options && field.selectedIndex < 0) field.value = before;
  tell(field);
  return field.value !== before;
}

// A box that shows the text its own way shows it anew.
const tell = (field) => field.dispatchEvent?.(new Event("ui:filled", { bubbles: true }));

const element = (tag, more) => Object.assign(document.createElement(tag), more);

function notice(form, key, draft, filled, left) {
  const box = element("div", { className: "notice info draft-said" });
  const inside = element("div", { className: "stack-small" });
  const button = element("button", { type: "button", className: "link-button small", textContent: filled.length ? words.draftDrop : words.draftForget });
  const say = (sentence) => inside.append(element("p", { textContent: sentence.replace("{when}", moment(draft.at)) }));
  box.setAttribute("role", "status");
  button.addEventListener("click", () => {
    for (const field of filled) {
      field.value = given(field);
      tell(field);
    }
    apart.delete(form);
    drop(key);
    box.remove();
    (filled[0] ?? left[0].field).focus();
  });
  if (filled.length) say(words.draftBack);
  if (filled.length && draft.sent) inside.append(element("p", { className: "small", textContent: words.draftUnsure }));
  if (left.length) say(words.draftApart);
  for (const { field, kept: [, value] } of left) inside.append(...copied(field, value));
  inside.append(button);
  box.append(inside);
  return box;
}

// Her words to be copied; of a text with its editor, the words alone.
function copied(field, value) {
  const page = field.closest("[data-editor]") && new DOMParser().parseFromString(value.replace(/<br>|<\/(p|h\d|li|tr)>/g, "$&\n"), "text/html");
  const text = (page ? page.body.textContent : value).trim();
  return [element("strong", { className: "small", textContent: field.labels?.[0]?.textContent.trim() ?? "" }), element("p", { className: "pre", textContent: text })];
}

const moment = (at) => new Date(at).toLocaleString(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

// The page that follows a form the server took is reached by a redirect from it; a refusal said there is none.
function letGoOfSent() {
  const [arrival] = performance.getEntriesByType("navigation");
  if (!arrival?.redirectCount || document.querySelector(".toast.error, .toast.warning")) return;
  drop(...Object.entries(all()).filter(([, { sent }]) => sent && sent === document.referrer).map(([key]) => key));
}

// The page is hidden on its way to the next one: what was just sent is not to be kept again as if it had not been.
function forgetTimer(form) {
  clearTimeout(timers.get(form));
  timers.delete(form);
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
  forgetTimer(form);
  keep(form);
  const draft = all()[keyOf(form)];
  if (draft) put(keyOf(form), { ...draft, sent: here() });
});
// Another script sent it, and the server has it.
document.addEventListener("ui:arrived", ({ target }) => {
  if (!target.matches?.("form[data-draft]")) return;
  forgetTimer(target);
  drop(keyOf(target));
});
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
