// Lays the words of a page, not to be seen, over their picture: so they are selected, searched, and read to the blind.
const WHOLE = 100;
const SIZE = 100;
// How much of a letter's height its ink takes, from the top of an ascender to the foot of a descender.
const INK = 0.92;
const measure = document.createElement("canvas").getContext("2d");
measure.font = `${SIZE}px sans-serif`;

const share = (part) => part / WHOLE;

function word([text, left, top, width, height], shape) {
  const made = Object.assign(document.createElement("span"), { textContent: text });
  const size = share(height) / INK;
  const natural = (measure.measureText(text).width / SIZE) * size;
  made.style.left = `${share(left)}%`;
  made.style.top = `${share(top)}%`;
  made.style.fontSize = `${size}cqh`;
  // Widths are told in parts of the page's width, sizes of letters in parts of its height.
  if (natural) made.style.transform = `scaleX(${(share(width) * shape) / natural})`;
  return made;
}

function lay(page, runs) {
  const picture = page.querySelector("img");
  const layer = Object.assign(document.createElement("div"), { className: "page-words" });
  const fill = () => {
    const shape = picture.naturalWidth ? picture.naturalWidth / picture.naturalHeight : picture.width / picture.height;
    layer.replaceChildren(...runs.map((run) => word(run, shape)));
  };
  fill();
  // Only a picture that came later tells the shape of a page that is no A4.
  if (!picture.complete) picture.addEventListener("load", () => { if (!layer.querySelector("mark")) fill(); }, { once: true });
  layer.lang = page.closest("[data-reader]").dataset.lang;
  page.append(layer);
}

export async function layWords(pages, found) {
  for (const [index, page] of pages.entries()) {
    if (found[index]?.length) lay(page, found[index]);
    // A contract may have hundreds of pages: between some of them the finger comes first.
    if (index % 10 === 9) await new Promise((done) => { setTimeout(done); });
  }
}
