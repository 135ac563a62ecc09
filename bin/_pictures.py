"""Takes the pictures of the handbooks and of README.md from a demo of their own: they show what the product is today.

bin/pictures            all of docs/imagens.toml, docs/ajuda/imagens.toml and docs/ajuda-do-cliente/imagens.toml, and
                        takes away what is no longer named there
bin/pictures NAME…      only these, in whichever handbook they stand

Each entry names a person of the demo, a page, what to do there first, and which part of it to take. The customers'
pictures are taken on a phone, in each language of their handbook.
"""

import io
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Error, Page, StorageState, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
BOOKS = ROOT / "docs"
CHROMIUM = "/usr/bin/chromium"
PASSWORD = "aceite-demo-2026"
SECONDS_TO_START = 600
SECONDS_TO_END = 30
# How long a page may take for one step, in milliseconds: a slow machine is no reason to fail.
PATIENCE = 120_000
MOST_BYTES = 150_000
# On a phone, over a slow network.
MOST_BYTES_OF_CUSTOMERS = 60_000
QUALITIES = (80, 70, 60, 50)
# Images further down load when somebody scrolls to them, and those not shown never do.
SETTLED = """() => document.readyState === 'complete' && document.fonts.status === 'loaded'
    && !document.querySelector('.htmx-request, [aria-busy=true]')
    && [...document.images].every(image => image.complete || !image.checkVisibility()
        || image.getBoundingClientRect().top > innerHeight)"""
# What the reader is to look at, framed as with a felt pen.
FRAMED = "outline: 3px solid #c2410c !important; outline-offset: 3px !important; border-radius: 4px"


@dataclass(frozen=True)
class Book:
    """A handbook in one language: what names its pictures, where they are kept, and how they are taken."""

    named_in: Path
    place: Path
    language: str
    width: int
    most_bytes: int

    @property
    def pictures(self) -> dict[str, dict[str, Any]]:
        """Each picture by its name."""
        named: dict[str, dict[str, Any]] = tomllib.loads(self.named_in.read_text(encoding="utf-8"))
        return named


README = Book(BOOKS / "imagens.toml", BOOKS / "imagens", "pt-br", 1280, MOST_BYTES)
SELLERS = Book(BOOKS / "ajuda" / "imagens.toml", BOOKS / "ajuda" / "imagens", "pt-br", 1080, MOST_BYTES)
_CUSTOMERS = BOOKS / "ajuda-do-cliente"
CUSTOMERS = tuple(
    Book(_CUSTOMERS / "imagens.toml", _CUSTOMERS / "imagens" / spoken, spoken, 360, MOST_BYTES_OF_CUSTOMERS)
    for spoken in ("en", "pt-br")
)


class NotTaken(Exception):
    """Why there is no picture, in a sentence."""


@contextmanager
def demo() -> Iterator[str]:
    """A demo of this run's own; its address, once all its parts say that they are well."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as place:
        env = os.environ | {"ACEITE_VAR": place, "PORT": str(port)}
        command = [sys.executable, "-m", "aceite.project.commands", "demo"]
        serving = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
        try:
            address = f"http://localhost:{port}"
            wait_for(f"{address}/readyz", serving)
            yield address
        finally:
            end(serving)


def wait_for(address: str, serving: subprocess.Popen[bytes]) -> None:
    """Returns once the address answers well. Raises NotTaken when the demo ends before, or not in time."""
    limit = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < limit:
        if serving.poll() is not None:
            raise NotTaken(f"A demonstração terminou sem atender (código {serving.returncode}).")
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise NotTaken(f"A demonstração não atendeu em {SECONDS_TO_START} segundos.")


def end(serving: subprocess.Popen[bytes]) -> None:
    """Ends the demo with its children, whatever they are doing."""
    serving.send_signal(signal.SIGTERM)
    try:
        serving.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        serving.kill()
        serving.wait()


class Photographer:
    """Takes a handbook's pictures of one demo; each person enters once."""

    def __init__(self, browser: Browser, address: str, book: Book) -> None:
        self.browser = browser
        self.address = address
        self.book = book
        self.entered: dict[str, StorageState] = {}

    def take(self, picture: dict[str, Any]) -> bytes:
        """The picture as a WebP file. Raises Playwright's Error where the page does not show what is to be taken."""
        size = ViewportSize(width=picture.get("width", self.book.width), height=picture.get("height", 640))
        page = self.window(size, self.state_of(picture["person"]) if "person" in picture else None)
        try:
            page.goto(picture["page"])
            for step in picture.get("steps", []):
                settle(page)
                act(page, *step)
            settle(page)
            for selector in picture.get("framed", []):
                page.locator(selector).first.evaluate("(element, style) => { element.style.cssText += style }", FRAMED)
            part = page.locator(picture["part"]).first if "part" in picture else page
            return small(part.screenshot(animations="disabled", caret="hide"), self.book.most_bytes)
        finally:
            page.context.close()

    def state_of(self, person: str) -> StorageState:
        """The session of this person, who enters by the office's door, or by the customers'."""
        if person not in self.entered:
            customers = not person.endswith("@aurora.example")
            page = self.window(ViewportSize(width=1080, height=640))
            page.goto("/aurora/painel/entrar/?com=senha" if customers else "/entrar/")
            page.fill("[name=email]", person)
            page.fill("[name=password]", PASSWORD)
            with page.expect_navigation():
                page.locator("form:has([name=password]) button").first.click()
            if self.book in CUSTOMERS:
                speak(page, self.book.language)
            self.entered[person] = page.context.storage_state()
            page.context.close()
        return self.entered[person]

    def window(self, size: ViewportSize, state: StorageState | None = None) -> Page:
        """A window of this size, sharp enough for fine screens."""
        context = self.browser.new_context(
            base_url=self.address,
            locale="pt-BR" if self.book.language == "pt-br" else self.book.language,
            timezone_id="America/Sao_Paulo",
            viewport=size,
            device_scale_factor=2,
            reduced_motion="reduce",
            storage_state=state,
        )
        context.set_default_timeout(PATIENCE)
        return context.new_page()


def speak(page: Page, language: str) -> None:
    """Sets the person's own language in her account."""
    page.goto("/aurora/painel/conta/")
    page.select_option("[name=language]", language)
    with page.expect_navigation():
        page.locator("form:has([name=language]) button.primary").click()


def settle(page: Page) -> None:
    """Returns once the page stands: scripts ran, letters and pictures in sight are there, nothing is being fetched."""
    page.wait_for_load_state("load")
    page.wait_for_function(SETTLED)


def act(page: Page, verb: str, target: str, value: str = "") -> None:
    """One thing a person does: `follow` a link or a button to another page, `click` what stays on this one, `fill`,
    `press` a key, `scroll` to, `open` a `details`, wait until something is `seen`."""
    found = page.locator(target).first
    if verb == "follow":
        with page.expect_navigation():
            found.click()
    elif verb == "click":
        found.click()
    elif verb == "fill":
        found.fill(value)
    elif verb == "press":
        found.press(value)
    elif verb == "scroll":
        found.scroll_into_view_if_needed()
    elif verb == "open":
        found.evaluate("element => { element.open = true }")
    elif verb == "seen":
        found.wait_for()
    else:
        raise NotTaken(f"Não conheço o passo {verb}.")


def small(taken: bytes, most_bytes: int) -> bytes:
    """The picture as WebP, as fine as it may be for a page to stay light."""
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    for quality in QUALITIES:
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= most_bytes:
            return out.getvalue()
    raise NotTaken(f"A imagem pesa mais de {most_bytes // 1000} kB: escolha uma parte menor da página.")


def main(names: list[str]) -> int:
    """Takes these pictures, or all; the exit status."""
    books = (README, SELLERS, *CUSTOMERS)
    if lost := [name for name in names if not any(name in book.pictures for book in books)]:
        print(f"Não há imagem com o nome {', '.join(lost)} em docs/**/imagens.toml.", file=sys.stderr)
        return 2
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    print("Preparando uma demonstração só para as imagens…", flush=True)
    failed = list[str]()
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        for book in books:
            wanted = {name: how for name, how in book.pictures.items() if name in names or not names}
            photographer = Photographer(browser, address, book)
            failed += [name for name, how in wanted.items() if not tried(photographer, name, how)]
            for path in book.place.glob("*.webp") if not names else ():
                if path.stem not in wanted:
                    path.unlink()
        browser.close()
    return 1 if failed else 0


def tried(photographer: Photographer, name: str, picture: dict[str, Any]) -> bool:
    """Whether this picture was taken; what went wrong is told, and the others are taken all the same."""
    try:
        taken = photographer.take(picture)
    except (Error, NotTaken) as failure:
        print(f"{name}: não consegui tirar esta imagem, a anterior fica. {failure}", file=sys.stderr, flush=True)
        return False
    place = photographer.book.place
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.webp").write_bytes(taken)
    print(f"{place.relative_to(BOOKS)}/{name}: {len(taken) // 1000} kB", flush=True)
    return True


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except NotTaken as refusal:
        sys.exit(str(refusal))
