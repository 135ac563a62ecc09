"""The company says when its customers are reminded."""

from dataclasses import asdict
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.reminders.models import ReminderRules, rules_of
from aceite.core.reminders.rules import Rules
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit

LONGEST: Final = 60
MOST: Final = 20


def save_rules(company: Company, rules: Rules, *, by: Actor, at: datetime) -> Rules:
    """These rules hold from now on; the same twice is harmless. Raises NotAllowed, Unfit."""
    if by.company_id != company.pk or not by.may("reminder.rule"):
        raise NotAllowed
    _fit(rules)
    with transaction.atomic():
        # The lock is on the company's row: a company has one set of rules.
        Company.objects.select_for_update().get(pk=company.pk)
        if rules_of(company.pk) != rules:
            ReminderRules.objects.update_or_create(company=company, defaults=asdict(rules))
            record("reminder_rules.saved", by=by, at=at, data=asdict(rules))
    return rules


def _fit(rules: Rules) -> None:
    for name in ("before_end", "unseen", "unanswered", "entry_late"):
        if not 0 <= getattr(rules, name) <= LONGEST:
            raise Unfit(name, _("Use de 0 (nunca) a %(limit)s dias.") % {"limit": LONGEST})
    if not 1 <= rules.at_most <= MOST:
        raise Unfit("at_most", _("Use de 1 a %(limit)s lembretes.") % {"limit": MOST})
    if not 0 <= rules.from_hour < rules.until_hour <= 24:
        raise Unfit("until_hour", _("A última hora vem depois da primeira."))
