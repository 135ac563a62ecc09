"""What changed between two versions, as the seller finds it: before sending, and afterwards between any two."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.test import Client

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.changes_reading import read_changes
from aceite.core.sales.revising import revise
from aceite.core.sales.viewing import record_view
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import fresh, sent, sent_for

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Version 1 was sent and seen; version 2 is a cheaper draft."""
    proposal = sent_for(padaria, bruno, now)
    record_view(fresh(proposal), by=carla, at=now)
    revise(fresh(proposal), by=bruno, at=now)
    return cheaper(proposal, bruno, now, "37900")


def cheaper(proposal: Proposal, by: Member, at: datetime, price: str) -> Proposal:
    current = fresh(proposal)
    draft = draft_of(current)
    lines = (replace(draft.lines[0], unit_price=Decimal(price)),)
    return save_draft(current, replace(draft, lines=lines), revision=current_of(current).revision, by=by, at=at)


def shown(browser: Client, sale: Proposal, rest: str = "") -> str:
    return browser.get(f"/aurora/gestao/vendas/{sale.number}/{rest}").content.decode().replace("\xa0", " ")


def test_before_sending_the_seller_sees_what_the_customer_will(sale: Proposal, bruno: Member) -> None:
    browser = client_of(bruno)
    assert "Total: R$ 38.900,00 → R$ 37.900,00" in shown(browser, sale, "envio/")
    assert f"/aurora/gestao/vendas/{sale.number}/mudancas/" in shown(browser, sale)
    whole = shown(browser, sale, "mudancas/")
    assert "O que o cliente verá quando a versão 2 for enviada" in whole
    assert "R$ 37.900,00" in whole


def test_any_two_versions_are_compared_and_who_read_is_named(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sent(sale, bruno, now)
    read_changes(fresh(sale), version=2, by=carla, at=now)
    assert "Carla Nogueira" in shown(client_of(bruno), sale, "mudancas/")
    revise(fresh(sale), by=bruno, at=now)
    cheaper(sale, bruno, now, "36900")
    browser = client_of(bruno)
    assert "R$ 38.900,00" in shown(browser, sale, "mudancas/?de=1&para=3")
    assert "Da versão 1 para a versão 2" in shown(browser, sale, "mudancas/?para=2")
    assert "R$ 38.900,00</del>" not in shown(browser, sale, "mudancas/?de=zero&para=9")


def test_of_what_was_erased_at_the_end_of_its_time_nothing_is_said_to_be_the_same(
    sale: Proposal, bruno: Member, now: datetime
) -> None:
    sent(sale, bruno, now)
    sale.versions.update(manifest="", openings={})
    assert "apagado ao fim do prazo de guarda" in shown(client_of(bruno), sale, "mudancas/")


def test_the_mail_of_a_new_version_tells_the_first_few(sale: Proposal, bruno: Member, now: datetime) -> None:
    run_jobs(now)
    mail.outbox.clear()
    sent(sale, bruno, now)
    run_jobs(now)
    (letter,) = [one for one in mail.outbox if one.subject.startswith("Nova versão")]
    words = str(letter.body).replace("\xa0", " ").replace("\n", " ")
    assert "O que mudou desde a versão 1: Total: R$ 38.900,00 → R$ 37.900,00; 1 item mudou." in words
