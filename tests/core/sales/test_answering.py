"""The customer's yes and no: who may, to which version, until when, and that twice is once."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from aceite.core.companies.models import Company, CopiesPolicy
from aceite.core.contracts.copies import accept_copy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.people.models import Member
from aceite.core.proposals import locking
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.proposals.states import State
from aceite.core.sales.answering import NotProved
from aceite.core.sales.approving import AlreadyApproved, StillBlocked, approve, may_be_approved, prepare_approval
from aceite.core.sales.declining import decline
from aceite.core.sales.extending import extend
from aceite.core.sales.models import Approval, Decline
from aceite.core.sales.revising import revise, withdraw
from aceite.core.signatures.consent import ConsentMissing
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.verification import faults
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.walk import answer_to, approved, copied, declined, draft_for, fresh, sent, sent_for, signed, with_contract


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def test_approval_is_a_sound_statement_over_p(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    approval = approved(proposal, carla, now, customer_order_number="OC-77", note="Entregar pela manhã")
    statement, version = approval.statement, approval.version
    assert version.paper is not None
    assert (statement.act, statement.file_sha256) == (Act.APPROVE, version.paper.sha256)
    assert statement.bundle_sha256 == version.bundle_sha256
    assert faults(statement) == []
    assert (fresh(proposal).state, fresh(proposal).waiting_for) == ("approved", "vendor")


def test_nothing_personal_of_it_stands_in_the_chain(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    approved(proposal, carla, now, note="Fale com Gil Prado")
    event = Event.objects.get(kind="proposal.approved")
    assert "Gil" not in str(event.content()) and "203.0.113.7" not in str(event.content())


def test_double_click_and_two_tabs_are_one_record(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    first, second = approved(proposal, carla, now), approved(proposal, carla, now + timedelta(minutes=1))
    assert first.pk == second.pk
    assert Approval.objects.count() == Statement.objects.count() == 1
    assert Event.objects.filter(kind="proposal.approved").count() == 1


def test_a_colleague_is_told_who_approved(proposal: Proposal, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    approved(proposal, carla, now)
    gil.can_approve = True
    gil.save()
    with pytest.raises(AlreadyApproved, match="Carla Nogueira já aprovou"):
        approved(proposal, gil, now)


def test_who_may_not_approve(
    proposal: Proposal,
    gil: PanelUser,
    davi: PanelUser,
    fabio: PanelUser,
    joana_herself: PanelUser,
    bruno: Member,
    now: datetime,
) -> None:
    for somebody in (gil, davi, fabio, joana_herself, bruno):
        with pytest.raises(NotAllowed):
            approved(proposal, somebody, now)  # type: ignore[arg-type]
    assert not Statement.objects.exists()


def test_whose_access_has_ended_approves_nothing(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    carla.deactivated_at = now
    with pytest.raises(NotAllowed):
        approved(proposal, carla, now)


@pytest.mark.parametrize("lost", [{"can_approve": False}, {"deactivated_at": "2026-11-24T12:00:00Z"}])
def test_a_right_that_ended_while_the_click_waited(
    proposal: Proposal, carla: PanelUser, now: datetime, lost: dict[str, Any]
) -> None:
    PanelUser.objects.filter(pk=carla.pk).update(**lost)
    for answer in (approved, declined):
        with pytest.raises(NotAllowed):
            answer(proposal, carla, now)
    assert not Statement.objects.exists()


@pytest.mark.parametrize("answer", [approved, declined])
def test_an_access_ended_while_the_click_waits_for_the_lock(
    proposal: Proposal, carla: PanelUser, ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch, answer: Any
) -> None:
    monkeypatch.setattr(locking, "_lock", lambda _sale: deactivate_panel_user(carla, by=ana, at=now))
    with pytest.raises(NotAllowed):
        answer(proposal, carla, now)
    assert not Statement.objects.exists()


def test_session_has_to_have_proved_its_mailbox(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(NotProved):
        approve(proposal, answer_to(proposal, proved_recently=False), by=carla, at=now)


def test_a_company_may_ask_for_a_code_at_the_approval(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    Company.objects.update(asks_code_to_approve=True)
    with pytest.raises(NotProved):
        approve(proposal, answer_to(proposal, factors=("session_code", "recent_code")), by=carla, at=now)
    assert not Statement.objects.exists()
    approve(proposal, answer_to(proposal, factors=("session_code", "email_code")), by=carla, at=now)
    assert fresh(proposal).state == State.APPROVED


def test_terms_have_to_be_the_ones_that_stand(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(ConsentMissing):
        approve(proposal, answer_to(proposal, consent_sha256="0" * 64), by=carla, at=now)
    kept = Event.objects.get(kind="signature.refused")
    assert (kept.data["act"], kept.data["reason"]) == ("approve", "ConsentChanged")
    assert kept.openings.get(field="ip").value == "203.0.113.7"


def test_version_1_cannot_be_approved_when_there_is_a_version_2(
    proposal: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    first = answer_to(proposal)
    revise(proposal, by=bruno, at=now)
    with pytest.raises(NotCurrent, match="preparando outra versão"):
        approve(fresh(proposal), first, by=carla, at=now)
    sent(proposal, bruno, now)
    with pytest.raises(NotCurrent, match="versão mais nova"):
        approve(fresh(proposal), first, by=carla, at=now)
    assert Event.objects.filter(kind="signature.refused").count() == 2
    assert approved(proposal, carla, now).version.version == 2


def test_another_hash_than_the_one_bound_is_refused(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(NotCurrent):
        approve(proposal, answer_to(proposal, bundle_sha256="0" * 64), by=carla, at=now)


def test_possible_until_the_last_second_of_the_last_day(proposal: Proposal, carla: PanelUser) -> None:
    after = datetime.fromisoformat("2026-12-10T00:00:00-03:00")
    with pytest.raises(NotNow, match="terminou em 09/12/2026 \\(horário de Brasília\\)"):
        approved(proposal, carla, after)
    assert approved(proposal, carla, datetime.fromisoformat("2026-12-09T23:59:59-03:00"))


def test_the_zone_is_the_companys(
    proposal: Proposal, carla: PanelUser, bruno: Member, padaria: Customer, now: datetime
) -> None:
    padaria.company.zone = "America/Rio_Branco"
    padaria.company.save()
    acre = sent_for(Customer.objects.get(pk=padaria.pk), bruno, now)
    at = datetime.fromisoformat("2026-12-10T01:30:00-03:00")
    assert fresh(acre).state_at(at) == "sent"
    assert fresh(proposal).state_at(at) == "expired"


def test_extended_after_expiry_it_can_be_approved_again(
    proposal: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    late = now + timedelta(days=60)
    extend(proposal, valid_until=late.date(), by=bruno, at=late)
    assert approved(proposal, carla, late).version.version == 1


def test_offer_says_exactly_what_is_bound_and_writes_nothing(
    proposal: Proposal, carla: PanelUser, now: datetime
) -> None:
    before = Event.objects.count()
    offer = prepare_approval(fresh(proposal), by=carla, at=now)
    shown = fresh(proposal).shown
    assert shown is not None
    assert (offer.version, offer.bundle_sha256, offer.total) == (1, shown.bundle_sha256, shown.total)
    assert offer.blockers.clear and Event.objects.count() == before


def test_a_draft_after_withdrawing_cannot_be_approved(
    proposal: Proposal, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    withdraw(proposal, reason="Preço errado", by=bruno, at=now)
    assert [blocker.code for blocker in may_be_approved(fresh(proposal), at=now)] == ["draft"]
    with pytest.raises(NotCurrent):
        approved(proposal, carla, now)


def test_decline_reaches_the_vendor_with_its_reason(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    first, second = declined(proposal, carla, now), declined(proposal, carla, now)
    assert first.pk == second.pk and Decline.objects.count() == 1
    assert (fresh(proposal).state, fresh(proposal).closed_reason) == ("declined", "price")
    assert first.statement.act == Act.DECLINE


def test_decline_needs_a_reason_of_the_list_and_other_needs_words(
    proposal: Proposal, carla: PanelUser, now: datetime
) -> None:
    answer = answer_to(proposal, Act.DECLINE)
    for reason, field in (("", "reason"), ("other", "text")):
        with pytest.raises(Unfit) as refused:
            decline(proposal, answer, reason=reason, by=carla, at=now)
        assert refused.value.field == field


def test_declined_is_not_approved_any_more(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    declined(proposal, carla, now)
    with pytest.raises(NotNow, match="recusada"):
        approved(proposal, carla, now)


@pytest.mark.parametrize(
    "words", [{"note": "ab " * 1000}, {"note": "Obrigada 🎉"}, {"customer_order_number": "1" * 61}]
)
def test_words_that_do_not_fit_are_refused_beside_their_field(
    proposal: Proposal, carla: PanelUser, now: datetime, words: dict[str, str]
) -> None:
    with pytest.raises(Unfit) as refused:
        approved(proposal, carla, now, **words)
    assert [refused.value.field] == list(words)


def test_approving_takes_few_queries(
    proposal: Proposal, carla: PanelUser, now: datetime, django_assert_max_num_queries: Any
) -> None:
    answer, sale = answer_to(proposal), fresh(proposal)
    with django_assert_max_num_queries(18):
        approve(sale, answer, by=carla, at=now)


def test_blocked_by_a_contract_without_signature(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla)
    sent(draft, bruno, now)
    with pytest.raises(StillBlocked) as refused:
        approved(draft, carla, now)
    assert [b.sentence for b in refused.value.blockers] == ["Falta a assinatura de Carla Nogueira em “Fornecimento”."]
    signed(draft, carla, at=now)
    assert approved(draft, carla, now)


def test_copies_policy_decides_whether_the_vendor_looks_first(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    padaria.company.copies_policy = CopiesPolicy.CHECK_FIRST
    padaria.company.save()
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, requirement="manual")
    sent(draft, bruno, now)
    assert [blocker.code for blocker in may_be_approved(fresh(draft), at=now)] == ["contract"]
    [copy] = copied(draft, carla, now)
    assert [blocker.code for blocker in may_be_approved(fresh(draft), at=now)] == ["copy"]
    accept_copy(copy, by=bruno, at=now)
    assert may_be_approved(fresh(draft), at=now).clear
