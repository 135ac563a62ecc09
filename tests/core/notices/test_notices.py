"""Who is told of what, how, and that nobody is told of what she did herself."""

from datetime import datetime, time, timedelta
from decimal import Decimal

import pytest
from django.core import mail

from aceite.core.clearances.asking import ask_clearance
from aceite.core.clearances.deciding import give_clearance, refuse_clearance
from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.comments.writing import comment
from aceite.core.companies.models import Company
from aceite.core.contracts.models import Countersigner
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.notices.audience import AUDIENCES, audience_of
from aceite.core.notices.choosing import Choice, choose
from aceite.core.notices.kinds import WORDS, By, Kind
from aceite.core.notices.making import make_notices
from aceite.core.notices.models import Notice
from aceite.core.notices.reading import open_notice, read_all
from aceite.core.notices.sight import still_told
from aceite.core.notices.summing import sum_up
from aceite.core.notices.telling import grouped
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.people.standing_in import Away, plan_absence
from aceite.core.people.teams import deactivate_member
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.tickets.writing import Words, open_ticket, write_in
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed
from tests.jobs import run_jobs
from tests.outbound.mail.story import contract, happens, sale
from tests.walk import draft_for, fresh

DAY = timedelta(days=1)


@pytest.fixture
def offer(bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    return sale(bruno, carla.customer, now)


def told(event: Event, at: datetime) -> dict[str, str]:
    """Name → kind, with the absent colleague's name behind it."""
    return {
        one.member.name: str(one.kind) + (f" for {one.in_place_of.name}" if one.in_place_of else "")
        for one in audience_of(event, at=at)
    }


def mailed(at: datetime) -> set[str]:
    """The addresses mails go to when the worker runs at that time."""
    mail.outbox.clear()
    run_jobs(at)
    return {message.to[0].split("<")[1].rstrip(">") for message in mail.outbox}


def away(member: Member, stand_in: Member, at: datetime) -> None:
    today = at.astimezone(member.company.tz).date()
    plan_absence(member, Away(today, today + 7 * DAY, stand_in), by=member, at=at)


def test_every_event_that_makes_notices_has_words() -> None:
    assert set(WORDS) == set(AUDIENCES)


def test_the_seller_is_told_in_the_app_and_at_once_by_mail(
    offer: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    happens("proposal.viewed", offer, carla, now, version=1)
    assert mailed(now) == {"bruno@aurora.example"}
    line = grouped(Notice.objects.of(bruno))[0].lines[0]
    assert line.words == "Carla Nogueira abriu a proposta" and line.is_new
    assert not Notice.objects.of(marcos).exists()


def test_a_second_look_at_the_same_version_tells_nobody(offer: Proposal, carla: PanelUser, now: datetime) -> None:
    happens("proposal.viewed", offer, carla, now, version=1)
    assert told(happens("proposal.viewed", offer, carla, now, version=1), now) == {}


def test_an_event_told_twice_makes_no_second_notice(offer: Proposal, carla: PanelUser, now: datetime) -> None:
    event = happens("proposal.viewed", offer, carla, now, version=1)
    for _time in range(2):
        make_notices(event, at=now)
    assert Notice.objects.count() == 1


def test_what_she_chose_is_what_comes(offer: Proposal, bruno: Member, carla: PanelUser, now: datetime) -> None:
    choose(bruno, {Kind.VIEWED: Choice(in_app=False, by_mail=By.NEVER)})
    happens("proposal.viewed", offer, carla, now, version=1)
    assert mailed(now) == set() and not Notice.objects.of(bruno).exists()


def test_nobody_is_told_of_her_own_act(offer: Proposal, bruno: Member, marcos: Member, now: datetime) -> None:
    happens("proposal.reassigned", offer, bruno, now, to=bruno.pk)
    comment(offer, "Olhe, @Marcos.", key="k", by=bruno, at=now)
    assert mailed(now) == {"marcos@aurora.example"}
    assert not Notice.objects.of(bruno).exists()


def test_the_owners_are_told_when_the_seller_has_left(
    offer: Proposal, ana: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    deactivate_member(bruno, by=ana, at=now)
    assert told(happens("question.asked", offer, carla, now), now) == {"Ana": "question"}


def test_a_stand_in_is_told_too_and_says_for_whom(
    offer: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    away(bruno, marcos, now)
    event = happens("proposal.viewed", offer, carla, now, version=1)
    assert told(event, now) == {"Bruno": "viewed", "Marcos": "viewed for Bruno"}
    assert told(event, now + 9 * DAY) == {"Bruno": "viewed"}
    assert mailed(now) == {"bruno@aurora.example", "marcos@aurora.example"}
    assert "no lugar de Bruno, que está ausente" in next(m.body for m in mail.outbox if "marcos" in m.to[0])


def test_a_mention_comes_before_the_sellers_own_notice(
    offer: Proposal, bruno: Member, marcos: Member, ana: Member, now: datetime
) -> None:
    comment(offer, "Primeiro.", key="a", by=ana, at=now)
    comment(offer, "E você, @Bruno?", key="b", by=marcos, at=now)
    assert told(Event.objects.filter(kind="comment.added").latest("pk"), now) == {"Bruno": "mention", "Ana": "comment"}


def test_a_request_for_approval_reaches_a_stand_in_whose_yes_counts(
    padaria: Customer, bruno: Member, marcos: Member, ana: Member, iris: Member, now: datetime
) -> None:
    rule = RuleData("discount", Decimal(10), role=Role.SELLER, approver=marcos)
    save_rule(None, rule, company=padaria.company, by=ana, at=now)
    seller = Member.objects.create(
        company=padaria.company, name="Rui", email="rui@aurora.example", role=Role.SELLER, invited_at=now, joined_at=now
    )
    away(marcos, seller, now)
    cheap = draft_for(padaria, bruno, now, discount_kind="percent", discount_value=Decimal(15))
    asked = ask_clearance(cheap, note="", revision=current_of(fresh(cheap)).revision, by=bruno, at=now)
    event = Event.objects.get(kind="clearance.asked")
    assert told(event, now) == {"Ana": "clearance", "Marcos": "clearance", "Rui": "clearance for Marcos"}
    with pytest.raises(NotAllowed):
        give_clearance(asked, answer="", by=seller, at=now + 9 * DAY)
    assert give_clearance(asked, answer="", by=seller, at=now).decided_by == seller
    assert Event.objects.get(kind="clearance.given").data["in_place_of"] == marcos.pk


@pytest.mark.parametrize("sells", [True, False])
def test_a_lent_right_is_good_for_nothing_of_ones_own(
    padaria: Customer, bruno: Member, marcos: Member, ana: Member, now: datetime, *, sells: bool
) -> None:
    save_rule(None, RuleData("discount", Decimal(10)), company=padaria.company, by=ana, at=now)
    away(marcos, bruno, now)
    by = bruno
    if sells:
        by = Member.objects.create(
            company=padaria.company,
            name="Rui",
            email="r@aurora.example",
            role=Role.SELLER,
            invited_at=now,
            joined_at=now,
        )
    cheap = draft_for(padaria, bruno, now, discount_kind="percent", discount_value=Decimal(15))
    asked = ask_clearance(cheap, note="", revision=current_of(fresh(cheap)).revision, by=by, at=now)
    with pytest.raises(NotAllowed):
        give_clearance(asked, answer="", by=bruno, at=now)
    assert "Bruno" not in told(Event.objects.get(kind="clearance.asked"), now)


def test_nobody_is_told_of_a_sale_she_may_not_see(
    offer: Proposal, bruno: Member, marcos: Member, ana: Member, now: datetime
) -> None:
    Proposal.objects.update(seller=marcos)
    comment(offer, "@Bruno, você viu?", key="k", by=ana, at=now)
    event = Event.objects.latest("pk")
    assert told(event, now) == {"Bruno": "mention", "Marcos": "comment"}
    Company.objects.update(sellers_see_all=False)
    assert told(event, now) == {"Marcos": "comment"}
    away(marcos, bruno, now)
    assert told(event, now) == {"Bruno": "mention", "Marcos": "comment"}


def test_whoever_signs_the_sale_for_the_company_is_told_of_mentions_and_answers(
    offer: Proposal, bruno: Member, marcos: Member, ana: Member, now: datetime
) -> None:
    Proposal.objects.update(seller=marcos)
    Company.objects.update(sellers_see_all=False)
    signs = Countersigner.objects.create(company=offer.company, contract=contract(offer, now), member=bruno)
    comment(offer, "@Bruno, pode assinar?", key="a", by=ana, at=now)
    asked = Event.objects.latest("pk")
    comment(offer, "Amanhã.", key="b", by=bruno, at=now)
    comment(offer, "Está bem.", key="c", by=ana, at=now)
    answered = Event.objects.latest("pk")
    assert told(asked, now) == {"Bruno": "mention", "Marcos": "comment"}
    assert told(answered, now) == {"Bruno": "comment", "Marcos": "comment"}
    signs.replaced_at = now
    signs.save()
    assert told(asked, now) == told(answered, now) == {"Marcos": "comment"}


def test_the_end_of_a_contract_is_told_to_the_seller_where_whoever_it_names_does_not_see_the_sale(
    offer: Proposal, bruno: Member, marcos: Member, ana: Member, now: datetime
) -> None:
    Proposal.objects.update(seller=marcos)
    ends = happens("agreement.ending", offer, System(offer.company_id), now, tell=bruno.pk)
    assert told(ends, now) == {"Bruno": "agreement"}
    Company.objects.update(sellers_see_all=False)
    assert told(ends, now) == {"Marcos": "agreement"}
    Proposal.objects.update(seller=bruno)
    assert told(ends, now) == {"Bruno": "agreement"}


def test_a_thread_tells_the_seller_then_whoever_answers_it(
    offer: Proposal, bruno: Member, marcos: Member, ana: Member, carla: PanelUser, now: datetime
) -> None:
    ticket = open_ticket("Entrega", Words("Quando?", "a"), about=offer, by=carla, at=now)
    assert told(Event.objects.latest("pk"), now) == {"Bruno": "ticket"}
    write_in(ticket, Words("Segunda.", "b"), by=marcos, at=now)
    assert told(Event.objects.latest("pk"), now) == {}
    assert "carla@padaria.example" in mailed(now)
    write_in(ticket, Words("Cedo?", "c"), by=carla, at=now)
    assert told(Event.objects.latest("pk"), now) == {"Bruno": "ticket", "Marcos": "ticket"}


def test_a_thread_about_no_sale_tells_owners_and_managers(
    bruno: Member, marcos: Member, ana: Member, iris: Member, carla: PanelUser, now: datetime
) -> None:
    open_ticket("Boleto", Words("Qual?", "a"), about=None, by=carla, at=now)
    assert told(Event.objects.latest("pk"), now) == {"Ana": "ticket", "Marcos": "ticket"}


def test_opening_one_reads_all_about_the_same_sale(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    for kind in ("proposal.viewed", "question.asked"):
        make_notices(happens(kind, offer, carla, now, version=1), at=now)
    make_notices(happens("proposal.viewed", offer, carla, now, version=2), at=now)
    assert open_notice(Notice.objects.of(bruno)[0], by=bruno, at=now) == 3
    assert read_all(by=bruno, at=now) == 0


def test_the_summary_comes_once_each_morning_with_what_was_not_read(
    offer: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    choose(bruno, {Kind.VIEWED: Choice(True, By.DAILY), Kind.QUESTION: Choice(True, By.DAILY)})
    make_notices(happens("proposal.viewed", offer, carla, now, version=1), at=now)
    by = System(offer.company_id)
    assert sum_up(offer.company, by=by, at=now) is None
    morning = datetime.combine((now + DAY).date(), time(7), tzinfo=offer.company.tz)
    assert sum_up(offer.company, by=by, at=morning - timedelta(minutes=1)) is None
    assert sum_up(offer.company, by=by, at=morning) is not None
    assert mailed(morning) == {"bruno@aurora.example"}
    assert "Carla Nogueira abriu a proposta" in mail.outbox[0].body and "2026-0014" in mail.outbox[0].body
    assert sum_up(offer.company, by=by, at=morning + DAY) is None


def test_a_summary_says_nothing_of_what_was_read_meanwhile(
    offer: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    choose(bruno, {Kind.VIEWED: Choice(True, By.DAILY)})
    make_notices(happens("proposal.viewed", offer, carla, now, version=1), at=now)
    read_all(by=bruno, at=now)
    sum_up(offer.company, by=System(offer.company_id), at=now + DAY)
    assert mailed(now + DAY) == set()


def test_a_notice_goes_out_of_sight_with_its_sale(
    offer: Proposal, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    Company.objects.update(sellers_see_all=False)
    choose(bruno, {Kind.VIEWED: Choice(True, By.DAILY)})
    make_notices(happens("proposal.viewed", offer, carla, now, version=1), at=now)
    open_ticket("Nota", Words("Onde?", "a"), about=None, by=carla, at=now)
    seller = Member.objects.get(pk=bruno.pk)
    told = Notice.objects.of(seller)
    assert told.filter(still_told(seller, at=now)).count() == 1
    Proposal.objects.update(seller=marcos)
    assert not told.filter(still_told(seller, at=now)).exists()
    assert sum_up(offer.company, by=System(offer.company_id), at=now + DAY) is not None
    assert "bruno@aurora.example" not in mailed(now + DAY)


def test_a_request_stays_told_to_whoever_is_to_answer_it(
    padaria: Customer, bruno: Member, marcos: Member, ana: Member, now: datetime
) -> None:
    Company.objects.update(sellers_see_all=False)
    save_rule(None, RuleData("total", Decimal(1), approver=bruno), company=padaria.company, by=ana, at=now)
    draft = draft_for(padaria, marcos, now)
    asked = ask_clearance(draft, note="", revision=current_of(draft).revision, by=marcos, at=now)
    make_notices(Event.objects.get(kind="clearance.asked"), at=now)
    seller = Member.objects.get(pk=bruno.pk)
    told = Notice.objects.of(seller).filter
    assert told(still_told(seller, at=now)).count() == 1
    refuse_clearance(asked, answer="Não.", by=seller, at=now)
    assert not told(still_told(seller, at=now)).exists()


def test_of_a_member_erased_no_notice_is_left(
    offer: Proposal, bruno: Member, ana: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    event = happens("proposal.reassigned", offer, ana, now, to=marcos.pk)
    Proposal.objects.update(seller=marcos)
    make_notices(event, at=now)
    assert Notice.objects.of(marcos).exists()
    Proposal.objects.update(seller=bruno)
    deactivate_member(marcos, by=ana, at=now)
    erase(Subject(marcos), by=ana, at=now)
    assert not Notice.objects.exists()
