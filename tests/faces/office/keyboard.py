"""Typing in the editor: what a browser would post back from the page it got."""

from typing import Any

from django.test import Client

from aceite.faces.office.editor_page import EditorPage


def editor(number: str) -> str:
    """The editor's address."""
    return f"/aurora/gestao/vendas/{number}/editar/"


def opened(browser: Client, number: str) -> dict[str, Any]:
    """The whole form as it stands on the page."""
    page: EditorPage = browser.get(editor(number)).context["page"]
    return filled_in(page)


def filled_in(page: EditorPage) -> dict[str, Any]:
    """Every field of the page with its value; an unticked box is not posted."""
    forms = [page.head, page.plan, *page.forms.rows, *page.forms.instalments]
    values = {field.html_name: field.value() for form in forms for field in form}
    hidden = {"revision": page.revision, "began": page.base, "conflicts": page.conflicts_posted}
    return hidden | {name: value for name, value in values.items() if value not in (None, False)}
