"""When customers are reminded: the company's rules, and who would be reminded today."""

from itertools import islice
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.reminders.finding import Due, due_now
from aceite.core.reminders.models import LABELS, rules_of
from aceite.core.reminders.ruling import save_rules
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, form_page, typed
from aceite.faces.office.forms.reminders import RemindersForm
from aceite.faces.office.places import go

SHOWN: Final = 50


@require_http_methods(["GET", "HEAD", "POST"])
@office("reminder.rule")
def reminders(request: OfficeRequest) -> HttpResponse:
    """The form of the rules, and beside it whom they would write to today."""
    scope, at = request.scope, timezone.now()
    rules = rules_of(scope.company.pk)
    form = RemindersForm(typed(request), initial=RemindersForm.of(rules))
    if form.is_valid() and accepted(
        form, lambda: save_rules(scope.company, form.given(), by=scope.member, at=at), field="at_most"
    ):
        messages.success(request, _("Regras de lembrete salvas. Valem a partir de agora."))
        return go(request, "reminders")
    due = list(islice(due_now(scope.company, at=at), SHOWN + 1))
    local = at.astimezone(scope.company.tz)
    return form_page(
        request, "office/reminders/reminders.html", form, rules=rules, more=len(due) > SHOWN,
        due=[_worded(one) for one in due[:SHOWN]],
        silent=not rules.speaks_on(local.date(), scope.company.days_off), over=local.hour >= rules.until_hour,
    )  # fmt: skip


def _worded(due: Due) -> dict[str, object]:
    return {"sale": due.proposal, "why": LABELS[due.rule], "people": ", ".join(due.people)}
