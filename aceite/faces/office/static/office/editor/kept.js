// What is not saved yet is kept in this browser, so that neither a reload nor a lost session loses it.
const SKIPPED = new Set(["csrfmiddlewaretoken", "do", "find"]);
const place = (form) => `aceite:${form.dataset.editing}`;

export const typedIn = (form) => [...new FormData(form)].filter(([name]) => !SKIPPED.has(name));

// False where the browser keeps nothing (a private window, no room).
export function keep(form) {
  try {
    localStorage.setItem(place(form), JSON.stringify({ at: new Date().toISOString(), fields: typedIn(form) }));
    return true;
  } catch {
    return false;
  }
}

export function forget(form) {
  try { localStorage.removeItem(place(form)); } catch { /* Nothing was kept either. */ }
}

export function found(form) {
  try {
    return JSON.parse(localStorage.getItem(place(form)));
  } catch {
    return null;
  }
}
