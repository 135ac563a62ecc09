// The names of colleagues beside a comment: a click writes @ and the name where the cursor stands. While an @ and the
// beginning of a name stand before the cursor, only the names that begin so are there, and Tab leads to the first.
const bare = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

for (const names of document.querySelectorAll("[data-mention]")) {
  const field = document.getElementById(names.dataset.mention);
  if (!field) continue;
  const buttons = [...names.querySelectorAll("[data-name]")];
  const begun = () => field.value.slice(0, field.selectionStart).match(/(?:^|\s)@([^\s@]*)$/)?.[1];
  const narrow = () => {
    const sought = bare(begun() ?? "");
    const fit = buttons.filter((button) => bare(button.dataset.name).startsWith(sought));
    for (const button of buttons) button.hidden = fit.length > 0 && !fit.includes(button);
  };
  names.hidden = false;
  field.addEventListener("input", narrow);
  names.addEventListener("click", (event) => {
    const name = event.target.closest("[data-name]")?.dataset.name;
    if (!name) return;
    const typed = begun();
    const from = field.selectionStart - (typed === undefined ? 0 : typed.length + 1);
    const gap = from && !/\s$/.test(field.value.slice(0, from)) ? " " : "";
    field.setRangeText(`${gap}@${name} `, from, field.selectionEnd, "end");
    field.focus();
    narrow();
  });
}
