"""Which rule reminds a customer today: plain arithmetic over days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from aceite.kit.business_days import DaysOff, is_business_day, next_business_day


class Rule(StrEnum):
    """Why a customer is reminded."""

    BEFORE_END = "before_end"
    UNSEEN = "unseen"
    UNANSWERED = "unanswered"
    ENTRY_LATE = "entry_late"


@dataclass(frozen=True, slots=True)
class Rules:
    """What a company wants. Each rule is a number of days, 0 for never; hours are those of the company's zone, the last
    one excluded; `at_most` reminders go out for one version, whatever the rule."""

    on: bool = True
    before_end: int = 3
    unseen: int = 3
    unanswered: int = 4
    entry_late: int = 2
    at_most: int = 4
    from_hour: int = 8
    until_hour: int = 18
    business_days_only: bool = True

    def speaks_at(self, local: datetime, off: DaysOff) -> bool:
        """Whether mails may go out at that local time; the days `off` are no business days."""
        return self.from_hour <= local.hour < self.until_hour and self.speaks_on(local.date(), off)

    def speaks_on(self, day: date, off: DaysOff) -> bool:
        """Whether mails may go out on that day."""
        return not self.business_days_only or is_business_day(day, off)

    def next_day(self, day: date, off: DaysOff) -> date:
        """The first day after this one on which mails may go out."""
        following = day + timedelta(days=1)
        return next_business_day(following, off) if self.business_days_only else following


@dataclass(frozen=True, slots=True)
class Case:
    """How a sale stands that waits for its customer. `seen_on` is the first look at this version, `waits_since` when
    it began to wait for her, `last` the last reminder of any kind, `told` how many the rules sent of this version;
    `entry_due` is set when the down payment is all that is awaited."""

    ends_on: date | None
    sent_on: date
    waits_since: date
    seen_on: date | None = None
    last: date | None = None
    told: int = 0
    end_told: bool = False
    entry_due: date | None = None


def rule_for(rules: Rules, case: Case, today: date, next_day: date) -> Rule | None:
    """The rule by which this customer is reminded today; None when she is left in peace. `next_day` is the first day
    after today on which mails may go out: what would fall between is told today."""
    if not rules.on or case.told >= rules.at_most or case.last == today:
        return None
    if case.entry_due is not None:
        return Rule.ENTRY_LATE if _passed(rules.entry_late, case.entry_due, case, today) else None
    if _ends_soon(rules, case, today, next_day):
        return Rule.BEFORE_END
    if case.seen_on is None:
        since = max(case.sent_on, case.waits_since)
        return Rule.UNSEEN if _passed(rules.unseen, since, case, today) else None
    since = max(case.seen_on, case.waits_since)
    return Rule.UNANSWERED if _passed(rules.unanswered, since, case, today) else None


def _passed(days: int, since: date, case: Case, today: date) -> bool:
    counted_from = max(since, case.last) if case.last else since
    return days > 0 and (today - counted_from).days >= days


def _ends_soon(rules: Rules, case: Case, today: date, next_day: date) -> bool:
    if not rules.before_end or case.end_told or case.ends_on is None or case.sent_on >= today:
        return False
    return next_day > case.ends_on - timedelta(days=rules.before_end)
