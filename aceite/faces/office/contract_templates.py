"""Contract templates: their list, the editor with merge fields, and how one reads."""

from collections.abc import Iterable
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.asked import KINDS, Asked, asked_of, placeholders_of, printed
from aceite.core.contracts.asking import suggested_rows
from aceite.core.contracts.entering import clauses_in
from aceite.core.contracts.merging import FIELDS, braced, merge
from aceite.core.contracts.models import ContractTemplate, Requirement
from aceite.core.contracts.templates import archive_template, restore_template, save_template
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, key_in, typed
from aceite.faces.office.clauses import clauses_of
from aceite.faces.office.forms.templates import TemplateForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought

ORDERS: Final = {"titulo": ("title",), "alterado": ("updated_at",)}


@require_safe
@office("contract.see", contracts=True)
def templates(request: OfficeRequest) -> HttpResponse:
    """The list of templates."""
    archived = bool(chosen(request, "situacao", {"arquivados"}))
    requirement = chosen(request, "assinatura", Requirement.values)
    rows = request.scope.templates.archived() if archived else request.scope.templates.active()
    rows = rows.with_requirement(requirement) if requirement else rows
    rows = rows.matching(sought(request)) if sought(request) else rows
    context = {
        "page": page_of(request, in_order(request, rows.without_text(), ORDERS)),
        "requirements": Requirement.choices,
        "may_edit": request.scope.may("template.edit"),
        "filtered": bool(archived or requirement or sought(request)),
    }
    return render(request, "office/templates/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("template.edit", contracts=True)
def new_template(request: OfficeRequest) -> HttpResponse:
    """A form for one more template."""
    form = TemplateForm(typed(request))
    form.offer_members(request.scope.members.joined())
    form.offer(request.scope.clauses.active())
    if form.is_valid() and (template := _save(request, form, None)):
        return _saved(request, template)
    return form_page(request, "office/templates/form.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@office("template.edit", contracts=True)
def edit_template(request: OfficeRequest, pk: int) -> HttpResponse:
    """The editor of one template; contracts made from it keep their own text."""
    template = found(request.scope.templates, pk)
    wanted = suggested_rows(template.body, asked_of(template.asked)) if "campos" in request.GET else []
    form = TemplateForm(typed(request), initial=TemplateForm.of(template), template=template, suggested=wanted)
    form.offer_members(request.scope.members.joined())
    form.offer(request.scope.clauses.active())
    if form.is_valid() and _save(request, form, template):
        return _saved(request, template)
    return form_page(request, "office/templates/form.html", form, template=template)


@require_safe
@office("contract.see", contracts=True)
def template(request: OfficeRequest, pk: int) -> HttpResponse:
    """How a template reads: each merge field shows what will stand in its place."""
    shown = found(request.scope.templates, pk)
    asked = asked_of(shown.asked)
    own = {name: f"[{field.label}]" for name, field in placeholders_of(asked).items()}
    merged = merge(clauses_in(shown), {name: f"[{_(label)}]" for name, label in FIELDS.items()} | own, own)
    context = {
        "asked": asked_shown(asked),
        "may_become": bool(suggested_rows(shown.body, asked)),
        "clauses": clauses_of(request, shown),
        "template": shown,
        "html": merged.html,
        "unknown": [braced(name) for name in merged.unknown],
        "may_edit": request.scope.may("template.edit"),
    }
    return render(request, "office/templates/template.html", context)


@require_POST
@office("template.edit", contracts=True)
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes a template out of the choice for new contracts."""
    template = found(request.scope.templates, pk)
    done(
        request, lambda: archive_template(template, by=request.scope.member, at=timezone.now()), _("Modelo arquivado.")
    )
    return redirect("office:templates", request.scope.company.slug)


@require_POST
@office("template.edit", contracts=True)
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Puts an archived template back."""
    template = found(request.scope.templates, pk)
    words = _("Modelo de volta à lista.")
    done(request, lambda: restore_template(template, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:template", request.scope.company.slug, pk)


def asked_shown(asked: Iterable[Asked]) -> list[tuple[Asked, str, str]]:
    """The fields, each with what it takes and its default in words."""
    return [(field, _(KINDS[field.kind]), printed(field, field.default)) for field in asked]


def _save(request: OfficeRequest, form: TemplateForm, template: ContractTemplate | None) -> ContractTemplate | None:
    scope, at = request.scope, timezone.now()
    return attempt(
        form,
        lambda: save_template(
            form.text(), template=template, key=key_in(request), company=scope.company, by=scope.member, at=at
        ),
    )


def _saved(request: OfficeRequest, template: ContractTemplate) -> HttpResponse:
    messages.success(request, _("Modelo salvo."))
    return redirect("office:template", request.scope.company.slug, template.pk)
