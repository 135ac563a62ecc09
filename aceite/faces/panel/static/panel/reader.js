// Walks the reader to the end of a contract: until every page was in view the button leads to the next one, then it says "read".
const reader = document.querySelector("[data-reader]");
const form = document.querySelector("[data-read]");

if (reader && form) {
  const pages = [...reader.querySelectorAll("[data-page]")];
  // What was read stays read over a reload, and over a session that ended meanwhile.
  const kept = `read ${location.pathname}`;
  const seen = new Set(JSON.parse(sessionStorage.getItem(kept) ?? "[]").map((index) => pages[index]));
  const label = form.querySelector("button span");
  const status = document.querySelector("[data-reader-status]");
  const [lastWords, firstStatus] = [label.textContent, status.textContent];
  const opened = performance.now();

  const show = () => {
    const missing = pages.findIndex((page) => !seen.has(page));
    const where = reader.dataset.wordsOf.replace("{page}", missing + 1).replace("{pages}", pages.length);
    label.textContent = missing < 0 ? lastWords : `${reader.dataset.wordsNext}: ${where}`;
    status.textContent = firstStatus;
    form.classList.toggle("is-reading", missing >= 0);
    sessionStorage.setItem(kept, JSON.stringify(pages.flatMap((page, index) => (seen.has(page) ? [index] : []))));
    return missing;
  };

  // A page counts as seen when its last quarter came into view.
  const watcher = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) if (isIntersecting) seen.add(target.closest("[data-page]"));
    show();
  });
  for (const page of pages) {
    const foot = page.appendChild(document.createElement("i"));
    foot.setAttribute("aria-hidden", "true");
    watcher.observe(foot);
  }

  form.addEventListener("submit", (event) => {
    form.elements.seconds.value = Math.min(Math.round((performance.now() - opened) / 1000), 99999);
    const missing = show();
    if (missing < 0) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    form.dispatchEvent(new CustomEvent("ui:done", { bubbles: true }));
    pages[missing].scrollIntoView({ block: missing === pages.length - 1 ? "end" : "start" });
    seen.add(pages[missing]);
    show();
  });
  show();
}
