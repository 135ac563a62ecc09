"""Handing the proposal on to who decides, and asking the vendor to let her in."""

from datetime import datetime, timedelta

import pytest

from aceite.core.customers.invitations import Disowned
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import AlreadyThere, PersonData, deactivate_panel_user
from aceite.core.notices.models import Notice
from aceite.core.people.limits import TooMany
from aceite.core.people.models import Member
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.sections import sections_of
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow, seen_by
from aceite.core.proposals.sharing import share_with
from aceite.core.sales.forwarding import NotADecider, forward
from aceite.core.sales.letting_in import AlreadyDecided, ask_to_let_in, let_in, refuse_to_let_in
from aceite.core.sales.models import AccessRequest
from aceite.core.sales.timeline import panel_timeline, timeline
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.outbound.mail.models import Delivery
from tests.jobs import run_jobs
from tests.walk import approved, fresh, sent_for

DAY = timedelta(days=1)
LIA = PersonData("Lia Reis", "lia@padaria.example", can_approve=True)


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime) -> Proposal:
    return sent_for(padaria, bruno, now)


def events(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_a_colleague_who_approves_is_told_once_a_day_and_the_vendor_sees_it(
    sale: Proposal, davi: PanelUser, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    assert [forward(sale, carla, "Cabe no orçamento.", by=davi, at=now) for _twice in range(2)] == [True, False]
    assert forward(sale, carla, by=davi, at=now + DAY)
    run_jobs(now)
    told = set(Delivery.objects.filter(event_kind="proposal.forwarded").values_list("letter", "reader_name"))
    assert told == {("forwarded", carla.name), ("seller_forwarded", bruno.name)}
    assert Notice.objects.filter(member=bruno, event_kind="proposal.forwarded").exists()
    rows = [row for row in panel_timeline(fresh(sale)) if row.kind == "proposal.forwarded"]
    assert [row.detail for row in rows] == [
        "versão 1 · para Carla Nogueira", "versão 1 · para Carla Nogueira · Cabe no orçamento."
    ]  # fmt: skip


def test_only_who_may_approve_sees_it_and_would_hear_of_it_is_a_way_out(
    sale: Proposal, davi: PanelUser, carla: PanelUser, gil: PanelUser, fabio: PanelUser, bruno: Member, now: datetime
) -> None:
    for wrong in (gil, davi, fabio):
        with pytest.raises(NotADecider):
            forward(sale, wrong, by=davi, at=now)
    with pytest.raises(NotAllowed):
        forward(sale, carla, by=fabio, at=now)
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=now)
    with pytest.raises(NotADecider):
        forward(sale, carla, by=davi, at=now)
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=None)
    share_with(sale, [davi], by=bruno, at=now)
    with pytest.raises(NotADecider):
        forward(fresh(sale), carla, by=davi, at=now)
    assert events("proposal.forwarded") == 0


def test_nothing_is_handed_on_once_it_was_answered_or_is_over(
    sale: Proposal, davi: PanelUser, carla: PanelUser, now: datetime
) -> None:
    with pytest.raises(NotNow):
        forward(sale, carla, by=davi, at=now + 90 * DAY)
    approved(sale, carla, now)
    with pytest.raises(NotNow):
        forward(fresh(sale), carla, by=davi, at=now)
    with pytest.raises(NotNow):
        ask_to_let_in(fresh(sale), LIA.name, LIA.email, by=davi, at=now)


def test_nobody_floods_the_vendor_nor_colleagues(sale: Proposal, davi: PanelUser, now: datetime) -> None:
    for number in range(5):
        ask_to_let_in(sale, "Lia", f"lia{number}@padaria.example", by=davi, at=now)
    assert ask_to_let_in(sale, "Lia", "LIA0@padaria.example ", by=davi, at=now).pk
    with pytest.raises(TooMany):
        ask_to_let_in(sale, "Lia", "lia9@padaria.example", by=davi, at=now)
    assert (AccessRequest.objects.count(), events("access.asked")) == (5, 5)
    for name, email in (("", LIA.email), ("Lia", "lia")):
        with pytest.raises(Unfit):
            ask_to_let_in(sale, name, email, by=davi, at=now)


def test_who_decides_is_let_in_to_what_few_see_by_one_mail(
    sale: Proposal, davi: PanelUser, carla: PanelUser, bruno: Member, iris: Member, eva: Member, now: datetime
) -> None:
    share_with(sale, [davi], by=bruno, at=now)
    asked = ask_to_let_in(fresh(sale), LIA.name, LIA.email, "É a diretora.", by=davi, at=now)
    run_jobs(now)
    for stranger in (iris, eva):
        with pytest.raises(NotAllowed):
            let_in(asked, LIA, by=stranger, at=now)
    lia = let_in(asked, LIA, by=bruno, at=now)
    assert let_in(asked, LIA, by=bruno, at=now) == lia
    assert lia.can_approve and seen_by(fresh(sale), lia) and not seen_by(fresh(sale), carla)
    with pytest.raises(AlreadyDecided):
        refuse_to_let_in(asked, "Não.", by=bruno, at=now)
    run_jobs(now)
    mails = Delivery.objects.filter(event_kind__in=("access.asked", "access.granted", "panel_user.invited"))
    assert set(mails.values_list("letter", "reader_name")) == {
        ("seller_access_asked", bruno.name), ("let_in", lia.name), ("access_granted", davi.name)
    }  # fmt: skip
    assert not {row.kind for row in panel_timeline(fresh(sale))} & {"access.asked", "access.granted"}
    assert "para Lia Reis" in {row.detail for row in timeline(fresh(sale))}


def test_whoever_has_the_address_already_gets_what_she_lacks(
    sale: Proposal, davi: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    deactivate_panel_user(gil, by=bruno, at=now)
    asked = ask_to_let_in(sale, "O Gil", gil.email, by=davi, at=now)
    given = PersonData(gil.name, gil.email, gil.cpf, can_sign=True, can_approve=True)
    with pytest.raises(AlreadyThere):
        let_in(asked, given, by=bruno, at=now)
    assert let_in(asked, given, known=gil, by=bruno, at=now) == gil
    gil.refresh_from_db()
    assert gil.deactivated_at is None and gil.can_approve and gil.can_sign
    PanelUser.objects.filter(pk=gil.pk).update(disowned_at=now)
    again = ask_to_let_in(sale, "O Gil", gil.email, by=davi, at=now)
    with pytest.raises(Disowned):
        let_in(again, given, known=gil, by=bruno, at=now)
    assert not AccessRequest.objects.get(pk=again.pk).decided_at


def test_a_refusal_says_why_to_who_asked_and_erasing_forgets_both(
    sale: Proposal, davi: PanelUser, carla: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    asked = ask_to_let_in(sale, LIA.name, LIA.email, by=davi, at=now)
    for _twice in range(2):
        assert refuse_to_let_in(asked, "Fale com a Carla.", by=bruno, at=now).refused
    with pytest.raises(AlreadyDecided):
        let_in(asked, LIA, by=bruno, at=now)
    run_jobs(now)
    assert Delivery.objects.get(event_kind="access.refused").reader_name == davi.name
    kept = {section.name: section.records for section in sections_of(Subject(davi))}
    assert LIA.email in str(kept["pedidos_de_acesso"]) and "Fale com a Carla." in str(kept["pedidos_de_acesso"])
    assert events("access.refused") == 1
    erase(Subject(davi), by=ana, at=now)
    assert not AccessRequest.objects.exists()
