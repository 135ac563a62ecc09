"""A session that ends while somebody writes in the office: what she typed waits where she typed it."""

from collections.abc import Callable

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from aceite.core.contracts.clauses import Clause
from aceite.core.people.models import Member
from tests.browser.walks import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NEW = "/aurora/gestao/clausulas/nova/"


def test_a_clause_comes_back_after_entering_again(window_of: Callable[..., Page], bruno: Member) -> None:
    assert bruno.user is not None
    bruno.user.set_password(PASSWORD)
    bruno.user.save()
    page = window_of(bruno)
    page.goto(NEW)
    paper = page.locator(".richtext-paper [role=textbox]")
    page.get_by_label("Título").fill("Multa por atraso")
    paper.fill("Dois por cento ao mês.")
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Salvar").click()
    page.wait_for_url("**/entrar/?next=**")
    page.get_by_label("E-mail").fill("bruno@aurora.example")
    page.get_by_label("Senha", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Entrar").click()
    page.wait_for_url(f"**{NEW}")
    expect(page.get_by_text("Recuperamos o que você escreveu")).to_be_visible()
    expect(paper).to_have_text("Dois por cento ao mês.")
    page.get_by_role("button", name="Salvar").click()
    page.wait_for_url("**/clausulas/")
    assert Clause.objects.get().title == "Multa por atraso"
    page.goto(NEW)
    expect(paper).to_have_text("")
    expect(page.get_by_label("Título")).to_have_value("")
