// A discount somebody types without saying of what is a part; with R$ before it, an amount. The sign beside it then says so.
export function settle({ name, value, form }) {
  if (!name.endsWith("discount_value") || !value.trim()) return;
  const kind = form.elements[name.replace(/value$/, "kind")];
  if (!kind.value) kind.value = /^\s*r/i.test(value) ? "amount" : "percent";
}
