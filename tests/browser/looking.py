"""What somebody who needs it larger, in her own colours, without motion or by keyboard finds wrong with a page."""

from typing import Final

from playwright.sync_api import Page

from tests.axe import broken_rules
from tests.browser.contrast import unreadable

WIDER_THAN_WINDOW: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
_BASICS: Final = """
const found = [];
const seen = (element) => {
  const { width, height } = element.getBoundingClientRect();
  return width > 2 && height > 2 && element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
};
const say = (what, element) => found.push(`${what}: ${element.outerHTML.replace(/\\s+/g, " ").slice(0, 110)}`);
const everything = [...document.body.querySelectorAll("*")].filter(seen);
const fitting = (what) => everything.filter((element) => element.matches(what));
const look = getComputedStyle;
"""
# WCAG 2.2, 1.4.4 and 1.4.10: nothing is cut, nothing is scrolled in two dimensions.
_CUT: Final = """
const { scrollWidth, clientWidth } = document.documentElement;
if (scrollWidth > clientWidth) found.push(`the page is ${scrollWidth - clientWidth} px wider than the window`);
for (const element of everything) {
  const { overflowX, overflowY } = look(element);
  const across = element.scrollWidth > element.clientWidth + 1;
  const down = element.scrollHeight > element.clientHeight + 1;
  if (across && /auto|scroll/.test(overflowX)) say("to be scrolled sideways", element);
  const hides = (across && /hidden|clip/.test(overflowX)) || (down && /hidden|clip/.test(overflowY));
  if (hides && element.innerText?.trim() && !element.closest(".sr-only, .page-words")) say("cut", element);
}
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
while (texts.nextNode()) {
  const element = texts.currentNode.parentElement;
  if (!texts.currentNode.data.trim() || !seen(element)) continue;
  if (element.closest(".sr-only, .skip, .page-words, select")) continue;
  const range = document.createRange();
  range.selectNodeContents(texts.currentNode);
  const { left, right } = range.getBoundingClientRect();
  if (left < -1 || right > innerWidth + 1) say("beyond the edge", element);
}
"""
# The one decision can be come to, and what stands fast leaves room to read.
_REACH: Final = """
const act = document.querySelector(".decision-bar :is(a, button).primary");
if (act && !document.querySelector("dialog[open]")) {
  const was = scrollY;
  act.scrollIntoView({ block: "nearest" });
  const { left, top, width, height } = act.getBoundingClientRect();
  if (!act.contains(document.elementFromPoint(left + width / 2, top + height / 2))) say("out of reach", act);
  scrollTo(0, was);
  const fast = everything.filter((element) => look(element).position === "sticky");
  const share = fast.reduce((all, element) => all + element.offsetHeight, 0) / innerHeight;
  if (share > 0.5) found.push(`${Math.round(share * 100)} % of the window stands fast`);
}
"""
_UNBOUNDED: Final = """
const fields = "select, textarea, input:not([type=hidden], [type=checkbox], [type=radio], [type=file])";
for (const element of fitting(`.button, .toast, progress, ${fields}`)) {
  const { borderTopWidth, borderTopStyle } = look(element);
  if (parseFloat(borderTopWidth) === 0 || borderTopStyle === "none") say("without an edge", element);
}
for (const element of fitting("nav [aria-current]")) {
  if (!look(element).textDecorationLine.includes("underline")) say("here by colour alone", element);
}
"""
_MOVING: Final = """
for (const { effect } of document.getAnimations()) say("moves", effect.target);
const lasts = (times) => times.split(",").some((one) => parseFloat(one) > 0);
for (const element of everything) {
  for (const part of [undefined, "::before", "::after"]) {
    const { transitionDuration, animationName, scrollBehavior } = look(element, part);
    const moves = lasts(transitionDuration) || animationName !== "none" || scrollBehavior === "smooth";
    if (moves) say("would move", element);
  }
}
"""
# WCAG 2.2, 2.4.7 and 2.4.11: what has the focus shows it, and is not hidden by what stands fast.
_FOCUS: Final = """
const on = document.activeElement;
const { outlineStyle, outlineWidth } = look(on);
const { left, top, width, height } = on.getBoundingClientRect();
const parts = [0.5, 0.1, 0.9];
const shows = parts.some((x) => parts.some((y) => {
  const there = document.elementFromPoint(left + x * width, top + y * height);
  return there && (on.contains(there) || there.contains(on));
}));
if (on !== document.body) {
  if (outlineStyle === "none" || parseFloat(outlineWidth) === 0) say("no focus to be seen", on);
  if (!shows) say("hidden while it has the focus", on);
}
"""
# A column too narrow for its words breaks them, and becomes a tower; addresses, and what is longer, may break.
_TOWERS: Final = r"""
for (const table of fitting("main .table")) {
  if (table.scrollWidth > table.parentElement.clientWidth + 1) say("wider than its card", table);
}
const cells = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
while (cells.nextNode()) {
  const words = cells.currentNode;
  const cell = words.parentElement.closest("td, th");
  if (!cell || !seen(cell) || words.data.includes("@") || words.parentElement.closest(".sr-only, select")) continue;
  for (const { 0: word, index } of words.data.matchAll(/[\p{L}\d]{3,16}/gu)) {
    const range = document.createRange();
    range.setStart(words, index);
    range.setEnd(words, index + word.length);
    const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
    if (lines.size > 1) say(`the word ${word} is broken`, cell);
  }
}
"""
_BUSY: Final = "(on) => document.querySelector('main .button')?.classList.toggle('is-busy', on)"


def violations(page: Page) -> list[str]:
    """What axe finds, each with where."""
    return [f"{one['id']}: {node['html'][:160]}" for one in broken_rules(page) for node in one["nodes"]]


def misfits(page: Page) -> list[str]:
    """What axe finds once nothing is on its way any more, and by how much the page is wider than its window."""
    page.wait_for_load_state("networkidle")
    more = page.evaluate(WIDER_THAN_WINDOW)
    return [*violations(page), *([f"the page is {more} px wider than the window"] if more else [])]


def cut(page: Page) -> list[str]:
    """What cannot be read whole without scrolling to both sides; the decision out of reach."""
    return [*_found(page, _CUT), *_found(page, _REACH)]


def cut_or_faint(page: Page) -> list[str]:
    """What cannot be read whole, or not at all, of a page whose scripts may not run; axe may not either."""
    return [*cut(page), *unreadable(page)]


def cut_or_faulty(page: Page) -> list[str]:
    """The same, and what axe finds."""
    return [*cut(page), *violations(page)]


def lost_without_colours(page: Page) -> list[str]:
    """What only a colour, a ground or a shadow of ours would have told."""
    return [*_found(page, _UNBOUNDED), *unreadable(page), *violations(page)]


def moving(page: Page) -> list[str]:
    """What moves by itself, or would when it is touched or works."""
    page.evaluate(_BUSY, True)
    found = _found(page, _MOVING)
    page.evaluate(_BUSY, False)
    return found


def astray(page: Page) -> list[str]:
    """What has no visible focus, or is hidden while it has it, on the way of the Tab key through the whole page."""
    page.wait_for_load_state("load")
    found, first = list[str](), ""
    for press in range(120):
        page.keyboard.press("Tab")
        here = page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        if press and here == first:
            return found
        first = first or here
        found += _found(page, _FOCUS)
    return [*found, f"the Tab key never comes around on {page.url}"]


def towers(page: Page) -> list[str]:
    """Columns of tables too narrow for what is in them, and tables too wide for where they stand."""
    return _found(page, _TOWERS)


def _found(page: Page, what: str) -> list[str]:
    return list(page.evaluate(f"() => {{ {_BASICS} {what} return found; }}"))
