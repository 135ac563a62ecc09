// Says on which page the reader is, goes to any other, and finds the place again after a reload, a new session or back.
const kept = `place ${location.pathname}`;

export function keepPlace(reader, bar, pages) {
  const field = bar.querySelector("[data-page-at]");
  const [back, onwards] = ["[data-page-back]", "[data-page-next]"].map((name) => bar.querySelector(name));
  // The bar stands fast above the pages, but where there is too little room for it.
  const under = () => Math.max(bar.getBoundingClientRect().bottom, 0);
  const line = () => under() + innerHeight / 4;
  const inWindow = () => Math.max(0, pages.findLastIndex((page) => page.getBoundingClientRect().top <= line()));

  const held = () => {
    const index = inWindow();
    const box = pages[index].getBoundingClientRect();
    return { index, share: (under() - box.top) / box.height };
  };
  const restore = ({ index, share }) => {
    const box = pages[index]?.getBoundingClientRect();
    if (box) scrollBy({ top: box.top + share * box.height - under(), behavior: "instant" });
  };
  const show = () => {
    const index = inWindow();
    if (document.activeElement !== field) field.value = index + 1;
    back.setAttribute("aria-disabled", String(index === 0));
    onwards.setAttribute("aria-disabled", String(index === pages.length - 1));
  };
  const go = (index) => {
    pages[Math.min(Math.max(index, 0), pages.length - 1)].scrollIntoView({ block: "start" });
    show();
  };

  back.addEventListener("click", () => go(inWindow() - 1));
  onwards.addEventListener("click", () => go(inWindow() + 1));
  field.addEventListener("change", () => { if (field.value.trim() > 0) go(Number(field.value) - 1); });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); field.blur(); } });
  let waiting = 0;
  addEventListener("scroll", () => {
    waiting ||= requestAnimationFrame(() => { waiting = 0; show(); });
  }, { passive: true });
  addEventListener("pagehide", () => {
    // At the head of the page, where its title stands, there is no place to come back to.
    const place = held();
    if (place.index || place.share > 0) sessionStorage.setItem(kept, JSON.stringify(place));
    else sessionStorage.removeItem(kept);
  });
  const before = sessionStorage.getItem(kept);
  if (before && !location.hash) restore(JSON.parse(before));
  show();
  return { at: inWindow, go, held, restore };
}
