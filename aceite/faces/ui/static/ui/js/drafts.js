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
  const filled = back.filter(([field, value]) => fill(field, value)).map(([field]) => field);
  if (filled.length) form.prepend(notice(form, key, draft, filled));
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

function notice(form, key, draft, fields) {
  const box = element("div", { className: "notice info draft-said" });
  const inside = element("div", { className: "stack-small" });
  const button = element("button", { type: "button", className: "link-button small", textContent: words.draftDrop });
  box.setAttribute("role", "status");
  button.addEventListener("click", () => {
    for (const field of fields) {
      field.value = given(field);
      tell(field);
    }
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
