"""Words that cannot be read against what they stand on (WCAG 2.2, 1.4.3): axe 4.4 knows no oklch() and skips them."""

from typing import Final

from playwright.sync_api import Page

# The browser itself turns each colour into what it draws. Where the ground is a picture nobody can say; what is
# switched off need not be read.
_LOOK: Final = """() => {
  const sheet = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  const known = new Map();
  const drawn = (colour) => {
    if (!known.has(colour)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = colour;
      pen.fillRect(0, 0, 1, 1);
      const [red, green, blue, alpha] = pen.getImageData(0, 0, 1, 1).data;
      known.set(colour, [red, green, blue, alpha / 255]);
    }
    return known.get(colour);
  };
  const over = ([r, g, b, a], under) => [r, g, b].map((part, at) => part * a + under[at] * (1 - a));
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const up = (element) => (element ? [element, ...up(element.parentElement)] : []);
  const ground = (element) => {
    const layers = [];
    for (const one of up(element)) {
      const { backgroundColor, backgroundImage } = getComputedStyle(one);
      if (backgroundImage !== "none") return null;
      layers.push(drawn(backgroundColor));
      if (layers.at(-1)[3] === 1) break;
    }
    return layers.reduceRight((under, layer) => over(layer, under), drawn("Canvas"));
  };
  const wordless = "[type=hidden], [type=checkbox], [type=radio], [type=file]";
  const fields = document.querySelectorAll(`select, textarea, input:not(${wordless})`);
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) if (walker.currentNode.data.trim()) texts.push(walker.currentNode.parentElement);
  const seen = (element) => {
    const { width, height } = element.getBoundingClientRect();
    const off = element.closest("[disabled], [aria-disabled=true], [inert], option, script, style, template");
    const visible = element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    return !off && visible && width > 1 && height > 1;
  };
  const found = [];
  for (const element of new Set([...texts, ...fields])) {
    if (!seen(element)) continue;
    const style = getComputedStyle(element);
    const under = ground(element);
    if (!under) continue;
    const faint = up(element).reduce((all, one) => all * getComputedStyle(one).opacity, 1);
    const [r, g, b, a] = drawn(style.color);
    // Words laid behind a picture of them, to be selected.
    if (a === 0) continue;
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
    const reached = ratio(over([r, g, b, a * faint], under), under);
    const html = element.outerHTML.replace(/\\s+/g, " ").slice(0, 120);
    if (reached < (large ? 3 : 4.5) - 0.01) found.push(`${reached.toFixed(2)} ${html}`);
  }
  return found;
}"""


def unreadable(page: Page) -> list[str]:
    """What of the page as it stands has too little contrast, each with its ratio."""
    return list(page.evaluate(_LOOK))
