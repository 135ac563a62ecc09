"""The dossier's page waits by itself: asked for, it shows the files when the worker has made them."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from tests.jobs import run_jobs
from tests.walk import sent_for

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("side", ["office", "panel"])
def test_it_comes_by_itself(
    window_of: Callable[..., Page], padaria: Customer, bruno: Member, carla: PanelUser, at: datetime, side: str
) -> None:
    sale = sent_for(padaria, bruno, at)
    run_jobs()
    address = f"/aurora/gestao/vendas/{sale.number}" if side == "office" else f"/aurora/painel/propostas/{sale.number}"
    page = window_of(bruno if side == "office" else carla)
    page.goto(f"{address}/")
    page.get_by_role("link", name="Dossiê: todas as provas").click()
    page.get_by_role("button", name="Montar o dossiê").click()
    expect(page.get_by_text("Na fila")).to_be_visible()
    run_jobs()
    expect(page.get_by_role("link", name="Todas as provas (ZIP)")).to_be_visible()
    with page.expect_download() as got:
        page.get_by_role("link", name="Todas as provas (ZIP)").click()
    assert got.value.suggested_filename == f"dossie-{sale.number}.zip"
