// What was pasted into the lines of the editor is looked at here at once; a column taken for something else is, too.
const form = document.querySelector("form[data-paste]");
const pasted = sessionStorage.getItem("pasted");

if (form && pasted) {
  sessionStorage.removeItem("pasted");
  form.elements.text.value = pasted;
  form.requestSubmit();
}
document.querySelector("form[data-pasted]")?.addEventListener("change", ({ target }) => {
  if (target.matches("select")) target.form.requestSubmit();
});
