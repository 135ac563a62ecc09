// A link marked data-dialog opens its page's <main> in a native dialog; without this script the page itself opens.
async function open(link) {
  const answer = await fetch(link.href, { credentials: "same-origin" });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.querySelector("main");
  if (!answer.ok || answer.redirected || !main) throw new Error("not a page for a dialog");
  const dialog = document.createElement("dialog");
  dialog.dataset.from = link.href;
  dialog.append(...main.childNodes);
  for (const form of dialog.querySelectorAll("form:not([action]), form[action='']")) form.action = link.href;
  // What nobody sees needs no id, and may have one that the page below has too.
  for (const hidden of dialog.querySelectorAll("input[type=hidden][id]")) hidden.removeAttribute("id");
  const heading = dialog.querySelector("h1, h2");
  if (heading) {
    heading.id ||= "dialog-heading";
    dialog.setAttribute("aria-labelledby", heading.id);
  }
  dialog.append(closing(dialog));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  globalThis.htmx?.process(dialog);
  dialog.showModal();
}

function closing(dialog) {
  const row = dialog.querySelector("form:last-of-type .form-actions") ?? document.createElement("div");
  row.classList.add("form-actions");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = document.getElementById("words").dataset.back;
  button.addEventListener("click", () => dialog.close());
  row.querySelector("a.quiet, a.secondary")?.remove();
  row.append(button);
  return row.isConnected || row.parentElement ? document.createDocumentFragment() : row;
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link).catch(() => location.assign(link.href));
});
