"""The library of presentation: its list, the form of a block, and the pictures blocks have."""

from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.blueprints.library import Block
from aceite.core.blueprints.pictures import picture_in
from aceite.core.blueprints.shelving import archive_block, restore_block, save_block
from aceite.core.contracts.merging import unknown_in
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, key_in, tell_unknown, typed
from aceite.faces.office.forms.blocks import ShelfForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought
from aceite.faces.office.places import go
from aceite.faces.ui.files import picture_answer

ORDERS: Final = {"titulo": ("title",), "alterado": ("updated_at",)}


@require_safe
@office("blueprint.see")
def blocks(request: OfficeRequest) -> HttpResponse:
    """The library."""
    archived = bool(chosen(request, "situacao", {"arquivados"}))
    rows = request.scope.blocks.archived() if archived else request.scope.blocks.active()
    rows = rows.matching(sought(request)) if sought(request) else rows
    context = {
        "page": page_of(request, in_order(request, rows.without_text(), ORDERS)),
        "may_edit": request.scope.may("block.edit"),
        "filtered": bool(archived or sought(request)),
    }
    return render(request, "office/blocks/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("block.edit")
def new_block(request: OfficeRequest) -> HttpResponse:
    """A form for one more block."""
    return _form(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("block.edit")
def edit_block(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one block; proposals that have it keep their copy."""
    return _form(request, found(request.scope.blocks.select_related("picture"), pk))


@require_POST
@office("block.edit")
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers a block no longer."""
    block, at = found(request.scope.blocks, pk), timezone.now()
    done(request, lambda: archive_block(block, by=request.scope.member, at=at), _("Bloco arquivado."))
    return go(request, "blocks")


@require_POST
@office("block.edit")
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers an archived block again."""
    block, at = found(request.scope.blocks, pk), timezone.now()
    done(request, lambda: restore_block(block, by=request.scope.member, at=at), _("Bloco de volta à biblioteca."))
    return go(request, "block", pk)


@require_safe
@office("blueprint.see")
def picture(request: OfficeRequest, sha256: str) -> HttpResponseBase:
    """The picture of a block: of the library, of a sale or of a blueprint that she sees."""
    scope = request.scope
    shown = picture_in(sha256, scope.blocks, scope.sales, scope.blueprints)
    if shown is None:
        raise Http404
    return picture_answer(shown)


def _form(request: OfficeRequest, block: Block | None) -> HttpResponse:
    scope, at = request.scope, timezone.now()
    files = request.FILES if request.method == "POST" else None
    has_picture = block is not None and block.picture_id is not None
    form = ShelfForm(typed(request), files, has_picture=has_picture, initial=ShelfForm.of(block))
    if request.method == "POST" and form.is_valid():
        by, key = scope.member, key_in(request)
        saving = partial(save_block, form.given(), block=block, key=key, company=scope.company, by=by, at=at)
        if attempt(form, saving) is not None:
            messages.success(request, _("Bloco salvo. Propostas que já o têm ficam como estão."))
            tell_unknown(request, unknown_in(form.given().body))
            return go(request, "blocks")
    return form_page(request, "office/blocks/form.html", form, piece=block)
