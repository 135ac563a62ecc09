"""Debian's chromium for tests: one browser for the session, and a window of its own for each person.

Its build without a desktop (docs/decisions/0043): nothing is drawn on a screen that nobody looks at. What only the
desktop's has is tried with DESKTOP.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

CHROMIUM = "/usr/bin/chromium-headless-shell"
DESKTOP = "/usr/bin/chromium"
ARGUMENTS = [
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
Opener = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser."""
    # Playwright's loop runs in this thread, so Django would refuse its own database calls here.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium: Browser, live_server: LiveServer) -> Iterator[Opener]:
    """Opens a window with cookies of its own; the test fails when a page in it breaks the policy or a script fails."""
    contexts, complaints = [], list[str]()

    def open_one(**options: object) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            locale="pt-BR",
            # What a test cuts off is the page's own network, which a worker would go around.
            **{"reduced_motion": "reduce", "service_workers": "block", **options},  # type: ignore[arg-type]
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda said: complaints.append(f"{said.text} {said.location}") if said.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    # Closing a window cuts off what it is asking for at that moment, which its scripts then complain of.
    heard = list(complaints)
    for context in contexts:
        context.close()
    assert heard == []


@pytest.fixture
def window(open_window: Opener) -> Page:
    """One window."""
    return open_window()
