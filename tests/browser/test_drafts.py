"""What is typed stays on the device until it was sent: the script alone, on a page that has nothing else."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles import finders
from playwright.sync_api import Browser, Page, Route, expect

pytestmark = pytest.mark.browser

SAYS = {
    "owner": "7", "draft-back": "Recuperamos {when}", "draft-unsure": "Confira", "draft-drop": "Descartar",
    "draft-apart": "Mudou {when}", "draft-forget": "Esquecer",
}  # fmt: skip
ARRIVES = "document.forms[0].dispatchEvent(new CustomEvent('ui:arrived', { bubbles: true }))"
HIDES = """() => {
  Object.defineProperty(document, "visibilityState", { value: "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
KEPT = "() => Object.values(JSON.parse(localStorage.getItem('rascunhos') ?? '{}')).map(({ fields }) => fields)"


class Desk:
    """A page with one form, drawn as the server would draw it at this moment."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stands = {"title": "Forno", "note": ""}
        self.refused = False
        page.route("**/*", self._answer)

    def opens(self, *, refused: bool = False, **stands: str) -> None:
        """The page, with what stands, or with what was just refused."""
        self.stands, self.refused = {"title": "Forno", "note": ""} | stands, refused
        self.page.goto("http://drafts.test/")

    def types(self, name: str, words: str) -> None:
        """Into one box; at rest it is kept."""
        self.page.locator(f"[name={name}]").fill(words)
        self.page.wait_for_function(f"localStorage.getItem('rascunhos')?.includes({json.dumps(words)})")

    def kept(self) -> list[Any]:
        """The fields of each draft, with what stood before them."""
        return list(self.page.evaluate(KEPT))

    def _answer(self, route: Route) -> None:
        name = urlsplit(route.request.url).path.removeprefix("/")
        if file := finders.find(name) if name.endswith(".js") else None:
            return route.fulfill(path=str(file), content_type="text/javascript")
        said = " ".join(f'data-{name}="{words}"' for name, words in SAYS.items())
        boxes = "".join(
            f'<label>{name}<textarea name="{name}">{words}</textarea></label>' for name, words in self.stands.items()
        )
        summary = '<div class="error-summary"></div>' if self.refused else ""
        body = f'<main><form method="post" data-draft="*">{summary}{boxes}<button>Salvar</button></form></main>'
        script = '<script type="module" src="/ui/js/drafts.js"></script>'
        return route.fulfill(
            body=f'<!doctype html><html lang="pt-BR"><body><div id="drafts" {said}></div>{body}{script}',
            content_type="text/html; charset=utf-8",
        )


@pytest.fixture
def desk(chromium: Browser) -> Iterator[Desk]:
    """On a device that knows nothing yet."""
    page = chromium.new_page()
    yield Desk(page)
    page.close()


def test_what_another_script_sent_is_not_kept_again_when_the_page_goes(desk: Desk) -> None:
    desk.opens()
    desk.types("title", "Forno grande")
    desk.page.evaluate(ARRIVES)
    desk.page.evaluate(HIDES)
    assert desk.kept() == []


def test_a_refused_form_keeps_all_of_it_when_she_types_on(desk: Desk) -> None:
    desk.opens()
    desk.types("title", "Forno grande")
    desk.opens(title="Forno grande", refused=True)
    desk.types("note", "Com pedra")
    desk.types("note", "Com pedra e base")
    assert desk.kept() == [[["title", "Forno grande", "Forno"], ["note", "Com pedra e base", ""]]]
    desk.types("title", "Forno médio")
    desk.opens()
    assert desk.page.locator("textarea").evaluate_all("those => those.map(({ value }) => value)") == [
        "Forno médio", "Com pedra e base",
    ]  # fmt: skip


def test_what_stands_in_a_field_that_changed_meanwhile_is_shown_to_be_copied(desk: Desk) -> None:
    desk.opens()
    desk.types("title", "Forno grande")
    desk.opens(title="Forno a gás")
    notice = desk.page.get_by_role("status")
    expect(notice).to_contain_text("Forno grande")
    expect(notice.get_by_role("button")).to_have_text("Esquecer")
    expect(desk.page.locator("[name=title]")).to_have_value("Forno a gás")
    desk.types("note", "Com pedra")
    desk.opens(title="Forno a gás")
    expect(notice).to_contain_text("Forno grande")
    expect(desk.page.locator("[name=note]")).to_have_value("Com pedra")
    desk.page.get_by_role("button", name="Descartar").click()
    expect(notice).to_have_count(0)
    assert desk.kept() == []


def test_what_the_server_has_is_not_said_to_be_unsent(desk: Desk) -> None:
    desk.opens()
    desk.types("title", "Forno grande")
    desk.opens(title="Forno grande")
    expect(desk.page.get_by_role("status")).to_have_count(0)
