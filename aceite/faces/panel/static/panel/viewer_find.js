// Searches the words of all pages, whatever accents were typed, and marks what it finds on the pages themselves.
const SHORTEST = 2;

// Letter for letter, so that a place in the plain text is the same place in the page's.
const plain = (text) => text.split("").map((letter) => letter.normalize("NFKD")[0].toLowerCase()[0]).join("");

// A word parted at the end of a line is one word.
const isTorn = (text, next) => /\p{L}-$/u.test(text) && /^\p{Ll}/u.test(next ?? "");

function textOf(spans) {
  const places = [];
  let text = "";
  for (const [index, span] of spans.entries()) {
    const letters = span.textContent;
    const torn = isTorn(letters, spans[index + 1]?.textContent);
    const taken = torn ? letters.slice(0, -1) : letters;
    text += plain(taken) + (torn ? "" : " ");
    for (let at = 0; at < taken.length + (torn ? 0 : 1); at += 1) places.push([span, at]);
  }
  return { text, places };
}

function* matches({ text, places }, needle) {
  for (let from = text.indexOf(needle); from >= 0; from = text.indexOf(needle, from + needle.length)) {
    const parts = new Map();
    for (const [span, at] of places.slice(from, from + needle.length)) {
      const [begin] = parts.get(span) ?? [at];
      parts.set(span, [begin, at + 1]);
    }
    yield parts;
  }
}

export class Find {
  constructor(bar, pages, without) {
    this.form = bar.querySelector("[data-find]");
    this.opener = bar.querySelector("[data-find-open]");
    this.field = this.form.querySelector("input");
    this.said = this.form.querySelector("[data-find-said]");
    this.pages = pages;
    this.without = without;
    this.found = [];
    this.opener.hidden = false;
    this.opener.addEventListener("click", () => this.open(this.form.hidden));
    this.field.addEventListener("input", () => this.search());
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.step(1); });
    this.form.querySelector("[data-find-back]").addEventListener("click", () => this.step(-1));
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.open(false);
      if (event.key === "Enter" && event.shiftKey && event.target === this.field) { event.preventDefault(); this.step(-1); }
    });
  }

  open(wanted) {
    this.form.hidden = !wanted;
    this.opener.setAttribute("aria-expanded", String(wanted));
    if (wanted) this.field.select();
    else { this.clear(); this.opener.focus(); }
    if (wanted && this.field.value) this.search();
    else if (wanted) this.field.focus();
  }

  search() {
    this.clear();
    const needle = plain(this.field.value.trim().replace(/\s+/g, " "));
    if (needle.length < SHORTEST) return this.say("");
    this.texts ??= this.pages.map((page) => textOf([...page.querySelectorAll(".page-words > span")]));
    this.found = this.texts.flatMap((text) => [...matches(text, needle)]);
    this.mark();
    this.at = -1;
    if (this.found.length) this.step(1);
    else this.say(this.form.dataset.wordsNone);
  }

  mark() {
    const cuts = new Map();
    for (const [index, parts] of this.found.entries()) {
      for (const [span, [from, to]] of parts) cuts.set(span, [...(cuts.get(span) ?? []), [from, to, index]]);
    }
    this.marks = this.found.map(() => []);
    for (const [span, ranges] of cuts) {
      const text = span.textContent;
      const pieces = [];
      let end = 0;
      for (const [from, to, index] of ranges) {
        const mark = Object.assign(document.createElement("mark"), { textContent: text.slice(from, to) });
        this.marks[index].push(mark);
        pieces.push(text.slice(end, from), mark);
        end = to;
      }
      span.replaceChildren(...pieces, text.slice(end));
    }
  }

  clear() {
    for (const span of new Set(this.found.flatMap((parts) => [...parts.keys()]))) span.replaceChildren(span.textContent);
    this.found = [];
    this.say("");
  }

  step(by) {
    const count = this.found.length;
    if (!count) return;
    for (const mark of this.marks[this.at] ?? []) mark.classList.remove("is-current");
    this.at = (this.at + by + count) % count;
    for (const mark of this.marks[this.at]) mark.classList.add("is-current");
    this.marks[this.at][0].scrollIntoView({ block: "center", inline: "center" });
    this.say(this.form.dataset.wordsCount.replace("{at}", this.at + 1).replace("{count}", count));
  }

  say(words) {
    const left = words && this.without ? ` ${this.form.dataset.wordsWithout}` : "";
    this.said.textContent = words + left;
  }
}
