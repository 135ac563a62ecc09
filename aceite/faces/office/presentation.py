"""The presentation around a proposal or a blueprint: its blocks in their order, and the page of each."""

import re
from collections.abc import Callable
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.blueprints.presenting import BlockData
from aceite.core.contracts.merging import unknown_in
from aceite.core.proposals.blocks import BlockText
from aceite.core.proposals.choices import STANDS_AFTER, BlockKind
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.core.proposals.states import State
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import attempt, done, form_page, tell_unknown, typed
from aceite.faces.office.forms.blocks import BlockForm, upload_in
from aceite.faces.office.places import blueprint_of, go, sale_of
from aceite.faces.office.presentation_place import Place, is_changed, marks_of, new_place, place_of
from aceite.faces.office.presented import Presented, PresentedBlueprint, PresentedSale

_DO: Final = re.compile(r"(up|down|remove|show|hide|library)-(\d{1,18})\Z")
_page = require_http_methods(["GET", "HEAD", "POST"])


_Act = Callable[[OfficeRequest, Presented], HttpResponse]


def _of_sale(act: _Act, request: OfficeRequest, number: str) -> HttpResponse:
    sale = sale_of(request, number)
    if sale.state != State.DRAFT:
        messages.warning(request, _("Uma versão enviada não se edita. Abra uma nova versão para mudar a proposta."))
        return go(request, "sale", sale.number)
    return act(request, PresentedSale(request, sale))


def _of_blueprint(request: OfficeRequest, pk: int) -> PresentedBlueprint:
    found = blueprint_of(request, pk)
    if not found.may_be_changed_by(request.scope.member):
        raise Http404
    return PresentedBlueprint(request, found)


@_page
@office("proposal.edit")
def of_sale(request: OfficeRequest, number: str) -> HttpResponse:
    """The blocks of a sale's draft."""
    return _of_sale(_list, request, number)


@_page
@office("proposal.edit")
def sale_block(request: OfficeRequest, number: str, at: int) -> HttpResponse:
    """One of them."""
    return _of_sale(partial(_block, at=at), request, number)


@_page
@office("proposal.edit")
def new_sale_block(request: OfficeRequest, number: str, kind: str) -> HttpResponse:
    """One more."""
    return _of_sale(partial(_new, kind=kind), request, number)


@_page
@office("blueprint.edit")
def of_blueprint(request: OfficeRequest, pk: int) -> HttpResponse:
    """The blocks of a blueprint."""
    return _list(request, _of_blueprint(request, pk))


@_page
@office("blueprint.edit")
def blueprint_block(request: OfficeRequest, pk: int, at: int) -> HttpResponse:
    """One of them."""
    return _block(request, _of_blueprint(request, pk), at=at)


@_page
@office("blueprint.edit")
def new_blueprint_block(request: OfficeRequest, pk: int, kind: str) -> HttpResponse:
    """One more."""
    return _new(request, _of_blueprint(request, pk), kind=kind)


def data_of(block: BlockText) -> BlockData:
    """A block that stands, as the verb takes it."""
    return BlockData(block.kind, block.title, block.body, block.after, block.shown, block.picture_id)


def _list(request: OfficeRequest, presented: Presented) -> HttpResponse:
    if request.method == "POST":
        return _act(request, presented)
    blocks = presented.blocks()
    context = {
        "presented": presented,
        "rows": [(block, presented.block_url(at)) for at, block in enumerate(blocks)],
        "kinds": [
            (label, presented.new_url(kind))
            for kind, label in BlockKind.choices
            if kind != BlockKind.COVER or not any(block.kind == BlockKind.COVER for block in blocks)
        ],
        "library": request.scope.blocks.active().without_text(),
    }
    return render(request, "office/presentation/list.html", context)


def _act(request: OfficeRequest, presented: Presented) -> HttpResponse:
    command = _DO.match(request.POST.get("do", ""))
    blocks = [data_of(block) for block in presented.blocks()]
    changed = _changed(request, blocks, command[1], int(command[2])) if command else None
    if changed is None:
        raise Http404
    done(request, lambda: presented.save(changed, revision=_revision(request)), _("Apresentação salva."))
    return HttpResponseRedirect(presented.here)


def _changed(request: OfficeRequest, blocks: list[BlockData], act: str, at: int) -> list[BlockData] | None:
    """The blocks after one button; None when it is about a block that is not there."""
    if act == "library":
        row = request.scope.blocks.active().filter(pk=at).first()
        if row is None:
            return None
        return [*blocks, BlockData(row.kind, row.title, row.body, row.kind in STANDS_AFTER, True, row.picture_id)]
    if at >= len(blocks):
        return None
    block = blocks.pop(at)
    if act == "remove":
        return blocks
    if act in {"up", "down"}:
        blocks.insert(max(at + (1 if act == "down" else -1), 0), block)
        return blocks
    shown = BlockData(block.kind, block.title, block.body, block.after, act == "show", block.picture_id)
    return [*blocks[:at], shown, *blocks[at:]]


def _block(request: OfficeRequest, presented: Presented, *, at: int) -> HttpResponse:
    return _form(request, presented, place_of(presented.blocks(), at, request.POST.get("stood", "")))


def _new(request: OfficeRequest, presented: Presented, *, kind: str) -> HttpResponse:
    return _form(request, presented, new_place(presented.blocks(), kind))


def _form(request: OfficeRequest, presented: Presented, place: Place | None) -> HttpResponse:
    if place is None:
        raise Http404
    files, block = request.FILES if request.method == "POST" else None, place.block
    form = BlockForm(typed(request), files, block=block, initial=BlockForm.of(block))
    if request.method == "POST" and form.is_valid():
        blocks = [data_of(each) for each in presented.blocks()]
        blocks[place.at : place.at + 1] = [_given(form, block)]
        if attempt(form, lambda: presented.save(blocks, revision=_revision(request)) or True, field="body") is not None:
            messages.success(request, _("Apresentação salva."))
            tell_unknown(request, unknown_in(blocks[place.at].body))
            return HttpResponseRedirect(presented.here)
    more = {"presented": presented, "piece": block, "kind_label": BlockKind(block.kind).label}
    return form_page(
        request, "office/presentation/block.html", form, **more, **_standing(request, form, presented, place)
    )


def _standing(request: OfficeRequest, form: BlockForm, presented: Presented, place: Place) -> dict[str, object]:
    """Which saving the page speaks of: the one it was opened with, until she was told of another."""
    now = {"revision": presented.revision, "stood": marks_of(presented.blocks(), place)}
    if not isinstance(form.refusal, EditedMeanwhile):
        return {name: request.POST.get(name, said) for name, said in now.items()}
    # What stands now is shown beside what was typed; saving once more is a choice made with open eyes.
    where = presented.new_url(place.block.kind) if place.fresh else presented.block_url(place.at)
    theirs = is_changed(place, request.POST.get("stood", ""))
    told = {"meanwhile": True, "where": where, "gone": place.gone, "theirs": theirs}
    return {**now, "revision": form.refusal.revision, **told}


def _given(form: BlockForm, block: BlockText) -> BlockData:
    values = form.cleaned_data
    kept = None if values.get("without_picture") else block.picture_id
    title, after = values["title"], values.get("after", False)
    return BlockData(block.kind, title, values["body"], after, values["shown"], kept, upload_in(values))


def _revision(request: OfficeRequest) -> int:
    typed_revision = request.POST.get("revision", "")
    return int(typed_revision) if typed_revision.isdecimal() and len(typed_revision) < 10 else -1
