"""A signer whose access ended, or whose right was taken, while she is waited for: told once, where it counts."""

from datetime import datetime, timedelta

import pytest

from aceite.core.contracts import sharing
from aceite.core.contracts.copies import upload_copy
from aceite.core.contracts.copy_files import UploadedFile
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.replacing import replace_signer
from aceite.core.contracts.sharing import share_with_signers
from aceite.core.contracts.signers import Order, SignerPlan, set_signers
from aceite.core.contracts.tasks import look_whom_contracts_miss
from aceite.core.contracts.unable import waiting_for
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import (
    PersonData,
    change_panel_user,
    deactivate_panel_user,
    reactivate_panel_user,
)
from aceite.core.customers.rights import RIGHTS
from aceite.core.notices.audience import audience_of
from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.sharing import ShareRefused
from aceite.core.sales.revising import revise
from aceite.core.trail.models import Event
from tests.core.contracts.scans import photo
from tests.jobs import run_jobs
from tests.walk import ORIGIN, contracts_of, draft_for, fresh, sent, signed, with_contract

pytestmark = pytest.mark.django_db


def offered(
    padaria: Customer, bruno: Member, at: datetime, *people: PanelUser, quorums: dict[int, int] | None = None
) -> Proposal:
    draft = draft_for(padaria, bruno, at)
    made = with_contract(draft, bruno, at, *people)
    set_signers(made, [SignerPlan(one, cpf=one.cpf) for one in people], Order(quorums=quorums or {}), by=bruno, at=at)
    return sent(draft, bruno, at)


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Carla and Gil are to sign; Carla administers."""
    carla.can_manage = True
    carla.save()
    return offered(padaria, bruno, now, carla, gil)


def told() -> list[Event]:
    """What was recorded, the oldest first."""
    return list(Event.objects.filter(kind="signer.unable").order_by("seq"))


def without_signing(person: PanelUser) -> PersonData:
    rights = {name: getattr(person, name) for name in RIGHTS} | {"can_sign": False}
    return PersonData(person.name, person.email, person.cpf, job_title=person.job_title, **rights)


def test_the_seller_hears_once_each_time_it_happens(
    sale: Proposal, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    deactivate_panel_user(gil, by=carla, at=now)
    run_jobs(now)
    [event] = told()
    place = Signer.objects.get(panel_user=gil)
    assert (event.sale_id, event.data["signer"], event.data["panel_user"]) == (sale.pk, place.pk, gil.pk)
    assert [one.member for one in audience_of(event, at=now)] == [bruno]
    cause = Event.objects.get(kind="panel_user.deactivated")
    look_whom_contracts_miss.call(company_id=sale.company_id, event_id=cause.pk)
    assert len(told()) == 1
    reactivate_panel_user(gil, by=carla, at=now)
    change_panel_user(gil, without_signing(gil), by=bruno, at=now + timedelta(hours=1))
    run_jobs(now + timedelta(hours=1))
    assert len(told()) == 2
    # What he did himself he knows.
    assert told()[1].data["taken_by"] == bruno.pk and audience_of(told()[1], at=now) == []


def test_another_right_taken_and_a_name_changed_are_no_news(
    sale: Proposal, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    rights = {name: getattr(gil, name) for name in RIGHTS} | {"can_comment": False}
    change_panel_user(gil, PersonData("Gil P.", gil.email, gil.cpf, **rights), by=bruno, at=now)
    run_jobs(now)
    assert told() == []


def test_where_it_goes_on_without_her_nothing_is_said(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    # Either of them suffices; another has his signature already; of the third a new version is being written.
    offered(padaria, bruno, now, carla, gil, quorums={1: 1})
    signed(offered(padaria, bruno, now, gil), gil, at=now)
    revise(offered(padaria, bruno, now, gil), by=bruno, at=now)
    deactivate_panel_user(gil, by=bruno, at=now)
    run_jobs(now)
    assert told() == []
    # Of two of whom one suffices, the last one is missed.
    deactivate_panel_user(carla, by=bruno, at=now)
    run_jobs(now)
    assert [event.data["panel_user"] for event in told()] == [carla.pk]


def test_a_copy_on_paper_stands_for_whoever_is_gone(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, gil, requirement="either")
    paper = contracts_of(sent(draft, bruno, now)).get()
    assert waiting_for(gil) == [paper]
    upload_copy(paper, [UploadedFile("via.jpg", photo())], key="k" * 22, origin=ORIGIN, by=carla, at=now)
    deactivate_panel_user(gil, by=bruno, at=now)
    run_jobs(now)
    assert told() == [] and waiting_for(gil) == []


def test_nobody_is_waited_for_where_the_plan_has_enough_without_her(
    padaria: Customer, carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    davi.can_sign = True
    davi.save()
    draft = draft_for(padaria, bruno, now)
    made = with_contract(draft, bruno, now, carla, gil, davi)
    plan = [SignerPlan(one, cpf=one.cpf, step=step) for one, step in ((carla, 1), (gil, 1), (davi, 2))]
    set_signers(made, plan, Order(in_steps=True, quorums={1: 1}), by=bruno, at=now)
    offer = sent(draft, bruno, now)
    contract = contracts_of(offer).get()
    assert [waiting_for(one) for one in (carla, gil, davi)] == [[], [], [contract]]
    # Once her colleague can sign no more, the step needs her; once it is done, nobody of it.
    deactivate_panel_user(carla, by=bruno, at=now)
    assert waiting_for(gil) == [contract]
    reactivate_panel_user(carla, by=bruno, at=now)
    signed(offer, carla, at=now)
    assert [waiting_for(one) for one in (gil, davi)] == [[], [contract]]


def test_who_is_left_out_of_a_shared_sale_is_nobody_it_would_stop_without(
    padaria: Customer, carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    both = offered(padaria, bruno, now, carla, gil)
    with pytest.raises(ShareRefused, match=f"assinatura: {gil.name}. Inclua"):
        share_with_signers(both, [carla, davi], by=bruno, at=now)
    assert fresh(both).shared_with_all and not Event.objects.filter(kind="proposal.shared").exists()
    either = offered(padaria, bruno, now, carla, gil, quorums={1: 1})
    with pytest.raises(ShareRefused, match=f"{carla.name}, {gil.name}"):
        share_with_signers(either, [davi], by=bruno, at=now)
    share_with_signers(either, [carla], by=bruno, at=now)
    # She who is named can sign no more, so that the other one is needed again.
    change_panel_user(carla, without_signing(carla), by=bruno, at=now)
    with pytest.raises(ShareRefused, match=f": {gil.name}. "):
        share_with_signers(either, [carla, davi], by=bruno, at=now)


def test_a_copy_on_paper_stands_for_whoever_is_left_out(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, gil, requirement="either")
    offer = sent(draft, bruno, now)
    with pytest.raises(ShareRefused):
        share_with_signers(offer, [carla], by=bruno, at=now)
    key = "k" * 22
    upload_copy(contracts_of(offer).get(), [UploadedFile("via.jpg", photo())], key=key, origin=ORIGIN, by=carla, at=now)
    assert not share_with_signers(offer, [carla], by=bruno, at=now).shared_with_all


def test_a_signature_that_comes_before_the_lock_counts(
    sale: Proposal, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(proposal: Proposal) -> Proposal:
        monkeypatch.undo()
        signed(proposal, gil, at=now)
        return lock_sale(proposal)

    monkeypatch.setattr(sharing, "lock_sale", late)
    assert not share_with_signers(sale, [carla], by=bruno, at=now).shared_with_all


def test_once_somebody_else_is_in_her_place_nobody_waits_for_her(
    sale: Proposal, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    assert waiting_for(gil) == [contracts_of(sale).get()]
    davi.can_sign = True
    davi.save()
    deactivate_panel_user(gil, by=bruno, at=now)
    replace_signer(Signer.objects.get(panel_user=gil), davi, by=bruno, at=now)
    run_jobs(now)
    assert told() == [] and waiting_for(gil) == []
    assert Contract.objects.get(version=fresh(sale).shown).signers.count() == 3
