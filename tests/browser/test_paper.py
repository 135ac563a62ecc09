"""The way on paper in a browser: Carla photographs, sees what was read, mends it and sends; Bruno compares."""

from collections.abc import Callable
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from aceite.core.contracts.models import Contract, SignedCopy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from tests.browser.conftest import PHONE
from tests.core.contracts.scans import photo, scan
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = pytest.mark.browser


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, at: datetime) -> Proposal:
    """A contract of three pages, to be signed on paper."""
    proposal = draft_for(padaria, bruno, at)
    made = with_contract(proposal, bruno, at, carla, requirement="manual")
    Contract.objects.filter(pk=made.pk).update(body=f"<p>{'A contratada entrega o forno. ' * 400}</p>")
    return sent(proposal, bruno, at)


def files(contract: Contract, *pages: int) -> list[dict[str, object]]:
    """Photos of these pages, the second upside down; 0 is the cat."""
    taken = [photo() if not page else scan(contract, page, turned=180 if page == 2 else 0) for page in pages]
    return [
        {"name": f"IMG_{number}.jpg", "mimeType": "image/jpeg", "buffer": data}
        for number, data in enumerate(taken, start=101)
    ]


def test_what_was_read_is_seen_mended_and_sent_and_then_compared(
    sale: Proposal, carla: PanelUser, bruno: Member, window_of: Callable[..., Page]
) -> None:
    contract = contracts_of(sale).select_related("document").get()
    page = window_of(carla, viewport=PHONE)
    page.goto(f"/aurora/painel/propostas/{sale.number}/contratos/{contract.pk}/via-assinada/")
    page.locator("input[type=file]").set_input_files(files(contract, 3, 2, 0))  # type: ignore[arg-type]
    page.get_by_role("button", name="Continuar", exact=True).click()
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_have_count(3)
    run_jobs()
    expect(page.get_by_role("heading", name="Confira antes de enviar")).to_be_visible()
    expect(page.get_by_text("Falta a página 1.")).to_be_visible()
    page.get_by_role("listitem").filter(has_text="Folha 3 do envio").get_by_role("button", name="Remover").click()
    page.locator("input[type=file]").set_input_files(files(contract, 1))  # type: ignore[arg-type]
    page.get_by_role("button", name="Acrescentar páginas").click()
    expect(page.get_by_text("Chegou inteiro. Abrindo…")).to_be_visible()
    run_jobs()
    expect(page.get_by_role("heading", name="Tudo certo: as 3 páginas estão aqui")).to_be_visible()
    page.get_by_role("button", name="Enviar a via assinada").click()
    expect(page.get_by_text("Via enviada.")).to_be_visible()
    run_jobs()
    copy = SignedCopy.objects.get()
    desk = window_of(bruno)
    desk.goto(f"/aurora/gestao/vendas/{sale.number}/contratos/{contract.pk}/vias/{copy.pk}/")
    expect(desk.get_by_text("Estava virada; nós a pusemos de pé.")).to_be_visible()
    desk.get_by_role("button", name="Aceitar via").click()
    expect(desk.get_by_text("Via aceita.")).to_be_visible()
