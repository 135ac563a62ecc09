// The payments, which the server makes anew: meanwhile they take no typing, and whoever stood in them goes on there.
const plan = () => document.getElementById("plan");
const ofPlan = ({ detail: { target } }) => target.id === "plan";
// The section once for each set of rows it has had: undo may need rows that are no more.
const shapes = new Map();
let stood = "";
let due = false;

const rows = () => [...plan().querySelectorAll("[name^=pays-]")].map(({ name, value }) => [name, value]);
const shapeOf = (these) => these.map(([name, value]) => (name.endsWith("-down") ? name + value : name)).join();

// Whether others are about to come: until then words and payments do not belong together.
export const isDue = () => due;

export function taken() {
  const these = rows();
  const shape = shapeOf(these);
  if (!shapes.has(shape)) {
    const copy = plan().cloneNode(true);
    copy.inert = false;
    copy.querySelector("[role=alert]")?.remove();
    shapes.set(shape, copy);
  }
  return these;
}

export function restore(these) {
  const shape = shapeOf(these);
  if (shape !== shapeOf(rows())) {
    const copy = shapes.get(shape).cloneNode(true);
    plan().replaceWith(copy);
    globalThis.htmx?.process(copy);
  }
  for (const [name, value] of these) plan().querySelector(`[name="${name}"]`).value = value;
}

function whereSheStands() {
  const { activeElement: here } = document;
  if (here?.value === "replan") return "[name=pays-0-amount]";
  if (!plan().contains(here)) return "";
  if (here.value === "add_instalment") return "tr:last-child [name$=-due_on]";
  if (here.name === "do") return `[name=do][value="${here.value}"]`;
  return here.id && `#${here.id}`;
}

// What she took away has no place any more; its neighbour has.
function goOn() {
  const wanted = stood;
  stood = "";
  if (!wanted || !document.activeElement?.matches("body, [value=replan]")) return;
  (plan().querySelector(wanted) ?? [...plan().querySelectorAll("[value^=unpay-]")].at(-1) ?? plan().querySelector("[value=add_instalment]"))?.focus({ preventScroll: true });
}

// Calls `changed()` whenever other payments have come.
export function start(changed) {
  // Before anybody else hears of it.
  document.addEventListener("change", ({ target }) => { due ||= target.name === "condition"; }, { capture: true });
  document.addEventListener("htmx:beforeSend", (event) => {
    if (!ofPlan(event)) return;
    stood = whereSheStands();
    // What is about to be replaced takes no typing: it would be lost with the old part. Being shut takes the focus away.
    plan().inert = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!ofPlan(event)) return;
    plan().inert = false;
    due = false;
    goOn();
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id !== "plan") return;
    due = false;
    changed();
  });
}
