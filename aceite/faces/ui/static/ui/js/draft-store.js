// What was typed on this device and not yet sent: one entry a form, hers alone who typed it, a week at most.
const PLACE = "rascunhos";
const WHOSE = "rascunhos-de";
const WEEK = 7 * 24 * 60 * 60 * 1000;

function read() {
  try {
    const found = Object.entries(JSON.parse(localStorage.getItem(PLACE) ?? "{}"));
    return Object.fromEntries(found.filter(([, draft]) => Date.now() - draft.at < WEEK));
  } catch {
    return {};
  }
}

function write(drafts) {
  try {
    if (Object.keys(drafts).length) localStorage.setItem(PLACE, JSON.stringify(drafts));
    else localStorage.removeItem(PLACE);
  } catch { /* A private window, or no room: then the page alone has it. */ }
}

// Whoever stands at this device: what another one typed is not shown to her.
export function whose(owner) {
  try {
    if (owner) localStorage.setItem(WHOSE, owner);
    return localStorage.getItem(WHOSE) ?? "";
  } catch {
    return owner ?? "";
  }
}

export const all = () => read();

export function put(key, draft) {
  write({ ...read(), [key]: draft });
}

export function drop(...keys) {
  const gone = new Set(keys);
  write(Object.fromEntries(Object.entries(read()).filter(([key]) => !gone.has(key))));
}

export function forgetAll() {
  try {
    localStorage.removeItem(PLACE);
    localStorage.removeItem(WHOSE);
  } catch { /* Nothing was kept. */ }
}

// Somebody left in another tab: what stands open here belongs to nobody any more.
export function whenForgotten(act) {
  addEventListener("storage", ({ key, newValue }) => { if (key === WHOSE && newValue === null) act(); });
}
