"""One page in a browser with an empty cache: when it was painted, what it weighed, whether it comes back."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, ViewportSize

from bench.serving import HOST
from tests.slow_phone import slow_down

ORIGIN: Final = f"http://{HOST}"
PHONE: Final[ViewportSize] = {"width": 360, "height": 740}
# The smallest that is worth compressing; shorter files only grow.
WORTH_COMPRESSING: Final = 1000
PICTURES: Final = ("/paginas/", "/fotos/")
# The first frame in which the bar (or, where a page has none, its heading) stands in the window; the next frame comes
# once it is painted. Nothing is asked for while a style sheet holds the page back.
WATCH: Final = """
addEventListener("pageshow", (event) => { window.cameBack = event.persisted; });
(function look() {
  const bar = document.querySelector(".decision-bar");
  const heading = document.querySelector("main h1");
  const done = document.querySelector(".foot");
  const aim = bar?.children.length ? bar : done && heading;
  const place = aim?.getBoundingClientRect();
  if (place?.height > 0 && place.top < innerHeight && performance.getEntriesByName("first-contentful-paint").length) {
    window.painted = performance.now();
  } else requestAnimationFrame(look);
})();
"""
UNTIL_PAINTED: Final = """
() => new Promise((done) => { (function ask() { window.painted ? done(window.painted) : setTimeout(ask, 20); })(); })
"""


class NotShown(Exception):
    """The product answered something else than the page: a figure would mean nothing."""


@dataclass
class Seen:
    """What one look at a page brought. Seconds until the paint; bytes as they came over the wire, heads included."""

    painted: float = 0.0
    bytes: int = 0
    picture_bytes: int = 0
    requests: int = 0
    foreign: list[str] = field(default_factory=list)
    careless: list[str] = field(default_factory=list)


@dataclass
class Wire:
    """What goes over the wire, as the browser tells it."""

    addresses: dict[str, str] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)

    def listen(self, devtools: CDPSession) -> None:
        """Notes every request from now on."""
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.send("Network.enable")

    def _asked(self, told: dict[str, Any]) -> None:
        address = told["request"]["url"]
        if not address.startswith((ORIGIN, "data:", "blob:")):
            self.seen.foreign.append(address)

    def _answered(self, told: dict[str, Any]) -> None:
        answer = told["response"]
        self.addresses[told["requestId"]] = answer["url"]
        heads = {name.lower(): value for name, value in answer["headers"].items()}
        if urlsplit(answer["url"]).path.startswith(settings.STATIC_URL):
            kept = "immutable" in heads.get("cache-control", "")
            long = int(heads.get("content-length", WORTH_COMPRESSING)) >= WORTH_COMPRESSING
            if not kept or (long and heads.get("content-encoding") not in {"gzip", "br"}):
                self.seen.careless.append(answer["url"])

    def _finished(self, told: dict[str, Any]) -> None:
        address, weight = self.addresses.get(told["requestId"], ""), int(told["encodedDataLength"])
        if not address.startswith(ORIGIN):
            return
        self.seen.requests += 1
        if any(part in address for part in PICTURES):
            self.seen.picture_bytes += weight
        else:
            self.seen.bytes += weight


def look(browser: Browser, path: str, session: str, *, slow: bool, picture: Path | None = None) -> Seen:
    """Opens the page with nothing in the cache and waits until all of it has come. Raises NotShown."""
    context, page = _window(browser, session)
    wire, devtools = Wire(), context.new_cdp_session(page)
    wire.listen(devtools)
    if slow:
        slow_down(devtools)
    page.add_init_script(WATCH)
    _open(page, path)
    wire.seen.painted = page.evaluate(UNTIL_PAINTED) / 1000
    if picture:
        page.screenshot(path=picture)
    page.wait_for_load_state("networkidle")
    context.close()
    return wire.seen


def came_back(browser: Browser, path: str, session: str) -> str:
    """Opens the page, goes elsewhere and back; nothing when it came out of the browser's memory, else why not."""
    context, page = _window(browser, session)
    devtools, reasons = context.new_cdp_session(page), list[str]()
    devtools.on(
        "Page.backForwardCacheNotUsed",
        lambda told: reasons.extend(reason["reason"] for reason in told["notRestoredExplanations"]),
    )
    devtools.send("Page.enable")
    page.add_init_script(WATCH)
    _open(page, path)
    page.wait_for_load_state("networkidle")
    page.goto(f"{ORIGIN}/healthz")
    page.go_back(wait_until="commit")
    page.wait_for_timeout(300)
    back = page.evaluate("window.cameBack === true")
    context.close()
    return "" if back else ", ".join(sorted(set(reasons))) or "no reason told"


def _window(browser: Browser, session: str) -> tuple[BrowserContext, Page]:
    context = browser.new_context(viewport=PHONE, device_scale_factor=2, locale="pt-BR", is_mobile=True, has_touch=True)
    context.set_default_timeout(60_000)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": ORIGIN}])
    return context, context.new_page()


def _open(page: Page, path: str) -> None:
    answer = page.goto(f"{ORIGIN}{path}", wait_until="commit")
    if answer is None or answer.status != 200 or urlsplit(page.url).path != path:
        raise NotShown(f"{path}: {answer and answer.status} at {page.url}")
