"""Takes the pictures of the handbook from a demo of their own, so that they show what the product is today.

bin/pictures            all of docs/ajuda/imagens.toml, and takes away what is no longer named there
bin/pictures NAME…      only these

Each entry names a person of the demo, a page, what to do there first, and which part of it to take.
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
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / "docs" / "ajuda" / "imagens"
PASSWORD = "aceite-demo-2026"
SECONDS_TO_START = 600
# What the reader is to look at, framed as with a felt pen.
FRAMED = "outline: 3px solid #c2410c !important; outline-offset: 3px !important; border-radius: 4px"


@contextmanager
def demo() -> Iterator[str]:
    """A demo of this run's own; its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    with tempfile.TemporaryDirectory() as place:
        env = os.environ | {"ACEITE_VAR": place, "PORT": str(port)}
        serving = subprocess.Popen([sys.executable, "-m", "aceite.project.commands", "demo"], cwd=ROOT, env=env)
        try:
            address = f"http://localhost:{port}"
            wait_for(f"{address}/healthz")
            yield address
        finally:
            serving.send_signal(signal.SIGTERM)
            serving.wait()


def wait_for(address: str) -> None:
    """Returns once the address answers. Raises TimeoutError when it does not in time."""
    end = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.5)
    raise TimeoutError(address)


def entered(browser: Browser, address: str, person: str, size: ViewportSize) -> Page:
    """A window of this size in which the person has entered: by the office's door, or by the customers'."""
    customers = "@aurora.example" not in person
    context = browser.new_context(
        base_url=address,
        locale="pt-BR",
        timezone_id="America/Sao_Paulo",
        viewport=size,
        device_scale_factor=2,
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto("/aurora/painel/entrar/?com=senha" if customers else "/entrar/")
    page.fill("[name=email]", person)
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) button").first.click()
    page.wait_for_load_state()
    return page


def take(browser: Browser, address: str, picture: dict[str, Any]) -> bytes:
    """The picture as a WebP file."""
    size = ViewportSize(width=picture.get("width", 1080), height=picture.get("height", 640))
    page = entered(browser, address, picture["person"], size)
    page.goto(picture["page"])
    for step in picture.get("steps", []):
        act(page, *step)
    page.wait_for_load_state("networkidle")
    for selector in picture.get("framed", []):
        page.locator(selector).first.evaluate("(element, style) => { element.style.cssText += style }", FRAMED)
    part = page.locator(picture["part"]).first if "part" in picture else page
    taken = part.screenshot(animations="disabled", caret="hide")
    page.context.close()
    out = io.BytesIO()
    Image.open(io.BytesIO(taken)).convert("RGB").save(out, "WEBP", quality=80, method=6)
    return out.getvalue()


def act(page: Page, verb: str, target: str, value: str = "") -> None:
    """One thing a person does: follow a link or press a button (`click`), `fill`, `press` a key, `scroll` to, `open` a
    `details`."""
    found = page.locator(target).first
    if verb == "click":
        found.click()
        page.wait_for_load_state("networkidle")
    elif verb == "fill":
        found.fill(value)
    elif verb == "press":
        found.press(value)
    elif verb == "scroll":
        found.scroll_into_view_if_needed()
    elif verb == "open":
        found.evaluate("element => { element.open = true }")
    else:
        raise ValueError(f"unknown step: {verb}")


def main(names: list[str]) -> int:
    """Takes these pictures, or all; the exit status."""
    named: dict[str, dict[str, Any]] = tomllib.loads((PLACE.parent / "imagens.toml").read_text(encoding="utf-8"))
    if lost := [name for name in names if name not in named]:
        print(f"Não há imagem com o nome {', '.join(lost)} em docs/ajuda/imagens.toml.", file=sys.stderr)
        return 2
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=arguments)
        for name in names or named:
            taken = take(browser, address, named[name])
            (PLACE / f"{name}.webp").write_bytes(taken)
            print(f"{name}: {len(taken) // 1000} kB")
        browser.close()
    for path in PLACE.glob("*.webp") if not names else ():
        if path.stem not in named:
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
