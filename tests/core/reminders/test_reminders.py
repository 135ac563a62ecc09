"""Customers are reminded by the company's rules: never twice, never at night, never once they acted."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from hypothesis import given, settings
from hypothesis import strategies as st

from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.reminders.finding import due_now
from aceite.core.reminders.models import Reminder
from aceite.core.reminders.rules import Case, Rule, Rules, rule_for
from aceite.core.reminders.ruling import save_rules
from aceite.core.reminders.sending import remind_by_rule
from aceite.core.reminders.tasks import watch_customers
from aceite.core.sales.extending import extend
from aceite.core.sales.viewing import record_view
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.business_days import NATIONAL, DaysOff
from tests.jobs import run_jobs
from tests.walk import approved, fresh, sent_for

DAY = timedelta(days=1)
TUESDAY = date(2026, 11, 24)
WAITING = Case(ends_on=TUESDAY + 30 * DAY, sent_on=TUESDAY, waits_since=TUESDAY)


def by(case: Case, days: int, rules: Rules = Rules()) -> Rule | None:  # noqa: B008 (frozen)
    """The rule that speaks so many days later, the next day being one on which mails go out."""
    today = TUESDAY + days * DAY
    return rule_for(rules, case, today, today + DAY)


def test_who_has_not_looked_is_reminded_after_so_many_days_and_again_after_as_many() -> None:
    assert [by(WAITING, days) for days in (1, 2, 3)] == [None, None, Rule.UNSEEN]
    again = replace(WAITING, last=TUESDAY + 3 * DAY, told=1)
    assert [by(again, days) for days in (3, 5, 6)] == [None, None, Rule.UNSEEN]


def test_who_looked_and_says_nothing_is_asked_later() -> None:
    seen = replace(WAITING, seen_on=TUESDAY + DAY)
    assert [by(seen, days) for days in (4, 5)] == [None, Rule.UNANSWERED]


def test_the_end_comes_before_everything_and_once() -> None:
    ending = replace(WAITING, ends_on=TUESDAY + 6 * DAY)
    assert [by(ending, days) for days in (2, 3)] == [None, Rule.BEFORE_END]
    assert by(replace(ending, end_told=True, last=TUESDAY + 2 * DAY), 4) is None


def test_what_would_fall_on_a_day_without_mails_is_told_before_it() -> None:
    ending = replace(WAITING, ends_on=TUESDAY + 7 * DAY, seen_on=TUESDAY + 3 * DAY)
    friday, monday = TUESDAY + 3 * DAY, TUESDAY + 6 * DAY
    assert rule_for(Rules(), ending, friday, friday + DAY) is None
    assert rule_for(Rules(), ending, friday, monday) is Rule.BEFORE_END


def test_a_late_down_payment_is_asked_for() -> None:
    owing = Case(None, TUESDAY, TUESDAY, entry_due=TUESDAY)
    assert [by(owing, days) for days in (1, 2)] == [None, Rule.ENTRY_LATE]


@settings(max_examples=60, deadline=None)
@given(
    days=st.integers(0, 60), told=st.integers(0, 9), last=st.one_of(st.none(), st.integers(0, 60)), off=st.booleans()
)
def test_switched_off_over_the_limit_or_reminded_today_nobody_is_written_to(
    days: int, told: int, last: int | None, *, off: bool
) -> None:
    case = replace(WAITING, told=told, last=None if last is None else TUESDAY + last * DAY)
    spoken = by(case, days, Rules(on=not off))
    if off or told >= Rules().at_most or last == days:
        assert spoken is None


def test_nobody_is_disturbed_at_night_on_weekends_or_holidays() -> None:
    rules, noon = Rules(), datetime(2026, 11, 24, 12, tzinfo=UTC)
    assert rules.speaks_at(noon, NATIONAL) and not rules.speaks_at(noon.replace(hour=18), NATIONAL)
    assert not rules.speaks_at(noon.replace(hour=7), NATIONAL) and not rules.speaks_at(noon.replace(day=28), NATIONAL)
    # Consciência Negra, national since Lei 14.759/2023; 9 July is São Paulo's.
    assert not rules.speaks_at(noon.replace(day=20), NATIONAL)
    july = datetime(2026, 7, 9, 12, tzinfo=UTC)
    assert rules.speaks_at(july, NATIONAL) and not rules.speaks_at(july, DaysOff("SP"))
    assert Rules(business_days_only=False).speaks_at(noon.replace(day=28), NATIONAL)


def test_a_day_on_which_the_company_rests_disturbs_nobody(proposal: Proposal, now: datetime) -> None:
    due = now + 3 * DAY
    assert [one.rule for one in due_now(proposal.company, at=due)] == [Rule.UNSEEN]
    Company.objects.update(own_holidays=f"{due:%d/%m} Aniversário da cidade")
    assert list(due_now(Company.objects.get(pk=proposal.company_id), at=due)) == []


@pytest.fixture
def proposal(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Sent on Tuesday 24 November, valid until 9 December."""
    return sent_for(padaria, bruno, now)


def swept(at: datetime) -> list[str]:
    """What the schedule records when it runs twice at this moment."""
    before = Event.objects.count()
    with time_machine.travel(at, tick=False):
        for _time in range(2):
            watch_customers.enqueue()
            run_jobs(at=at)
    told = Event.objects.order_by("pk").values_list("kind", flat=True)[before:]
    return [kind for kind in told if "remind" in kind]


@pytest.mark.django_db
def test_the_schedule_reminds_once_a_day_until_she_acts(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    run_jobs(now)
    assert swept(now + 2 * DAY) == []
    assert swept(now + 3 * DAY) == ["reminder.sent"]
    assert mail.outbox[-1].to == ["Carla Nogueira <carla@padaria.example>"]
    assert swept(now + 3 * DAY) == swept(now + 4 * DAY) == []
    # Saturday and Sunday pass in silence.
    assert swept(now + 6 * DAY) == ["reminder.sent"]
    approved(proposal, carla, now + 6 * DAY)
    assert swept(now + 13 * DAY) == []
    assert Reminder.objects.count() == 2


@pytest.mark.django_db
def test_before_the_end_all_who_see_it_are_told_once_and_again_after_an_extension(
    proposal: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    record_view(fresh(proposal), by=carla, at=now + 12 * DAY)
    assert swept(now + 13 * DAY) == ["proposal.reminded"]
    assert swept(now + 14 * DAY) == []
    extend(proposal, valid_until=(now + 30 * DAY).date(), by=bruno, at=now + 14 * DAY)
    assert swept(now + 28 * DAY) == ["proposal.reminded"]


@pytest.mark.django_db
def test_while_the_vendor_has_to_act_nobody_is_reminded(proposal: Proposal, carla: PanelUser, now: datetime) -> None:
    ask(proposal, "220 V?", by=carla, at=now)
    assert swept(now + 6 * DAY) == swept(now + 14 * DAY) == []


@pytest.mark.django_db
def test_the_preview_names_whom_the_schedule_would_write_to(
    proposal: Proposal, aurora: Company, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    assert list(due_now(aurora, at=now)) == []
    found = list(due_now(aurora, at=now + 3 * DAY))
    assert [(due.proposal, due.rule, due.people) for due in found] == [(proposal, Rule.UNSEEN, ("Carla Nogueira",))]


@pytest.mark.django_db
def test_two_workers_at_once_remind_once(proposal: Proposal, now: datetime) -> None:
    at, system = now + 3 * DAY, System(proposal.company_id)
    assert remind_by_rule(proposal, by=system, at=at) is not None
    assert remind_by_rule(proposal, by=system, at=at) is None


@pytest.mark.django_db
def test_the_owner_switches_it_off(proposal: Proposal, aurora: Company, ana: Member, now: datetime) -> None:
    save_rules(aurora, Rules(on=False), by=ana, at=now)
    assert swept(now + 6 * DAY) == [] and list(due_now(aurora, at=now + 6 * DAY)) == []
    assert Event.objects.filter(kind="reminder_rules.saved").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"unseen": 61}, {"at_most": 0}, {"from_hour": 18, "until_hour": 9}, {"until_hour": 25}]
)
def test_rules_nobody_could_mean_are_refused(
    aurora: Company, ana: Member, now: datetime, wrong: dict[str, int]
) -> None:
    with pytest.raises(Unfit):
        save_rules(aurora, replace(Rules(), **wrong), by=ana, at=now)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_sellers_and_strangers_change_no_rule_and_only_the_clock_reminds_by_one(
    proposal: Proposal, aurora: Company, bruno: Member, eva: Member, now: datetime
) -> None:
    for other in (bruno, eva):
        with pytest.raises(NotAllowed):
            save_rules(aurora, Rules(on=False), by=other, at=now)
        with pytest.raises(NotAllowed):
            remind_by_rule(proposal, by=other, at=now + 3 * DAY)
