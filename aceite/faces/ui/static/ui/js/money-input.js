// Writes an amount as Brazilians do when its field is left; what it does not understand it leaves for the server to explain.
const BRAZILIAN = /^(\d{1,3}(\.\d{3})+|\d+)(,\d{1,10})?$/;

document.addEventListener("focusout", (event) => {
  const input = event.target;
  if (!input.closest?.(".kind-money") || input.tagName !== "INPUT") return;
  const typed = input.value.replace(/^\s*R\$\s*|\s+/g, "");
  if (!BRAZILIAN.test(typed)) return;
  const [whole, fraction = ""] = typed.replaceAll(".", "").split(",");
  const grouped = whole.replace(/^0+(?=\d)/, "").replace(/\B(?=(\d{3})+$)/g, ".");
  const written = `${grouped},${fraction.padEnd(2, "0")}`;
  if (written === input.value) return;
  input.value = written;
  input.dispatchEvent(new Event("change", { bubbles: true }));
});
