"""Lists of proposals, contracts and orders, with filters whose state stands in the address."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Self

from django.core.paginator import Paginator
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from aceite.core.contracts.models import Contract, ContractQuerySet
from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.receivables.models import Receivable
from aceite.core.sales.models import Order
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.in_force import standings
from aceite.faces.panel.reading import contract_state
from aceite.faces.panel.rows import plan_words, rows, with_sent
from aceite.kit.text import unaccented

PER_PAGE: Final = 20
STATES: Final = (
    (State.SENT, _("Para responder")),
    (State.APPROVED, _("Aprovadas")),
    (State.ORDER, _("Pedidos")),
    (State.EXPIRED, _("Vencidas")),
    (State.DECLINED, _("Recusadas")),
    (State.RESCINDED, _("Desistências")),
    (State.SUPERSEDED, _("Substituídas")),
    (State.CANCELLED, _("Canceladas")),
)
SIGNINGS: Final = (("assinar", _("Para eu assinar")), ("assinados", _("Assinados")), ("pendentes", _("Pendentes")))


@require_safe
@panel()
def proposals(request: PanelRequest) -> HttpResponse:
    """All proposals of this customer that this person may see."""
    scope, at = request.scope, timezone.now()
    sales = _matching(request, with_sent(scope.proposals))
    state = request.GET.get("situacao", "")
    if state in {one.value for one, _words in STATES}:
        sales = sales.in_state(State(state), at)
    page = page_of(request, sales)
    found = rows(scope, page.object_list, at=at)
    context = {"page": page, "rows": found, "states": STATES, "filtered": bool(request.GET)}
    return render(request, "panel/proposals.html", context)


@require_safe
@panel()
def contracts(request: PanelRequest) -> HttpResponse:
    """All contracts of the proposals this person may see."""
    scope, at = request.scope, timezone.now()
    if not scope.company.uses_contracts:
        raise Http404
    found = _signing(request, scope.contracts.frozen()).select_related("version__proposal")
    text = request.GET.get("q", "").strip()
    if text:
        found = found.matching(unaccented(text))
    related = found.order_by("-frozen_at", "position").prefetch_related(
        Prefetch("signers", scope.signers), Prefetch("copies", scope.copies)
    )
    page = page_of(request, related)
    holding = [one for one in standings(scope.agreements, at, scope.company) if not one.is_over]
    context = {
        "page": page,
        "in_force": [] if request.GET else holding,
        "rows": [(one, contract_state(one, goes_on=_goes_on(one, at))) for one in page.object_list],
        "signings": SIGNINGS,
        "filtered": bool(request.GET),
    }
    return render(request, "panel/contracts.html", context)


@dataclass(frozen=True)
class OrderRow:
    """One order in the list: where its payments stand, told by the one that falls due next."""

    order: Order
    due: Receivable | None
    state: str
    plan: str = ""

    @classmethod
    def of(cls, order: Order, today: date) -> Self:
        """The order with the first of what is still to come; its plan in words until the worker has come by."""
        owed = list(order.proposal.receivables.all())
        to_come = [row for row in owed if row.rest]
        due = min(to_come, key=lambda row: (row.due_on, row.number), default=None)
        if order.proposal.state == State.RESCINDED:
            return cls(order, None, State.RESCINDED.value)
        if not owed:
            return cls(order, None, "", plan_words(list(order.version.instalments.all()), order.version.payment_text))
        return cls(order, due, due.state_on(today).value if due else "paid")


@require_safe
@panel()
def orders(request: PanelRequest) -> HttpResponse:
    """All orders made of this customer's sales."""
    related = request.scope.orders.select_related("proposal", "version").prefetch_related(
        "version__instalments", "proposal__receivables"
    )
    page, today = page_of(request, related), timezone.localdate(timezone=request.scope.company.tz)
    return render(request, "panel/orders.html", {"page": page, "rows": [OrderRow.of(one, today) for one in page]})


def _matching(request: PanelRequest, sales: ProposalQuerySet) -> ProposalQuerySet:
    text = request.GET.get("q", "").strip()
    return sales.matching(text) if text else sales


def _signing(request: PanelRequest, found: ContractQuerySet) -> ContractQuerySet:
    wanted = request.GET.get("assinatura", "")
    if wanted == "assinar":
        return found.awaiting(request.scope.person, timezone.now())
    if wanted == "assinados":
        return found.signed_by_customer().filter(voided_at=None)
    if wanted == "pendentes":
        return found.filter(customer_signed_at=None, completed_at=None, voided_at=None)
    return found


def _goes_on(contract: Contract, at: datetime) -> bool:
    assert contract.version is not None
    return contract.version.proposal.state_at(at) in (State.SENT, State.APPROVED)


def page_of(request: PanelRequest, found: "QuerySet[Any]") -> Any:
    """The page of these rows that the address asks for."""
    return Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
