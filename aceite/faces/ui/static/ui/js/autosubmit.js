// Filters apply themselves when changed, and leave empty ones out of the address.
// Who filters by keyboard goes on where she was: the page that comes has the focus on the same field. After a search it
// stays free, for the keys of the list.
const HELD = "filtering";

document.addEventListener("change", (event) => {
  const form = event.target.form;
  if (!form?.matches("[data-autosubmit]")) return;
  const at = form.contains(document.activeElement) ? document.activeElement : event.target;
  if (at.id && at.type !== "search" && at.matches(":focus-visible")) sessionStorage.setItem(HELD, `${location.pathname} ${at.id}`);
  form.requestSubmit();
});
document.addEventListener("formdata", (event) => {
  if (event.target.method !== "get") return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
});

const [path, id] = (sessionStorage.getItem(HELD) ?? "").split(" ");
sessionStorage.removeItem(HELD);
if (id && path === location.pathname) document.getElementById(id)?.focus();
