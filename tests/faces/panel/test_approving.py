"""Yes and no: what is bound, by a session that proved itself, once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.sales.approving import approve
from aceite.core.sales.models import Approval, Decline
from aceite.core.sales.revising import revise
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from aceite.core.trail.models import Event
from tests.clients import client_of
from tests.faces.panel.conftest import HOME, url_of
from tests.walk import approved, copied, fresh, sent, sent_for


def bound(proposal: Proposal, act: Act = Act.APPROVE, **changes: str) -> dict[str, str]:
    """What the page posts back."""
    version = fresh(proposal).shown
    assert version is not None
    consent = consent_for(act, "pt-br").sha256
    shown = {"version": str(version.version), "bundle_sha256": version.bundle_sha256, "consent_sha256": consent}
    return {**shown, **changes}


def test_what_is_bound_stands_beside_the_button(sale: Proposal, hers: Client) -> None:
    page = hers.get(url_of(sale, "aprovacao/")).content.decode()
    for words in ("Proposta 2026-0001, versão 1", "R$ 38.900,00", bound(sale)["bundle_sha256"][:8]):
        assert words in page.replace("\xa0", " ")


def test_a_yes_leads_to_the_receipt_with_number_and_note(sale: Proposal, hers: Client) -> None:
    typed = bound(sale, customer_order_number="PC-77", note="Entregar de manhã.")
    answer = hers.post(url_of(sale, "aprovacao/"), typed)
    assert answer["Location"] == url_of(sale, "comprovante/")
    page = hers.get(answer["Location"]).content.decode()
    assert "PC-77" in page
    assert "Entregar de manhã." in page


def test_a_double_click_a_second_tab_and_the_way_back_are_one_approval(sale: Proposal, hers: Client) -> None:
    for _again in range(2):
        assert hers.post(url_of(sale, "aprovacao/"), bound(sale)).status_code == 302
    assert hers.get(url_of(sale, "aprovacao/"))["Location"] == url_of(sale, "comprovante/")
    assert Approval.objects.count() == 1


def test_an_old_session_is_asked_for_a_code_and_keeps_what_was_typed(
    sale: Proposal, carla: PanelUser, at: datetime
) -> None:
    browser = client_of(carla, proved_at=at - timedelta(hours=13))
    asked = browser.post(url_of(sale, "aprovacao/"), bound(sale, note="De manhã."))
    assert "De manhã." in asked.content.decode()
    assert not Approval.objects.exists()
    code = digits_of(OneTimeCode.objects.get(purpose="approval"))
    wrong = browser.post(url_of(sale, "aprovacao/"), bound(sale, note="De manhã.", code="12"))
    assert wrong.status_code == 422
    assert "Código de 6 números</label>" in wrong.content.decode()
    browser.post(url_of(sale, "aprovacao/"), bound(sale, note="De manhã.", code=code))
    assert Approval.objects.get().note == "De manhã."


def test_the_statement_tells_how_the_session_was_proved(sale: Proposal, carla: PanelUser, client: Client) -> None:
    carla.user.set_password("uma frase bem longa")  # type: ignore[union-attr]
    carla.user.save()  # type: ignore[union-attr]
    client.post(f"{HOME}entrar/?com=senha", {"email": carla.email, "password": "uma frase bem longa"})
    client.post(url_of(sale, "aprovacao/"), bound(sale))
    code = digits_of(OneTimeCode.objects.get(purpose="approval"))
    client.post(url_of(sale, "aprovacao/"), bound(sale, code=code))
    assert Approval.objects.get().statement.content()["factors"] == ["session_password", "recent_code"]


def test_a_company_that_asks_for_a_code_gets_one_for_each_approval(
    sale: Proposal, padaria: Customer, bruno: Member, hers: Client, aurora: Company, at: datetime
) -> None:
    Company.objects.filter(pk=aurora.pk).update(asks_code_to_approve=True)
    page = hers.get(url_of(sale, "aprovacao/")).content.decode()
    assert "Aurora pede um código para aprovar" in page and "Receber código para aprovar" in page
    hers.post(url_of(sale, "aprovacao/"), bound(sale, note="De manhã."))
    assert not Approval.objects.exists()
    code = digits_of(OneTimeCode.objects.get(purpose="approval"))
    assert hers.post(url_of(sale, "aprovacao/"), bound(sale, code="000000")).status_code == 422
    assert hers.post(url_of(sale, "aprovacao/"), bound(sale, note="De manhã.", code=code)).status_code == 302
    assert Approval.objects.get().statement.content()["factors"] == ["session_password", "email_code"]
    # What was typed for one proposal says nothing of another.
    other = sent_for(padaria, bruno, at)
    hers.post(url_of(other, "aprovacao/"), bound(other))
    assert Approval.objects.count() == 1


def test_a_code_that_was_right_is_not_asked_again_when_the_approval_was_held_up(
    manual: Proposal, hers: Client, carla: PanelUser, aurora: Company, at: datetime
) -> None:
    Company.objects.filter(pk=aurora.pk).update(asks_code_to_approve=True)
    hers.post(url_of(manual, "aprovacao/"), bound(manual))
    code = digits_of(OneTimeCode.objects.get(purpose="approval"))
    held_up = hers.post(url_of(manual, "aprovacao/"), bound(manual, code=code))
    assert held_up.status_code != 302 and not held_up.context["proof"].needed
    copied(manual, carla, at)
    assert hers.post(url_of(manual, "aprovacao/"), bound(manual)).status_code == 302


def test_the_version_on_her_screen_was_replaced_meanwhile(
    sale: Proposal, hers: Client, bruno: Member, at: datetime
) -> None:
    old = bound(sale)
    revise(sale, by=bruno, at=at)
    sent(sale, bruno, at)
    answer = hers.post(url_of(sale, "aprovacao/"), old | {"note": "De manhã."})
    assert answer.status_code == 409
    assert "De manhã." in answer.content.decode()
    assert not Approval.objects.exists()


def test_an_answer_that_came_too_late_leads_to_the_sale_as_it_is(sale: Proposal, hers: Client, bruno: Member) -> None:
    typed = bound(sale, note="Rua de trás.")
    revise(sale, by=bruno, at=timezone.now())
    sent(fresh(sale), bruno, timezone.now())
    page = hers.post(url_of(sale, "aprovacao/"), typed).content.decode()
    assert "Rua de trás." in page
    assert "A aprovação não foi feita" in page and "Ver a proposta como está agora" in page
    assert "Aprovar proposta de" not in page


def test_past_the_last_day_nothing_is_recorded(sale: Proposal, hers: Client, at: datetime) -> None:
    sale.expires_at = at
    sale.save()
    assert hers.post(url_of(sale, "aprovacao/"), bound(sale)).status_code == 409
    assert not Approval.objects.exists()


def test_a_missing_signature_is_named(digital: Proposal, hers: Client) -> None:
    answer = hers.post(url_of(digital, "aprovacao/"), bound(digital))
    assert answer.status_code == 422
    assert "Gil Prado" in answer.content.decode()


def test_other_ways_than_a_no_are_offered_to_whom_they_are_open(sale: Proposal, hers: Client, carla: PanelUser) -> None:
    assert "Talvez baste" in hers.get(url_of(sale, "recusa/")).content.decode()
    PanelUser.objects.filter(pk=carla.pk).update(can_comment=False)
    page = hers.get(url_of(sale, "recusa/")).content.decode()
    assert "O que você recusa" in page and "Talvez baste" not in page


def test_who_may_not_approve_cannot(sale: Proposal, gil: PanelUser, davi: PanelUser) -> None:
    for person in (gil, davi):
        assert client_of(person).post(url_of(sale, "aprovacao/"), bound(sale)).status_code == 404


def test_a_right_that_ends_in_that_moment_leaves_the_attempt_in_the_trail(
    sale: Proposal, hers: Client, carla: PanelUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_late(*args: Any, **fields: Any) -> Approval:
        PanelUser.objects.filter(pk=carla.pk).update(can_approve=False)
        return approve(*args, **fields)

    monkeypatch.setattr("aceite.faces.panel.approving.approve", too_late)
    assert hers.post(url_of(sale, "aprovacao/"), bound(sale)).status_code == 404
    assert Event.objects.get(kind="signature.refused").data["reason"] == "NotAllowed"
    assert not Approval.objects.exists()


def test_after_a_colleagues_yes_she_reads_the_receipt(
    sale: Proposal, carla: PanelUser, davi: PanelUser, at: datetime
) -> None:
    approved(sale, carla, at)
    davi.can_approve = True
    davi.save()
    assert client_of(davi).post(url_of(sale, "aprovacao/"), bound(sale)).status_code == 302
    assert "Carla Nogueira" in client_of(davi).get(url_of(sale, "comprovante/")).content.decode()


def test_a_no_needs_a_reason_and_reaches_the_page(sale: Proposal, hers: Client) -> None:
    assert hers.post(url_of(sale, "recusa/"), bound(sale, Act.DECLINE, text="Caro.")).status_code == 422
    hers.post(url_of(sale, "recusa/"), bound(sale, Act.DECLINE, reason="price", text="Caro."))
    assert Decline.objects.get().text == "Caro."
    assert "Preço acima do esperado" in hers.get(url_of(sale)).content.decode()


def test_a_consumer_reads_who_sells_and_a_summary_first(joana_herself: PanelUser, bruno: Member, at: datetime) -> None:
    proposal = sent_for(joana_herself.customer, bruno, at)
    page = client_of(joana_herself).get(url_of(proposal, "aprovacao/")).content.decode()
    for words in ("11.222.333/0001-81", "Avenida Paulista", "contato@aurora.example", "Resumo da compra"):
        assert words in page
