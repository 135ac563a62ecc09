// A discount says itself of what it is a part: with R$ before it, an amount; with % after it, a percentage. The sign beside it
// follows what is typed, whatever it was; one typed without either is a percentage where nothing was chosen yet.
export function settle({ name, value, form }) {
  if (!name.endsWith("discount_value") || !value.trim()) return;
  const kind = form.elements[name.replace(/value$/, "kind")];
  if (/%\s*$/.test(value)) kind.value = "percent";
  else if (/^\s*[-+\u2212]?\s*r/i.test(value)) kind.value = "amount";
  else kind.value ||= "percent";
}
