"""Writing a proposal: every button of the long form, saving without loss, live totals."""

import re
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.proposals.cleaning import DraftRefused
from aceite.core.proposals.drafting import EditedMeanwhile, save_draft
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.contract_box import move_contract
from aceite.faces.office.editor_forms import Typed, blank_line
from aceite.faces.office.editor_page import EditorPage
from aceite.faces.office.meanwhile import Difference, differences
from aceite.faces.office.places import go, place, sale_of

_PICK: Final = re.compile(r"pick-(\d{1,18})\Z")
_MOVE: Final = re.compile(r"(up|down)-(\d{1,18})\Z")
_UNPAY: Final = re.compile(r"unpay-(\d{1,4})\Z")


@dataclass
class Saving:
    """How a saving went: `meanwhile` when somebody else saved first."""

    page: EditorPage
    saved: Proposal | None = None
    meanwhile: EditedMeanwhile | None = None
    differences: tuple[Difference, ...] = ()


@require_http_methods(["GET", "HEAD", "POST"])
@office("proposal.edit")
def edit_sale(request: OfficeRequest, number: str) -> HttpResponse:
    """The editor; each of its buttons posts the whole form, so that it works without scripts too."""
    sale = sale_of(request, number)
    if sale.state != State.DRAFT:
        messages.warning(request, _("Uma versão enviada não se edita. Abra uma nova versão para mudar a proposta."))
        return go(request, "sale", sale.number)
    if request.method != "POST":
        return _render(request, sale, Saving(EditorPage.stored(request, sale)))
    do = request.POST.get("do", "save")
    if do == "autosave":
        return _autosave(request, sale)
    if do.startswith("save"):
        return _save(request, sale, do.partition(":")[2])
    return _render(request, sale, Saving(_changed(request, sale, do)))


@require_POST
@office("proposal.edit")
def sale_totals(request: OfficeRequest, number: str) -> HttpResponse:
    """What the typed lines add up to, by the very arithmetic that saving uses."""
    page = EditorPage(request, sale_of(request, number), Typed.posted(request.POST))
    return render(request, "office/sales/live.html", {"page": page})


def _changed(request: OfficeRequest, sale: Proposal, do: str) -> EditorPage:
    typed = Typed.posted(request.POST)
    lines, pays = typed.lines, typed.instalments
    if pick := _PICK.match(do):
        item = request.scope.items.active().filter(pk=int(pick[1])).first()
        if item is not None:
            lines.rows = [row for row in lines.rows if "heading" in row or row.get("name") or row.get("unit_price")]
            lines.add(blank_line(item), focus="quantity")
            typed.find = ""
    elif unpay := _UNPAY.match(do):
        del pays.rows[int(unpay[1]) : int(unpay[1]) + 1]
    elif do == "add_instalment":
        pays.add({"down": False, "due_on": "", "amount": "", "method": "boleto"})
    elif do == "add_line":
        lines.add(blank_line())
    elif do == "add_section":
        lines.add({"heading": ""}, focus="heading")
    else:
        lines.do(do)
    page = EditorPage(request, sale, typed)
    if do == "plan":
        page.make_plan()
    elif do == "condition":
        page.use_condition()
    page.search(typed.find)
    return page


def _attempt(request: OfficeRequest, sale: Proposal) -> Saving:
    page = EditorPage(request, sale, Typed.posted(request.POST), bound=True)
    saving = Saving(page)
    if not page.forms.is_valid():
        return saving
    draft = page.forms.draft()
    revision = int(page.revision) if page.revision.isdecimal() else -1
    try:
        saving.saved = save_draft(sale, draft, revision=revision, by=request.scope.member, at=timezone.now())
    except DraftRefused as refused:
        page.forms.place(refused)
    except EditedMeanwhile as meanwhile:
        theirs = sale_of(request, sale.number)
        saving.meanwhile = meanwhile
        saving.differences = tuple(differences(draft_of(theirs), draft))
        # Saving once more is now a choice made with open eyes.
        page.typed.revision = str(meanwhile.revision)
    return saving


def _save(request: OfficeRequest, sale: Proposal, then: str) -> HttpResponse:
    saving = _attempt(request, sale)
    if saving.saved is None:
        return _render(request, sale, saving, status=409 if saving.meanwhile else 422)
    if mended := saving.page.head.mended_words:
        messages.info(request, mended)
    if move := _MOVE.match(then):
        move_contract(request, sale, int(move[2]), -1 if move[1] == "up" else 1)
        return HttpResponseRedirect(f"{place(request, 'edit_sale', sale.number)}#contracts")
    if target := _next(request, sale, then):
        return HttpResponseRedirect(target)
    messages.success(request, _("Rascunho salvo."))
    return go(request, "edit_sale", sale.number)


def _next(request: OfficeRequest, sale: Proposal, then: str) -> str:
    name, _dash, pk = then.partition("-")
    if name == "contract" and pk.isdecimal():
        return place(request, "sale_contract", sale.number, int(pk))
    names = {"send": "send_sale", "preview": "preview_sale", "contract": "add_contract", "files": "attachments"}
    return place(request, names[name], sale.number) if name in names else ""


def _autosave(request: OfficeRequest, sale: Proposal) -> HttpResponse:
    saving = _attempt(request, sale)
    revision = saving.saved.current.revision if saving.saved and saving.saved.current else None
    context = {"saving": saving, "revision": revision, "at": timezone.now()}
    return render(request, "office/sales/saved.html", context)


def _render(request: OfficeRequest, sale: Proposal, saving: Saving, *, status: int = 200) -> HttpResponse:
    version = sale.current
    context = {
        "sale": sale,
        "version": version,
        "page": saving.page,
        "saving": saving,
        "line_errors": [form for form in saving.page.forms.rows if form.is_bound],
        "contracts": request.scope.contracts.of_version(version).with_signatures() if version else [],
        "attachments": version.attachments.select_related("document") if version else [],
        "sale_url": place(request, "sale", sale.number),
        "edit_url": place(request, "edit_sale", sale.number),
        "totals_url": place(request, "sale_totals", sale.number),
    }
    # htmx swaps no answer that says it failed; to its fragments the page itself tells what is wrong.
    return render(
        request, "office/sales/edit.html", context, status=200 if request.headers.get("HX-Request") else status
    )
