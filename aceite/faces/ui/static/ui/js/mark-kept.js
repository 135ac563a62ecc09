// A mark stays in this tab, for this person and these documents, until she signs or leaves, or half an hour has passed.
// It never leaves the tab, and nobody else who enters in it finds it.
const PLACE = "mark";
const MINUTES = 30;

const owner = (root) => root.closest("[data-keeps-mark]")?.dataset.keepsMark;

export function keep(root, mark) {
  if (!owner(root)) return;
  try {
    sessionStorage.setItem(PLACE, JSON.stringify({ ...mark, owner: owner(root), at: Date.now() }));
  } catch { /* A private window, or no room: then the page alone has it. */ }
}

export function kept(root) {
  try {
    const found = JSON.parse(sessionStorage.getItem(PLACE));
    if (found?.owner === owner(root) && Date.now() - found.at < MINUTES * 60_000) return found;
    sessionStorage.removeItem(PLACE);
  } catch { /* Nothing was kept. */ }
  return null;
}

export function forget(root) {
  if (owner(root)) letGo();
}

function letGo() {
  try { sessionStorage.removeItem(PLACE); } catch { /* Nothing was kept. */ }
}

// What confirms the signature ends it here: the server has the mark since the step before, also where a code is wrong.
document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-ends-mark]")) letGo();
});
