// Helps with reading a contract: its words behind the pictures of the pages, search, zoom, a place that is kept, a voice.
import { Find } from "./viewer_find.js";
import { keepPlace } from "./viewer_place.js";
import { giveVoice } from "./viewer_voice.js";
import { layWords } from "./viewer_words.js";
import { zoomable } from "./viewer_zoom.js";

const reader = document.querySelector("[data-reader]");
const bar = document.querySelector("[data-viewer-bar]");
const pages = [...reader.querySelectorAll("[data-page]")];

// The bar enlarges; a page is no link to its picture any more, so that its words can be selected.
for (const page of pages) page.querySelector("a").replaceWith(page.querySelector("img"));
for (const words of document.querySelectorAll("[data-without-viewer]")) words.hidden = true;
bar.hidden = false;

const place = keepPlace(reader, bar, pages);
zoomable(reader, bar, place);

// Paper is printed by the very bytes of the file, never by this page.
addEventListener("keydown", (event) => {
  const print = document.querySelector("[data-print-here] a");
  if (!print || event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  event.preventDefault();
  print.click();
});

// Pages that came without words are pictures; of words that did not come, nobody knows.
const found = await fetch(reader.dataset.words, { credentials: "same-origin", priority: "low" })
  .then((answer) => (answer.ok ? answer.json() : null)).catch(() => null);
const without = pages.filter((_page, index) => !found?.[index]?.length).length;
const silent = document.querySelector("[data-silent]");
silent.hidden = without === 0;
silent.querySelector("[data-silent-some]").hidden = without === pages.length;
silent.querySelector("[data-silent-all]").hidden = !found || without < pages.length;
silent.querySelector("[data-silent-failed]").hidden = Boolean(found);
if (without < pages.length) {
  await layWords(pages, found);
  new Find(bar, pages, without);
  giveVoice(bar, pages, found, place);
}
