"""Writing a proposal, or a blueprint of one: every button of the long form, saving without loss, live totals."""

import re
from decimal import Decimal
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.catalog.models import Item
from aceite.core.proposals.states import State
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.editor_forms import Typed, blank_line
from aceite.faces.office.editor_page import EditorPage
from aceite.faces.office.editor_prices import prices_for, prices_of_rows
from aceite.faces.office.editor_saving import Saving, attempt, together
from aceite.faces.office.forms.proposal import LineForm
from aceite.faces.office.places import go, sale_of
from aceite.faces.office.reconciling import put_together
from aceite.faces.office.sale_draft import SaleDraft
from aceite.faces.office.sheets import as_base, base_of, put_into, sheet_of, take
from aceite.faces.office.written import Written

_PICK: Final = re.compile(r"pick-(\d{1,18})\Z")
_CHOOSE: Final = re.compile(r"(mine|theirs)-(.{1,140})\Z")
_LISTED: Final = re.compile(r"listed-(\d{1,4})\Z")
_UNPAY: Final = re.compile(r"unpay-(\d{1,4})\Z")


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def edit_sale(request: OfficeRequest, number: str) -> HttpResponse:
    """The editor of a sale's draft."""
    sale = sale_of(request, number)
    if sale.state != State.DRAFT:
        words = _("Uma versão enviada não se edita. Abra uma nova versão para mudar a proposta.")
        if request.POST.get("do") == "autosave":
            return JsonResponse({"state": "closed", "words": words})
        messages.warning(request, words)
        return go(request, "sale", sale.number)
    return answer(request, SaleDraft(request, sale))


@require_POST
@office("proposal.edit")
def sale_totals(request: OfficeRequest, number: str) -> HttpResponse:
    """What the typed lines add up to, by the very arithmetic that saving uses."""
    return totals(request, SaleDraft(request, sale_of(request, number)))


def totals(request: OfficeRequest, written: Written) -> HttpResponse:
    """The sums under what stands in the page."""
    page = EditorPage(request, written, Typed.posted(request.POST))
    return render(request, "office/sales/live.html", {"page": page})


def answer(request: OfficeRequest, written: Written) -> HttpResponse:
    """The editor; each of its buttons posts the whole form, so that it works without scripts too."""
    do = request.POST.get("do", "save")
    if request.method != "POST":
        return _render(request, written, Saving(EditorPage.stored(request, written)))
    if do == "autosave":
        return _autosave(request, written)
    if do.startswith("save"):
        return _save(request, written, do.partition(":")[2])
    return _render(request, written, Saving(_changed(request, written, do)))


def _changed(request: OfficeRequest, written: Written, do: str) -> EditorPage:
    typed = Typed.posted(request.POST)
    lines, pays = typed.lines, typed.instalments
    if pick := _PICK.match(do):
        item = request.scope.items.active().filter(pk=int(pick[1])).first()
        if item is not None:
            lines.rows = [row for row in lines.rows if "heading" in row or row.get("name") or row.get("unit_price")]
            lines.add(blank_line(item, _price_of_one(request, written, item)), focus="quantity")
            typed.find = ""
    elif unpay := _UNPAY.match(do):
        del pays.rows[int(unpay[1]) : int(unpay[1]) + 1]
    elif do == "add_instalment":
        pays.add({"down": False, "due_on": "", "amount": "", "method": "boleto"})
    elif do == "add_line":
        lines.add(blank_line())
    elif do == "add_section":
        lines.add({"heading": ""}, focus="heading")
    elif listed := _LISTED.match(do):
        _take_listed(request, written, typed, int(listed[1]))
    elif choice := _CHOOSE.match(do):
        typed.conflicts = [name for name in typed.conflicts if name != choice[2]]
        if choice[1] == "theirs":
            take(typed, choice[2], sheet_of(Typed.stored(written.draft(), 0)))
    else:
        lines.do(do)
    page = EditorPage(request, written, typed)
    if do == "plan":
        page.make_plan()
    elif do == "condition":
        page.use_condition()
    elif do == "replan":
        page.follow_total()
    page.search(typed.find)
    return page


def _price_of_one(request: OfficeRequest, written: Written, item: Item) -> Decimal | None:
    found = prices_for(request, written.customer, [item]).at(item.pk, Decimal(1))
    return found.price if found else None


def _take_listed(request: OfficeRequest, written: Written, typed: Typed, at: int) -> None:
    """Puts the list price on a line."""
    for row in typed.lines.rows[at : at + 1]:
        offered = prices_of_rows(request, written.customer, [row]).offer(LineForm(initial=row))
        if offered is not None:
            row["unit_price"] = offered.price
            typed.lines.touched, typed.lines.focus = at, "unit_price"


def _save(request: OfficeRequest, written: Written, then: str) -> HttpResponse:
    saving = together(request, written, Typed.posted(request.POST))
    if saving.saved is None:
        return _render(request, written, saving, status=409 if saving.meanwhile else 422)
    if mended := saving.page.head.mended_words:
        messages.info(request, mended)
    if saving.taken:
        words = _("Outra pessoa também tinha salvo, e juntamos o que ela mudou: %(parts)s.")
        messages.info(request, words % {"parts": ", ".join(saving.taken)})
    if target := written.after(then):
        return HttpResponseRedirect(target)
    messages.success(request, written.saved_words)
    return HttpResponseRedirect(written.here)


def _autosave(request: OfficeRequest, written: Written) -> JsonResponse:
    saving = attempt(request, written, Typed.posted(request.POST))
    if saving.saved:
        stored = Typed.stored(saving.saved.draft(), saving.saved.revision)
        words = _("Salvo às %(time)s") % {"time": date_format(timezone.localtime(), "H:i")}
        told = {"state": "saved", "words": words, "revision": stored.revision, "began": as_base(stored)}
    elif saving.meanwhile:
        told = {"state": "meanwhile", "words": str(saving.meanwhile)}
    else:
        told = {"state": "errors", "words": _("Não salvo: %(error)s") % {"error": saving.first_error}}
    return JsonResponse(told)


def _is_unsaved(request: OfficeRequest, written: Written, typed: Typed) -> bool:
    """What is on the page and not stored yet: a page that was only opened has nothing of the kind, nor one put back
    from a copy of what came to be saved after all, however it was typed."""
    if request.POST.get("do") == "restore":
        stored = Typed.stored(written.draft(), 0)
        done = put_together(base_of(typed.base), sheet_of(typed), sheet_of(stored))
        both = Typed.posted(request.POST)
        put_into(both, done)
        return bool(done.conflicts) or as_base(both) != as_base(stored)
    return request.method == "POST"


def _render(request: OfficeRequest, written: Written, saving: Saving, *, status: int = 200) -> HttpResponse:
    context = {
        "written": written,
        "page": saving.page,
        "saving": saving,
        "line_errors": [form for form in saving.page.forms.rows if form.is_bound],
        "unsaved": _is_unsaved(request, written, saving.page.typed),
        **written.context(),
    }
    # htmx swaps no answer that says it failed; to its fragments the page itself tells what is wrong.
    return render(request, written.template, context, status=200 if request.headers.get("HX-Request") else status)
