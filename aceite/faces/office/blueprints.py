"""Models of proposals: their list, the page of one, its content in the editor of proposals, its files and versions."""

import secrets
from functools import partial
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.blueprints.filing import attach_to_blueprint, detach_from_blueprint
from aceite.core.blueprints.keeping import (
    archive_blueprint,
    copy_blueprint,
    describe,
    new_blueprint,
    restore_blueprint,
)
from aceite.core.blueprints.models import Blueprint
from aceite.core.blueprints.writing import bring_back, draft_in
from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.recurring_words import recurring_words
from aceite.faces.office import editing, pasting
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import attempt, done, form_page, key_in, take_files, typed
from aceite.faces.office.blueprint_draft import BlueprintDraft
from aceite.faces.office.forms.attachments import AttachmentsForm
from aceite.faces.office.forms.blueprints import BlueprintForm, NewBlueprintForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought
from aceite.faces.office.places import blueprint_of, go, place

ORDERS: Final = {"nome": ("name",), "alterado": ("saved_at",), "total": ("total",)}
_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@office("blueprint.see")
def blueprints(request: OfficeRequest) -> HttpResponse:
    """The list: hers and those shared with the team."""
    archived = bool(chosen(request, "situacao", {"arquivados"}))
    mine = bool(chosen(request, "de", {"meus"}))
    rows = request.scope.blueprints.archived() if archived else request.scope.blueprints.active()
    rows = rows.owned_by(request.scope.member) if mine else rows
    rows = rows.matching(sought(request)) if sought(request) else rows
    context = {
        "page": page_of(request, in_order(request, rows.with_sheet().without_text(), ORDERS)),
        "may_edit": request.scope.may("blueprint.edit"),
        "filtered": bool(archived or mine or sought(request)),
    }
    return render(request, "office/blueprints/list.html", context)


@_page
@office("blueprint.edit")
def new(request: OfficeRequest) -> HttpResponse:
    """An empty one, to be written in the editor."""
    form = NewBlueprintForm(typed(request), initial={"key": secrets.token_urlsafe(12)})
    if request.method == "POST" and form.is_valid():
        company, by, key = request.scope.company, request.scope.member, form.cleaned_data["key"]
        making = partial(new_blueprint, form.data_given(), company=company, key=key, by=by, at=timezone.now())
        made = attempt(form, making)
        if made is not None:
            return go(request, "write_blueprint", made.pk)
    return form_page(request, "office/blueprints/new.html", form)


@_page
@office("blueprint.see", change="blueprint.edit")
def blueprint(request: OfficeRequest, pk: int) -> HttpResponse:
    """What it holds, and for whoever may change it what stands around it."""
    shown = blueprint_of(request, pk)
    held = list(shown.contracts.values_list("template", flat=True))
    uses = request.scope.company.uses_contracts
    templates = request.scope.templates.active_or(held).without_text() if uses else []
    may_hide = shown.may_be_hidden_by(request.scope.member)
    form = BlueprintForm(typed(request), initial=BlueprintForm.of(shown), templates=templates, may_hide=may_hide)
    if request.method == "POST" and form.is_valid():
        saving = partial(describe, shown, form.data_given(), by=request.scope.member, at=timezone.now())
        if attempt(form, saving) is not None:
            messages.success(request, _("Modelo salvo."))
            return go(request, "blueprint", pk)
    draft = draft_in(shown, at=timezone.now())
    totals = clean_draft(draft).totals
    context = {
        "blueprint": shown, "draft": draft, "totals": totals,
        "rows": list(zip(draft.lines, totals.lines, strict=True)),
        "recurring": [recurring_words(part) for part in totals.recurring],
        "files": shown.files.select_related("document"),
        "contracts": shown.contracts.select_related("template"),
        "blocks": shown.blocks.all(),
        "may_change": shown.may_be_changed_by(request.scope.member),
        "may_edit": request.scope.may("blueprint.edit"),
        "key": secrets.token_urlsafe(12),
    }  # fmt: skip
    return form_page(request, "office/blueprints/blueprint.html", form, **context)


@_page
@office("blueprint.edit")
def write(request: OfficeRequest, pk: int) -> HttpResponse:
    """Its content, in the editor of proposals."""
    return editing.answer(request, BlueprintDraft(request, _to_change(request, pk)))


@require_POST
@office("blueprint.edit")
def totals(request: OfficeRequest, pk: int) -> HttpResponse:
    """What the typed lines add up to."""
    return editing.totals(request, BlueprintDraft(request, _to_change(request, pk)))


@_page
@office("blueprint.edit")
def paste(request: OfficeRequest, pk: int) -> HttpResponse:
    """Lines from a spreadsheet."""
    return pasting.paste_into(request, BlueprintDraft(request, _to_change(request, pk)))


@_page
@office("blueprint.edit")
def files(request: OfficeRequest, pk: int) -> HttpResponse:
    """The files that go with every proposal made of it."""
    shown = _to_change(request, pk)
    form = AttachmentsForm(typed(request), request.FILES if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        take_files(form, "added", partial(attach_to_blueprint, shown, by=request.scope.member, at=timezone.now()))
        if not form.errors:
            messages.success(request, _("Anexos incluídos."))
            return go(request, "blueprint", pk)
    context = {
        "blueprint": shown, "files": shown.files.select_related("document"),
        "back_url": place(request, "blueprint", pk),
    }  # fmt: skip
    return form_page(request, "office/blueprints/files.html", form, **context)


@require_POST
@office("blueprint.edit")
def remove_file(request: OfficeRequest, pk: int, file: int) -> HttpResponse:
    """Take a file away."""
    found = _to_change(request, pk).files.filter(pk=file).first()
    if found is None:
        raise Http404
    removing = partial(detach_from_blueprint, found, by=request.scope.member, at=timezone.now())
    done(request, removing, _("Anexo removido."))
    return go(request, "blueprint_files", pk)


@require_POST
@office("blueprint.edit")
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers it no longer."""
    shown, at = _to_change(request, pk), timezone.now()
    done(request, lambda: archive_blueprint(shown, by=request.scope.member, at=at), _("Modelo arquivado."))
    return go(request, "blueprints")


@require_POST
@office("blueprint.edit")
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers it again."""
    shown, at = _to_change(request, pk), timezone.now()
    done(request, lambda: restore_blueprint(shown, by=request.scope.member, at=at), _("Modelo de volta à lista."))
    return go(request, "blueprint", pk)


@require_POST
@office("blueprint.edit")
def copy(request: OfficeRequest, pk: int) -> HttpResponse:
    """One more that says the same, her own."""
    shown, key = blueprint_of(request, pk), key_in(request)
    made = copy_blueprint(shown, key=key, by=request.scope.member, at=timezone.now())
    messages.success(request, _("Cópia criada. Ela é sua até você a compartilhar."))
    return go(request, "blueprint", made.pk)


@require_safe
@office("blueprint.see")
def versions(request: OfficeRequest, pk: int) -> HttpResponse:
    """What it said before."""
    shown = blueprint_of(request, pk)
    rows = shown.versions.select_related("saved_by").defer("content")
    context = {"blueprint": shown, "page": page_of(request, rows)}
    context["may_change"] = shown.may_be_changed_by(request.scope.member)
    return render(request, "office/blueprints/versions.html", context)


@require_POST
@office("blueprint.edit")
def back(request: OfficeRequest, pk: int, version: int) -> HttpResponse:
    """Makes an older version the newest one."""
    old = _to_change(request, pk).versions.select_related("blueprint__company").filter(number=version).first()
    if old is None:
        raise Http404
    words = _("A versão %(number)s voltou, como versão mais nova. As outras continuam no histórico.")
    at = timezone.now()
    done(request, lambda: bring_back(old, by=request.scope.member, at=at), words % {"number": version})
    return go(request, "blueprint", pk)


def _to_change(request: OfficeRequest, pk: int) -> Blueprint:
    """One she may write in; for one she only sees there is no such page."""
    found = blueprint_of(request, pk)
    if not found.may_be_changed_by(request.scope.member):
        raise Http404
    return found
