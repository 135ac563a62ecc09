"""The office's first page: what waits for the vendor, and what every state is worth."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from aceite.core.contracts.turns import stopped
from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.sales.listing import SaleRow, rows_for
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.certificates import told as told_of_certificate
from aceite.faces.office.clearances import to_decide
from aceite.faces.office.home_figures import PERIODS, charts_of, pace_url, pace_words, seen_of
from aceite.faces.office.places import place

SOON: Final = timedelta(days=7)
SHOWN_AT_MOST: Final = 6
_FUNNEL: Final = (State.DRAFT, State.SENT, State.APPROVED, State.ORDER, State.EXPIRED, State.DECLINED)


@dataclass(frozen=True)
class Waiting:
    """One heap of work: its sales, each with the page it opens, and where all of them are listed."""

    title: str
    icon: str
    tone: str
    rows: list[tuple[SaleRow, str]]
    url: str = ""
    act: str = ""
    ending: bool = False
    desk: bool = False


@dataclass(frozen=True)
class Heap:
    """Which sales belong together, and the list's address that shows them all."""

    title: str
    icon: str
    tone: str
    sales: ProposalQuerySet
    query: str
    act: str = ""
    ending: bool = False
    # A page of its own where they are worked off, instead of the list.
    desk: str = ""
    # Of a heap that is about something else than its sales: the page that lists it, and by sale the one it opens.
    listed: str = ""
    opens: Mapping[int, str] = field(default_factory=dict)

    def in_order(self) -> ProposalQuerySet:
        """What presses most on top: of what ends the first to end, else the newest."""
        return self.sales.soonest_first() if self.ending else self.sales.newest_first()


def _heaps(request: OfficeRequest, seller_id: int | None) -> list[Heap]:
    at, sales = timezone.now(), request.scope.sales
    if seller_id is not None:
        sales = sales.filter(seller_id=seller_id)
    act = "order" if request.scope.may("order.make") else ""
    approved = Heap(
        _("Aprovadas, para virar pedido"),
        "shopping-bag",
        "success",
        sales.approved_waiting(),
        "?situacao=approved",
        act,
    )
    copies = Heap(
        _("Vias assinadas a conferir"), "document-magnifying-glass", "warning",
        sales.among(request.scope.listed_copies.to_check(at).values("contract__version__proposal")),
        "?pendencia=vias", desk=place(request, "copy_queue"),
    )  # fmt: skip
    outside = Heap(
        _("PDFs assinados a conferir"), "document-magnifying-glass", "warning",
        sales.among(request.scope.external_files.to_check(at).values("contract__version__proposal")),
        "?pendencia=pdfs",
    )  # fmt: skip
    stops = Heap(
        _("Escolher outra pessoa para assinar"), "arrows-right-left", "warning",
        sales.among(stopped([request.scope.company.pk], at)), "?pendencia=assinantes",
    )  # fmt: skip
    questions = Heap(
        _("Perguntas sem resposta"), "chat-bubble-left-right", "warning", sales.with_unanswered_questions(),
        "?pendencia=perguntas",
    )  # fmt: skip
    negotiated = Heap(
        _("Em negociação"), "arrows-right-left", "warning", sales.in_negotiation(), "?pendencia=negociacao",
    )  # fmt: skip
    ending = Heap(
        _("Vencem nos próximos 7 dias"),
        "clock",
        "info",
        sales.ending_by(at + SOON, at),
        "?vence=7&ordem=validade",
        ending=True,
    )
    contracts = [copies, outside, stops] if request.scope.company.uses_contracts else []
    return [_to_clear(request, seller_id), approved, *contracts, negotiated, questions, ending]


def _to_clear(request: OfficeRequest, seller_id: int | None) -> Heap:
    """The requests for her yes, also about sales whose pages she does not see: the rules name her, and the request's
    own page shows what she says yes to."""
    asked = [one for one in to_decide(request) if seller_id in (None, one.proposal.seller_id)]
    return Heap(
        _("Para você aprovar"), "hand-thumb-up", "warning", request.scope.sales_of(asked), "",
        listed=place(request, "clearances"),
        opens={one.proposal_id: place(request, "clearance", one.pk) for one in asked},
    )  # fmt: skip


def _waiting(request: OfficeRequest, seller_id: int | None) -> list[Waiting]:
    found = [
        (heap, list(heap.in_order().values_list("pk", flat=True)[: SHOWN_AT_MOST + 1]))
        for heap in _heaps(request, seller_id)
    ]
    keys = {pk for _heap, first in found for pk in first}
    # Keys first, then all heaps' sheets at once: a database that is asked for a heap's sheets joins them of many sales
    # before it looks which few wait.
    sheets = list(request.scope.sales_named(keys).with_sheet()) if keys else []
    rows = {row.proposal.pk: row for row in rows_for(sheets, at=timezone.now())} if sheets else {}
    listed, mine = place(request, "sales"), f"&vendedor={seller_id}" if seller_id is not None else ""
    return [
        Waiting(
            heap.title, heap.icon, heap.tone,
            [
                (rows[pk], heap.opens.get(pk) or place(request, "sale", rows[pk].number))
                for pk in first[:SHOWN_AT_MOST] if pk in rows
            ],
            heap.desk or (heap.listed or f"{listed}{heap.query}{mine}" if len(first) > SHOWN_AT_MOST else ""),
            heap.act, heap.ending, bool(heap.desk),
        )
        for heap, first in found if first
    ]  # fmt: skip


@require_safe
@office("sale.see")
def home(request: OfficeRequest) -> HttpResponse:
    """What to do first this morning."""
    failed = request.scope.deliveries.failed().count() if request.scope.may("mail.retry") else 0
    words = ngettext("%(count)s e-mail não saiu", "%(count)s e-mails não saíram", failed) % {"count": failed}
    seen, at = seen_of(request, timezone.now()), timezone.now()
    told, charts = charts_of(request, seen, at)
    waiting = _waiting(request, seen.seller_id)
    context = {
        "waiting": waiting,
        "charts": charts,
        "pace": pace_words(told.pace) if told.pace else "",
        "pace_over": told.pace.over if told.pace else 0,
        "pace_url": pace_url(request, seen),
        "seen": seen,
        "periods": [(key, label) for key, (_first, _last, label) in PERIODS.items()],
        "sellers": request.scope.sellers_to_ask(seen.seller_id),
        "drafts_url": f"{place(request, 'sales')}?situacao=draft" if State.DRAFT in told.by_state else "",
        "any": bool(waiting or told.by_state) or request.scope.sales.exists(),
        "certificate": told_of_certificate(request.scope, timezone.now()),
        "failed": words if failed else "",
        "mails_url": place(request, "mails") if failed else "",
        "may_write": request.scope.may("proposal.edit"),
        # Asked where there is nothing else to show.
        "has_customers": request.scope.customers.active().exists,
    }
    return render(request, "office/home.html", context)
