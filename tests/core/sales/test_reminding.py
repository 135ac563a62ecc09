"""The customer is asked once more: only those who can act, only while they can, and once a day."""

from datetime import datetime, timedelta

import pytest
from django.core import mail

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.proposals.questions import ask
from aceite.core.proposals.sharing import share_with
from aceite.core.sales.reminding import AskedAlready, NobodyToAsk, NothingToAsk, remind
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.jobs import run_jobs
from tests.walk import approved, draft_for, fresh, sent, sent_for, signed, with_contract


def asked(sale: Proposal, by: Member | System, at: datetime) -> list[str]:
    """Whom a reminder's mails reach."""
    run_jobs(at=at)
    mail.outbox.clear()
    remind(fresh(sale), by=by, at=at)
    run_jobs(at=at)
    return sorted(letter.to[0] for letter in mail.outbox)


def test_those_who_have_to_act_are_asked_and_nobody_else(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, davi: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, gil)
    sale = sent(draft, bruno, now)
    signed(sale, carla, at=now)
    assert asked(sale, bruno, now) == ["Gil Prado <gil@padaria.example>"]
    assert "Fornecimento" in mail.outbox[0].body and "Ler e assinar" in mail.outbox[0].body
    signed(sale, gil, at=now)
    assert asked(sale, bruno, now + timedelta(days=1)) == ["Carla Nogueira <carla@padaria.example>"]


def test_not_twice_within_a_day(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    sale = sent_for(padaria, bruno, now)
    remind(sale, by=bruno, at=now)
    with pytest.raises(AskedAlready, match="24/11/2026, às 12:00"):
        remind(sale, by=System(sale.company_id), at=now + timedelta(hours=23))
    remind(sale, by=bruno, at=now + timedelta(hours=24))
    assert Event.objects.filter(kind="reminder.sent").count() == 2


def test_what_does_not_wait_for_the_customer_asks_nothing(
    padaria: Customer, bruno: Member, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    for stranger in (iris, eva):
        with pytest.raises(NotAllowed):
            remind(sale, by=stranger, at=now)
    with pytest.raises(NotNow):
        remind(draft_for(padaria, bruno, now), by=bruno, at=now)
    with pytest.raises(NotNow):
        remind(sale, by=bruno, at=now + timedelta(days=60))
    ask(fresh(sale), "E o frete?", by=carla, at=now)
    with pytest.raises(NothingToAsk):
        remind(sale, by=bruno, at=now)
    approved(sale, carla, now)
    with pytest.raises(NothingToAsk):
        remind(sale, by=bruno, at=now)


def test_whoever_does_not_see_the_sale_hears_nothing_of_it(
    padaria: Customer, bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    share_with(sale, [davi], by=bruno, at=now)
    with pytest.raises(NobodyToAsk):
        remind(fresh(sale), by=bruno, at=now)


def test_nobody_is_asked_at_an_address_that_a_stranger_reads(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, gil)
    sale = sent(draft, bruno, now)
    PanelUser.objects.filter(pk=gil.pk).update(joined_at=None, disowned_at=now)
    assert asked(sale, bruno, now) == ["Carla Nogueira <carla@padaria.example>"]
    assert Event.objects.get(kind="reminder.sent").data["people"] == [carla.pk]
    signed(sale, carla, at=now)
    with pytest.raises(NobodyToAsk):
        remind(fresh(sale), by=bruno, at=now + timedelta(days=1))
    offer = sent_for(padaria, bruno, now)
    PanelUser.objects.filter(pk=carla.pk).update(joined_at=None, disowned_at=now)
    with pytest.raises(NobodyToAsk):
        remind(offer, by=bruno, at=now)


def test_a_reminder_is_silent_once_the_customer_has_acted(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    run_jobs(at=now)
    mail.outbox.clear()
    remind(sale, by=bruno, at=now)
    approved(sale, carla, now)
    run_jobs(at=now)
    assert not any("Lembrete" in letter.subject for letter in mail.outbox)


def test_a_refused_copy_is_asked_for_again_after_the_approval(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    draft = draft_for(padaria, bruno, now)
    with_contract(draft, bruno, now, carla, requirement="manual")
    sale = sent(draft, bruno, now)
    assert asked(sale, bruno, now) == ["Carla Nogueira <carla@padaria.example>", "Gil Prado <gil@padaria.example>"]
    assert "via assinada" in mail.outbox[0].body
