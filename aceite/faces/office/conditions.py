"""The conditions of payment a company offers: their list, each with an example, and the form of one."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.conditions.actions import (
    adopt_usual,
    archive_condition,
    restore_condition,
    save_condition,
    usual_conditions,
)
from aceite.core.conditions.models import PaymentCondition
from aceite.core.conditions.usual import Condition
from aceite.core.proposals.pricing import BadPrice, Payment, adjusted, plan_by
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.conditions import ConditionForm
from aceite.faces.office.listing import chosen

EXAMPLE: Final = Decimal(1000)
_SHOWN: Final = 4


@dataclass(frozen=True)
class Offered:
    """A condition with the payments it would make today; `key` is how a form names it."""

    key: str
    condition: Condition
    row: PaymentCondition | None
    payments: list[Payment]

    @property
    def shown(self) -> list[Payment]:
        """The first payments of the example."""
        return self.payments[:_SHOWN]

    @property
    def more(self) -> int:
        """How many payments the example leaves out."""
        return max(0, len(self.payments) - _SHOWN)


def offered(request: OfficeRequest) -> dict[str, Condition]:
    """What the editor offers, by key: the company's conditions, or the usual ones while it has none of its own."""
    rows = list(request.scope.conditions)
    if rows:
        return {str(row.pk): row.condition for row in rows if row.active}
    return {f"usual-{n}": usual for n, usual in enumerate(usual_conditions(request.scope.company))}


@require_safe
@office("condition.edit")
def conditions(request: OfficeRequest) -> HttpResponse:
    """The list; while nothing was written yet, the usual ones."""
    archived = bool(chosen(request, "situacao", {"arquivados"}))
    rows = list(request.scope.conditions)
    today = timezone.localdate(timezone=request.scope.company.tz)
    if rows:
        shown = [_example(str(row.pk), row.condition, row, request, today) for row in rows if row.active != archived]
    else:
        shown = [_example(key, usual, None, request, today) for key, usual in offered(request).items()]
    context = {
        "shown": shown, "own": bool(rows), "archived": archived, "example": EXAMPLE,
        "any_archived": any(not row.active for row in rows),
    }  # fmt: skip
    return render(request, "office/conditions/list.html", context)


@require_POST
@office("condition.edit")
def usual(request: OfficeRequest) -> HttpResponse:
    """Makes the usual conditions the company's own."""
    scope = request.scope
    words = _("Agora as condições usuais são suas: ajuste, arquive ou acrescente.")
    done(request, lambda: adopt_usual(scope.company, by=scope.member, at=timezone.now()), words)
    return redirect("office:conditions", scope.company.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@office("condition.edit")
def new_condition(request: OfficeRequest) -> HttpResponse:
    """A form for one more condition."""
    return _form(request, ConditionForm(typed(request)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("condition.edit")
def edit_condition(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one condition; proposals that used it stay as they are."""
    row = found(request.scope.conditions, pk)
    return _form(request, ConditionForm(typed(request), initial=ConditionForm.of(row.condition)), row)


@require_POST
@office("condition.edit")
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers a condition no longer."""
    row = found(request.scope.conditions, pk)
    done(request, lambda: archive_condition(row, by=request.scope.member, at=timezone.now()), _("Condição arquivada."))
    return redirect("office:conditions", request.scope.company.slug)


@require_POST
@office("condition.edit")
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers an archived condition again."""
    row = found(request.scope.conditions, pk)
    words = _("Condição de volta à lista.")
    done(request, lambda: restore_condition(row, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:conditions", request.scope.company.slug)


def _form(request: OfficeRequest, form: ConditionForm, row: PaymentCondition | None) -> HttpResponse:
    scope = request.scope
    if form.is_valid() and accepted(
        form, lambda: save_condition(row, form.given(), company=scope.company, by=scope.member, at=timezone.now())
    ):
        messages.success(request, _("Condição salva."))
        return redirect("office:conditions", scope.company.slug)
    return form_page(request, "office/conditions/form.html", form, row=row)


def _example(
    key: str, condition: Condition, row: PaymentCondition | None, request: OfficeRequest, today: date
) -> Offered:
    total = EXAMPLE + adjusted(EXAMPLE, condition.terms.rate)
    try:
        payments = plan_by(condition.terms, total, today, request.scope.company.days_off)
    except BadPrice:
        # A down payment in reais may be more than the example is worth.
        payments = []
    return Offered(key, condition, row, payments)
