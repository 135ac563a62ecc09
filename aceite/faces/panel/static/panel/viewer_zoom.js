// Makes the pages larger and smaller; the browser fetches each picture in the width that is needed, and no more.
const LEVELS = [1, 1.25, 1.5, 2, 3];
const KEPT = "viewer zoom";

export function zoomable(reader, bar, place) {
  const list = reader.querySelector(".pages-of-doc");
  const [smaller, larger] = ["[data-zoom-out]", "[data-zoom-in]"].map((name) => bar.querySelector(name));
  const said = bar.querySelector("[data-zoom-at]");
  const pictures = [...list.querySelectorAll("img")];
  const sizes = pictures[0]?.sizes ?? "";
  let level = Math.max(0, LEVELS.indexOf(Number(sessionStorage.getItem(KEPT) ?? 1)));

  const show = () => {
    const times = LEVELS[level];
    list.style.setProperty("--zoom", times);
    for (const picture of pictures) picture.sizes = times === 1 ? sizes : `calc(${times} * min(58rem, 94vw))`;
    said.textContent = `${times * 100} %`;
    smaller.setAttribute("aria-disabled", String(level === 0));
    larger.setAttribute("aria-disabled", String(level === LEVELS.length - 1));
    // What is wider than its frame must be reached by the keyboard too.
    if (times > 1) list.parentElement.tabIndex = 0;
    else list.parentElement.removeAttribute("tabindex");
    sessionStorage.setItem(KEPT, times);
  };
  const go = (by) => {
    const wanted = Math.min(Math.max(level + by, 0), LEVELS.length - 1);
    if (wanted === level) return;
    const held = place.held();
    level = wanted;
    show();
    place.restore(held);
  };
  smaller.addEventListener("click", () => go(-1));
  larger.addEventListener("click", () => go(1));
  if (level) show();
}
