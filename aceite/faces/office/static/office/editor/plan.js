// The payments, which the server makes anew: meanwhile they take no typing, and whoever stood in them goes on there.
const plan = () => document.getElementById("plan");
const ofPlan = ({ detail: { target } }) => target.id === "plan";
let stood = "";

function whereSheStands() {
  const { activeElement: here } = document;
  if (here?.value === "replan") return "[name=pays-0-amount]";
  if (!plan().contains(here)) return "";
  if (here.value === "add_instalment") return "tr:last-child [name$=-due_on]";
  return here.name === "do" ? `[name=do][value="${here.value}"]` : `#${here.id}`;
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
  document.addEventListener("htmx:beforeSend", (event) => {
    if (!ofPlan(event)) return;
    stood = whereSheStands();
    // What is about to be replaced takes no typing: it would be lost with the old part. Being shut takes the focus away.
    plan().inert = true;
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!ofPlan(event)) return;
    plan().inert = false;
    goOn();
  });
  document.addEventListener("htmx:afterSwap", ({ target }) => {
    if (target.id !== "plan") return;
    changed();
    // Whether they add up is told anew.
    document.getElementById("proposal-form").dispatchEvent(new CustomEvent("editor:planned"));
  });
}
