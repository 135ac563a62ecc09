// A form with data-confirm asks its question in a native dialog before it is sent; the server never relies on it.
function ask(form, submitter) {
  const words = document.getElementById("words").dataset;
  const dialog = document.createElement("dialog");
  const question = Object.assign(document.createElement("p"), { textContent: form.dataset.confirm, id: "confirm-question" });
  const yes = button(form.dataset.confirmButton || submitter?.textContent.trim() || words.confirm, "button primary");
  const no = button(words.back, "button quiet");
  const actions = Object.assign(document.createElement("div"), { className: "form-actions" });
  if (submitter?.classList.contains("danger")) yes.className = "button danger";
  actions.append(yes, no);
  dialog.append(question, actions);
  dialog.setAttribute("aria-labelledby", question.id);
  yes.addEventListener("click", () => {
    form.dataset.confirmed = "yes";
    dialog.close();
    form.requestSubmit(submitter);
  });
  no.addEventListener("click", () => dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

function button(text, className) {
  return Object.assign(document.createElement("button"), { type: "button", textContent: text, className });
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.dataset.confirm) return;
  if (form.dataset.confirmed) {
    delete form.dataset.confirmed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  ask(form, event.submitter);
}, { capture: true });
