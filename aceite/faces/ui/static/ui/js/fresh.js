// A page that comes back out of the browser's memory is asked for anew once something was posted since, in any tab:
// what she decided shows, and after leaving nobody walks back into her pages.
const KEY = "posted";

function posted() {
  try { return localStorage.getItem(KEY); } catch { return null; }
}

const known = posted();

document.addEventListener("submit", (event) => {
  if (event.target.method !== "post" || event.defaultPrevented) return;
  try { localStorage.setItem(KEY, `${Date.now()} ${Math.random()}`); } catch { /* Without a store she sees the page as she left it. */ }
});

// Whoever leaves takes along what this tab kept for her: a mark half made, rows pasted, a place in a text.
document.addEventListener("submit", (event) => {
  const to = event.submitter?.getAttribute("formaction") ?? event.target.getAttribute("action");
  if (!to?.endsWith("/sair/")) return;
  try { sessionStorage.clear(); } catch { /* Nothing was kept. */ }
});

addEventListener("pageshow", (event) => {
  if (!event.persisted || posted() === known) return;
  document.documentElement.hidden = true;
  location.reload();
});
