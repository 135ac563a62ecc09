"""One act on many sales of the list: who is touched and who is not, the order, its progress and its report."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.bulk.acts import MOST, go_on_with_bulk, order_bulk, stop_bulk
from aceite.core.bulk.looking import VERBS, Choice, refusals
from aceite.core.bulk.models import BulkActQuerySet, BulkKind
from aceite.core.bulk.states import BulkState, Outcome
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.sales.filtering import filtered
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, typed
from aceite.faces.office.forms.bulk import BulkForm
from aceite.faces.office.places import place
from aceite.faces.office.sale_files import hand_over
from aceite.faces.office.sale_filters import filters_of, kept_query
from aceite.kit.codes import new_code

KINDS: Final = {
    "lembrete": BulkKind.REMIND, "validade": BulkKind.EXTEND, "vendedor": BulkKind.REASSIGN,
    "planilha": BulkKind.EXPORT,
}  # fmt: skip
SHOWN: Final = 50
_AT_ONCE: Final = 500


@dataclass(frozen=True)
class Touched:
    """What an act would do: to how many sales, which of them (the first ones), and why nothing to the others."""

    count: int
    shown: list[Proposal]
    left_out: list[tuple[Proposal, str]]
    left_out_count: int

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)

    @property
    def more_left_out(self) -> int:
        """How many of the others are not shown."""
        return self.left_out_count - len(self.left_out)


def chosen_sales(request: OfficeRequest) -> ProposalQuerySet:
    """The sales that were ticked, or all that the filter of the address finds."""
    if request.GET.get("todas"):
        filters = filters_of(request.GET, zone=request.scope.company.zone)
        return filtered(request.scope.sales, filters, at=timezone.now())
    return request.scope.sales.filter(number__in=request.GET.getlist("venda")[:MOST])


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see")
def new_bulk(request: OfficeRequest, kind: str) -> HttpResponse:
    """Who is touched and who is not, and why; the button that orders it."""
    scope, at = request.scope, timezone.now()
    bulk_kind = _kind(request, kind)
    form = BulkForm(typed(request), kind=bulk_kind, members=scope.members.selling())
    listed = list(chosen_sales(request).newest_first().values_list("pk", flat=True)[: MOST + 1])
    choice, narrowed = Choice(bulk_kind), 0
    if form.is_valid():
        narrowed = _narrowed(request, form)
    if form.is_valid():
        choice, key = form.choice(), form.cleaned_data["key"]
        ordered = partial(order_bulk, choice, form.shown, key=key, by=scope.member, at=at)
        act = None if narrowed else attempt(form, ordered)
        if act:
            messages.success(request, _("Começou. Você pode sair desta página."))
            _tell_newcomers(request, len(set(listed) - set(form.shown)))
            return HttpResponseRedirect(place(request, "bulk", act.pk))
    # What was shown once stays what it is about, whatever comes into the filter meanwhile.
    keys = form.shown or listed
    touched = _touched(request, choice, keys[:MOST])
    more = {
        "kind": bulk_kind, "touched": touched, "most": MOST, "too_many": len(keys) > MOST,
        "filter": kept_query(request.GET), "narrowed": narrowed, "looked": form.decided,
        "key": request.POST.get("key") or new_code(), "sales": ",".join(map(str, keys[:MOST])),
        "back_url": place(request, "sales"), "button": _button(bulk_kind, touched.count),
    }  # fmt: skip
    return form_page(request, "office/sales/bulk_new.html", form, **more)


@require_safe
@office("sale.see")
def bulks(request: OfficeRequest) -> HttpResponse:
    """The acts that were ordered, the newest first."""
    acts = _acts(request)[:SHOWN]
    return render(request, "office/sales/bulks.html", {"acts": acts, "back_url": place(request, "sales")})


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see", change="proposal.edit")
def bulk(request: OfficeRequest, pk: int) -> HttpResponse:
    """How far an act is and what became of each sale; POST lets a stopped one go on."""
    act = found(_acts(request).select_related("file"), pk)
    if request.method == "POST":
        words = _("Continua de onde parou.")
        done(request, lambda: go_on_with_bulk(act, by=request.scope.member, at=timezone.now()), words)
        return HttpResponseRedirect(place(request, "bulk", pk))
    rows = request.scope.bulk_rows.of_act(act)
    counts = rows.tallied()
    # What was told of each sale is kept for its days; until then every one of them has its row.
    forgotten = not counts
    context = {
        "act": act,
        "counts": counts,
        "forgotten": forgotten,
        "file_days_over": act.file_until is not None and act.file_until <= timezone.now(),
        "refused": rows.refused().with_sale()[:SHOWN],
        "done_rows": rows.filter(outcome=Outcome.DONE).with_sale()[:SHOWN],
        "more_refused": max(0, counts.get(Outcome.REFUSED, 0) - SHOWN),
        "more_done": max(0, counts.get(Outcome.DONE, 0) - SHOWN),
        "waits": act.state == BulkState.RUNNING,
        "may_export": request.scope.may("sale.export"),
        "own": act.member_id == request.scope.member.pk and request.scope.may(VERBS[BulkKind(act.kind)]),
        "may_go_on": act.state == BulkState.STOPPED and not forgotten,
        "back_url": place(request, "bulks"),
    }
    return render(request, "office/sales/bulk.html", context)


@require_POST
@office("proposal.edit")
def stop(request: OfficeRequest, pk: int) -> HttpResponse:
    """Stops before the next sale."""
    act = found(_acts(request), pk)
    words = _("Interrompido. O que já foi feito continua feito.")
    done(request, lambda: stop_bulk(act, by=request.scope.member, at=timezone.now()), words)
    return HttpResponseRedirect(place(request, "bulk", pk))


def _narrowed(request: OfficeRequest, form: BulkForm) -> int:
    """How many sales the day or the seller leaves as they are, of which the page has not told yet.

    Where all of them stay so, the form says why.
    """
    decided, key = form.decided, form.cleaned_data["key"]
    known = decided == form.cleaned_data["looked"] or _acts(request).of_form(request.scope.member, key).exists()
    if not decided or known:
        return 0
    before, after = (_touched(request, choice, form.shown) for choice in (Choice(form.kind), form.choice()))
    if before.count and not after.count:
        form.add_error(form.asks, _("Nenhuma destas vendas muda assim. %(why)s") % {"why": after.left_out[0][1]})
        return 0
    return after.left_out_count - before.left_out_count


def _tell_newcomers(request: OfficeRequest, count: int) -> None:
    if count:
        words = ngettext(
            "%(count)s venda entrou no filtro depois que a página foi aberta, e ficou de fora.",
            "%(count)s vendas entraram no filtro depois que a página foi aberta, e ficaram de fora.",
            count,
        )
        messages.info(request, words % {"count": count})


@require_safe
@office("sale.export")
def bulk_file(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """The spreadsheet of an act, for its days; afterwards its page says where it went."""
    act = found(_acts(request).select_related("file"), pk)
    if act.only_looks and act.file is None:
        return HttpResponseRedirect(place(request, "bulk", pk))
    day = timezone.localtime(act.created_at, request.scope.company.tz).strftime("%Y-%m-%d")
    return hand_over(request, act.file, f"vendas-{day}-{act.pk}.{act.file_kind}")


def _kind(request: OfficeRequest, kind: str) -> BulkKind:
    known = KINDS.get(kind)
    if known is None or not request.scope.may(VERBS[known]):
        raise Http404
    return known


def _acts(request: OfficeRequest) -> BulkActQuerySet:
    """Her own; all of them for whoever sees everybody's sales."""
    acts = request.scope.bulk_acts.newest_first()
    return acts if request.scope.sellers is None else acts.filter(member=request.scope.member)


def _touched(request: OfficeRequest, choice: Choice, keys: list[int]) -> Touched:
    shown: list[Proposal] = []
    left_out: list[tuple[Proposal, str]] = []
    count = left = 0
    for sales in _lots(request, keys):
        why = refusals(choice, sales, by=request.scope.member, at=timezone.now())
        fit = [sale for sale in sales if sale.pk not in why]
        out = [(sale, why[sale.pk]) for sale in sales if sale.pk in why]
        count, left = count + len(fit), left + len(out)
        shown += fit[: SHOWN - len(shown)]
        left_out += out[: SHOWN - len(left_out)]
    return Touched(count, shown, left_out, left)


def _lots(request: OfficeRequest, keys: list[int]) -> Iterator[list[Proposal]]:
    for first in range(0, len(keys), _AT_ONCE):
        rows = request.scope.sales.with_sheet().in_bulk(keys[first : first + _AT_ONCE])
        yield [rows[pk] for pk in keys[first : first + _AT_ONCE] if pk in rows]


def _button(kind: BulkKind, count: int) -> str:
    said = {"count": count}
    if kind is BulkKind.REMIND:
        return ngettext("Lembrar %(count)s cliente", "Lembrar %(count)s clientes", count) % said
    if kind is BulkKind.EXTEND:
        return ngettext("Prorrogar %(count)s proposta", "Prorrogar %(count)s propostas", count) % said
    if kind is BulkKind.EXPORT:
        return ngettext("Baixar %(count)s venda", "Baixar %(count)s vendas", count) % said
    return ngettext("Passar %(count)s venda", "Passar %(count)s vendas", count) % said
