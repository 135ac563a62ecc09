// Sets the contract's words in the size the reader likes, and remembers it.
const SIZES = [1.25, 1.5, 1.875, 2.25, 3];
const KEPT = "text size";
const text = document.querySelector("[data-large-text]");
const group = document.querySelector("[data-text-sizes]");

if (text) {
  const buttons = [...group.querySelectorAll("[data-text-size]")];
  let at = Math.max(0, SIZES.indexOf(Number(localStorage.getItem(KEPT))));
  const show = () => {
    text.style.setProperty("--size", `${SIZES[at]}rem`);
    for (const button of buttons) button.setAttribute("aria-disabled", String(SIZES[at + Number(button.dataset.textSize)] === undefined));
  };
  group.hidden = false;
  group.addEventListener("click", ({ target }) => {
    const wanted = at + Number(target.closest("[data-text-size]")?.dataset.textSize ?? 0);
    if (wanted === at || SIZES[wanted] === undefined) return;
    at = wanted;
    localStorage.setItem(KEPT, SIZES[at]);
    show();
  });
  show();
}
