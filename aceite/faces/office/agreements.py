"""Contracts that sales made: in force, ending, ended, terminated; each with its amendments and its end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.agreements.models import Agreement, AgreementQuerySet, Termination
from aceite.core.agreements.states import Standing
from aceite.core.agreements.terminating import terminate, undo_termination
from aceite.core.contracts.term_words import term_words
from aceite.core.contracts.terms import notice_by, term_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.rows.keyset import Cursor, Sorting, page_at
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, typed
from aceite.faces.office.downloads import as_file, exported_format
from aceite.faces.office.forms.agreements import EndingForm
from aceite.faces.office.listing import PER_PAGE, Asked
from aceite.faces.office.places import go, place
from aceite.faces.office.sale_files import hand_over
from aceite.faces.ui.parts import PLACE, Tab, Turns
from aceite.faces.ui.statuses import STATUSES

# The address speaks Portuguese.
_STANDINGS: Final = {
    "em-vigor": Standing.IN_FORCE, "terminando": Standing.ENDING, "a-comecar": Standing.COMING,
    "terminados": Standing.ENDED, "rescindidos": Standing.TERMINATED,
}  # fmt: skip
_BY_END: Final = Sorting(("term_ends_on", "pk"), nulls_last=True)


@dataclass(frozen=True)
class Row:
    """One contract as the list and the pages show it."""

    agreement: Agreement
    today: date

    @property
    def standing(self) -> Standing:
        """Where it stands today."""
        return self.agreement.standing_on(self.today)

    @property
    def status(self) -> str:
        """The same as the table of statuses names it."""
        return f"agreement_{self.standing}"

    @property
    def notice_by(self) -> date | None:
        """The last day for saying that it shall not be renewed."""
        row = self.agreement
        known = row.term_ends_on if row.renews and row.contract else None
        return notice_by(term_of(row.contract.term), known) if known and row.contract else None

    @property
    def term_words(self) -> str:
        """What was agreed of its term."""
        return term_words(term_of(self.agreement.contract.term if self.agreement.contract else {}))


@dataclass(frozen=True)
class Amending:
    """One amendment, and where it stands by the clock."""

    sale: Proposal
    state: str


@require_safe
@office("contract.see")
def agreements(request: OfficeRequest) -> HttpResponseBase:
    """The register; as a file with `?formato=csv` or `xlsx` for those who may export."""
    today = timezone.localdate(timezone=request.scope.company.tz)
    asked = Asked.of(request, _STANDINGS, usual="em-vigor")
    among = asked.among(request.scope.agreements)
    rows = among.standing(_STANDINGS[asked.state], today)
    if kind := exported_format(request):
        return as_file("contratos", _("Contratos"), _file_rows(rows.with_sheet(), today), kind)
    cursor = Cursor.read(request.GET.get(PLACE, ""), Agreement, _BY_END)
    page = page_at([rows], request.scope.agreements.with_sheet(), _BY_END, cursor, PER_PAGE)
    count, worth = rows.sums()
    context = {
        "rows": [Row(row, today) for row in page.rows], "asked": asked, "count": count, "worth": worth,
        "turns": Turns(_told(page.newer), _told(page.older), page.before, len(page.rows), count),
        "tabs": _tabs(request, asked, among, today), "may_export": request.scope.may("sale.export"),
        "filtered": bool(asked.text or asked.first or asked.last),
    }  # fmt: skip
    return render(request, "office/agreements/list.html", context)


@require_safe
@office("contract.see")
def agreement(request: OfficeRequest, pk: int) -> HttpResponse:
    """One contract: its days, who signed, what amended it, how it ended."""
    row = found(request.scope.agreements.with_sheet(), pk)
    today = timezone.localdate(timezone=request.scope.company.tz)
    sale = row.proposal
    signed = request.scope.contracts.filter(pk=row.contract_id).with_signatures().first() if row.contract_id else None
    endings = list(row.terminations.select_related("recorded_by", "document"))
    context = {
        "row": Row(row, today), "sale": sale, "contract": signed, "endings": endings,
        "amendments": chain_of(request, sale.pk),
        "may_undo": request.scope.may("agreement.terminate"),
        "may_amend": request.scope.may("proposal.edit") and sale.state == State.ORDER,
        "may_end": request.scope.may("agreement.terminate")
        and Row(row, today).standing in {Standing.IN_FORCE, Standing.ENDING, Standing.COMING}
        and not row.terminated,
    }  # fmt: skip
    return render(request, "office/agreements/agreement.html", context)


def chain_of(request: OfficeRequest, original: int) -> list[Amending]:
    """The amendments of a sale in their order."""
    at = timezone.now()
    return [Amending(sale, sale.state_at(at).value) for sale in request.scope.sales.amending(original).with_sheet()]


@require_http_methods(["GET", "HEAD", "POST"])
@office("agreement.terminate")
def end_agreement(request: OfficeRequest, pk: int) -> HttpResponse:
    """Write down that one side ends the contract."""
    row = found(request.scope.agreements.with_sheet(), pk)
    today = timezone.localdate(timezone=request.scope.company.tz)
    form = EndingForm(
        typed(request), request.FILES if request.method == "POST" else None, initial={"noticed_on": today}
    )
    if form.is_valid():
        by, at = request.scope.member, timezone.now()
        if attempt(form, lambda: terminate(row, form.ending(), by=by, at=at)):
            messages.success(request, _("Encerramento registrado."))
            return go(request, "agreement", row.pk)
    return form_page(request, "office/agreements/ending.html", form, row=Row(row, today))


@require_POST
@office("agreement.terminate")
def undo_ending(request: OfficeRequest, pk: int, ending: int) -> HttpResponse:
    """Take back an ending written down by mistake."""
    row = found(request.scope.agreements, pk)
    by = request.scope.member
    termination = _ending(row, ending)
    done(request, lambda: undo_termination(termination, by=by, at=timezone.now()), _("Encerramento desfeito."))
    return go(request, "agreement", row.pk)


@require_safe
@office("contract.see")
def ending_file(request: OfficeRequest, pk: int, ending: int) -> HttpResponseBase:
    """The paper of an ending."""
    termination = _ending(found(request.scope.agreements, pk), ending)
    if termination.document is None:
        raise Http404
    return hand_over(request, termination.document, termination.name or "encerramento.pdf")


def _ending(row: Agreement, pk: int) -> Termination:
    termination = row.terminations.select_related("agreement__proposal", "document").filter(pk=pk).first()
    if termination is None:
        raise Http404
    return termination


def _told(cursor: Cursor | None) -> str:
    return "" if cursor is None else str(cursor)


def _tabs(request: OfficeRequest, asked: Asked, among: AgreementQuerySet, today: date) -> list[Tab]:
    labels = {
        "em-vigor": _("Em vigor"), "terminando": _("Terminando"), "a-comecar": _("A começar"),
        "terminados": _("Terminados"), "rescindidos": _("Rescindidos"),
    }  # fmt: skip
    ending = among.standing(Standing.ENDING, today).count()
    counts = {"terminando": ending} if ending else {}
    return [Tab(label, _address(request, key), key == asked.state, counts.get(key)) for key, label in labels.items()]


def _address(request: OfficeRequest, state: str) -> str:
    query = request.GET.copy()
    query.pop(PLACE, None)
    query["situacao"] = state
    return f"{place(request, 'agreements')}?{query.urlencode()}"


def _file_rows(rows: AgreementQuerySet, today: date) -> Iterator[list[object]]:
    yield [
        *(_("Contrato"), _("Situação"), _("Cliente"), _("Proposta"), _("Pedido"), _("Começo"), _("Fim da vigência")),
        *(_("Renova sozinho"), _("Último dia"), _("Valor"), _("Vendedor")),
    ]
    for row in rows.order_by("term_ends_on", "pk").iterator(200):
        sale, order = row.proposal, getattr(row.proposal, "order", None)
        status = STATUSES[f"agreement_{row.standing_on(today)}"]
        yield [
            *(row.title, str(status.label), str(sale.customer), sale.number, order.number if order else ""),
            *(row.starts_on, row.term_ends_on, _("sim") if row.renews else _("não"), row.last_on, row.worth),
            sale.seller.name,
        ]
