// Says so when the picture of a page cannot be shown, also when it failed before this module came.
const notice = document.querySelector("[data-pages-missing]");
const tell = () => { notice.hidden = false; };

for (const picture of document.querySelectorAll("[data-page] img")) {
  if (picture.complete && picture.naturalWidth === 0) tell();
  picture.addEventListener("error", tell);
}
