"""One page for one act on a sale: what it does, what it asks for, one button; a dialog where scripts run."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.answers import attempt, form_page
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.places import go, place

F = TypeVar("F", bound=OfficeForm)


@dataclass(frozen=True)
class Act:
    """The words of an act's page; `done` is told after it, `warning` stands above the form."""

    title: str
    button: str
    done: str
    lead: str = ""
    warning: str = ""
    busy: str = ""
    danger: bool = False


def act_page(request: OfficeRequest, sale: Proposal, act: Act, form: F, verb: Callable[[F], object]) -> HttpResponse:
    """Show the act's page, or do it and go back to the sale; a refusal stands on the form with what was typed."""
    if request.method == "POST" and form.is_valid():
        outcome: list[object] = []
        attempt(form, lambda: outcome.append(verb(form)))
        if outcome:
            messages.success(request, act.done)
            target = outcome[0]
            return HttpResponseRedirect(target) if isinstance(target, str) else go(request, "sale", sale.number)
    return form_page(
        request, "office/sales/act.html", form, act=act, sale=sale, back_url=place(request, "sale", sale.number)
    )


def not_now(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    """Tell that an act was possible once and is no more, back on the sale's page."""
    messages.warning(request, _("A situação desta venda mudou e isso não pode mais ser feito. Nada foi alterado."))
    return go(request, "sale", sale.number)
