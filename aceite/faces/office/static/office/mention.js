// The names of colleagues beside a comment: a click writes @ and the name where the cursor stands.
for (const names of document.querySelectorAll("[data-mention]")) {
  const field = document.getElementById(names.dataset.mention);
  if (!field) continue;
  names.hidden = false;
  names.addEventListener("click", (event) => {
    const name = event.target.closest("[data-name]")?.dataset.name;
    if (!name) return;
    const before = field.value.slice(0, field.selectionStart);
    const gap = before && !/\s$/.test(before) ? " " : "";
    field.setRangeText(`${gap}@${name} `, field.selectionStart, field.selectionEnd, "end");
    field.focus();
  });
}
