"""One page for one act on a sale: what it does, what it asks for, one button; a dialog where scripts run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import TypeVar

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.proposals.models import Proposal
from aceite.core.sales.moves import moves_for
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import attempt, form_page
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.places import go, place, sale_of

F = TypeVar("F", bound=OfficeForm)
_View = Callable[[OfficeRequest, Proposal], HttpResponse]


@dataclass(frozen=True)
class Act:
    """The words of an act's page; `done` is told after it, `warning` stands above the form. `aside` is the label of
    another way out, posted as `do=keep`."""

    title: str
    button: str
    done: str
    lead: str = ""
    warning: str = ""
    busy: str = ""
    danger: bool = False
    aside: str = ""


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


def moves_of(request: OfficeRequest, sale: Proposal, at: datetime) -> frozenset[str]:
    """What this member can do with the sale now; of one in which she is only named to sign, nothing but that."""
    moves = moves_for(sale, by=request.scope.member, at=at)
    return moves if request.scope.may_change(sale) else moves & {"contract.countersign"}


def act_on(verb: str, *, in_any_state: bool = False) -> Callable[[_View], Callable[..., HttpResponseBase]]:
    """The page of one act on the sale of the address; turned away while the state of the sale allows no such act.

    A form left open while the state changed still reaches the verb, which says in its own sentence why not.
    """

    def decorate(view: _View) -> Callable[..., HttpResponseBase]:
        @require_http_methods(["GET", "HEAD", "POST"])
        @office(verb)
        @wraps(view)
        def page(request: OfficeRequest, number: str) -> HttpResponse:
            sale = sale_of(request, number)
            looking = request.method != "POST" and not in_any_state
            if looking and verb not in moves_of(request, sale, timezone.now()):
                return not_now(request, sale)
            return view(request, sale)

        return page

    return decorate
