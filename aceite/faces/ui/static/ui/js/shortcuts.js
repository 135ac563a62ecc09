// One-key shortcuts: "/" searches, j and k walk a list, "?" explains; each element names its own in data-shortcut.
// An element with several keys names them all, parted by spaces. They can be turned off (WCAG 2.2, 2.1.4) in the dialog that explains them.
const words = document.getElementById("words").dataset;
const off = () => localStorage.getItem("shortcuts") === "off";
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");

const keysOf = (element) => element.dataset.shortcut.split(" ").filter(Boolean);
// Arrows move within a group of radios, and the choice with them.
const choosing = (event) => event.key.startsWith("Arrow") && event.target.matches("input");

const ROWS = "main .table td.primary a";

function walk(step) {
  const links = [...document.querySelectorAll(ROWS)];
  const next = links[links.indexOf(document.activeElement) + step] ?? links[step > 0 ? 0 : links.length - 1];
  next?.focus();
}

function row(keys, label) {
  const line = document.createElement("div");
  const combination = document.createElement("span");
  for (const key of keys) combination.append(Object.assign(document.createElement("kbd"), { textContent: key }), " ");
  line.append(Object.assign(document.createElement("span"), { textContent: label }), combination);
  return line;
}

function explain() {
  const dialog = document.createElement("dialog");
  const heading = Object.assign(document.createElement("h2"), { textContent: words.shortcuts, id: "shortcuts-heading" });
  const list = Object.assign(document.createElement("div"), { className: "shortcuts" });
  for (const element of document.querySelectorAll("[data-shortcut]:not([data-shortcut=''])")) {
    list.append(row(keysOf(element), element.ariaLabel || element.textContent.trim()));
  }
  for (const element of document.querySelectorAll("[data-keys]")) list.append(row(element.dataset.keys.split(" "), element.textContent));
  if (document.querySelector("[data-suggest]")) list.append(row(["Ctrl K"], words.palette));
  if (document.querySelector(ROWS)) list.append(row(["j", "k"], words.rows));
  list.append(row(["?"], words.help));
  const check = Object.assign(document.createElement("input"), { type: "checkbox", id: "use-shortcuts", checked: !off() });
  check.addEventListener("change", () => localStorage.setItem("shortcuts", check.checked ? "on" : "off"));
  const label = Object.assign(document.createElement("label"), { htmlFor: check.id, textContent: words.useShortcuts });
  const choice = Object.assign(document.createElement("div"), { className: "check mt" });
  choice.append(check, label);
  const close = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: words.close });
  close.addEventListener("click", () => dialog.close());
  const actions = Object.assign(document.createElement("div"), { className: "form-actions" });
  actions.append(close);
  dialog.append(heading, list, choice, actions);
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener("keydown", (event) => {
  // From inside a field, where "?" is a letter like any other.
  if (event.ctrlKey && event.key === "/" && !document.querySelector("dialog[open]")) return event.preventDefault(), explain();
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || choosing(event) || document.querySelector("dialog[open]")) return;
  if (event.key === "?") return explain();
  if (off()) return;
  const target = [...document.querySelectorAll("[data-shortcut]")].find((element) => keysOf(element).includes(event.key));
  if (target) {
    event.preventDefault();
    target.matches("input, select, textarea") ? target.focus() : target.click();
    target.dispatchEvent(new CustomEvent("shortcut"));
  } else if (event.key === "j" || event.key === "k") {
    walk(event.key === "j" ? 1 : -1);
  }
});
for (const opener of document.querySelectorAll("[data-shortcuts-help]")) opener.hidden = false;
document.addEventListener("click", ({ target }) => { if (target.closest("[data-shortcuts-help]")) explain(); });
