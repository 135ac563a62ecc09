"""What a template said before: who saved it when, which words came and went, and bringing an old version back."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from aceite.core.contracts.asked import asked_of
from aceite.core.contracts.models import ContractTemplate, TemplateVersion
from aceite.core.contracts.templates import bring_back, changes
from aceite.core.contracts.texts import text_of, write_text
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import done
from aceite.faces.office.listing import page_of
from aceite.faces.office.places import go


def _version(request: OfficeRequest, template: ContractTemplate, number: int) -> TemplateVersion:
    rows = request.scope.template_versions.of_template(template.pk)
    version = rows.numbered(number).select_related("saved_by", "company").first()
    if version is None:
        raise Http404
    version.template = template
    return version


@require_safe
@office("contract.see", contracts=True)
def versions(request: OfficeRequest, pk: int) -> HttpResponse:
    """The history, the newest first."""
    template = found(request.scope.templates, pk)
    rows = request.scope.template_versions.of_template(pk).without_text().newest_first()
    return render(request, "office/templates/versions.html", {"template": template, "page": page_of(request, rows)})


@require_safe
@office("contract.see", contracts=True)
def one_version(request: OfficeRequest, pk: int, version: int) -> HttpResponse:
    """One version, and what it changed in the one before."""
    template = found(request.scope.templates, pk)
    shown = _version(request, template, version)
    rows = request.scope.template_versions.of_template(pk)
    older, newest = rows.before(version).first(), rows.newest_first().first()
    context = {
        "template": template, "version": shown, "older": older,
        "as_it_was": _as_template(shown),
        "older_as_it_was": _as_template(older) if older else None,
        "pins": _pins(older, shown) if older else [],
        "asked": _asked(older, shown) if older else [],
        "stretches": changes(shown, older) if older else [],
        "newest": newest is not None and newest.number == version,
        "may_edit": request.scope.may("template.edit"),
    }  # fmt: skip
    return render(request, "office/templates/version.html", context)


@require_POST
@office("template.edit", contracts=True)
def back(request: OfficeRequest, pk: int, version: int) -> HttpResponse:
    """Makes an older version the newest one."""
    old = _version(request, found(request.scope.templates, pk), version)
    words = _("A versão %(number)s voltou, como versão mais nova. As outras continuam no histórico.")
    done(request, lambda: bring_back(old, by=request.scope.member, at=timezone.now()), words % {"number": version})
    return go(request, "template", pk)


def _pins(older: TemplateVersion, newer: TemplateVersion) -> list[tuple[str, int | None, int | None]]:
    """The clauses whose version changed, came or went: key, before, now."""
    keys = [*older.clauses, *(key for key in newer.clauses if key not in older.clauses)]
    pairs = [(key, older.clauses.get(key), newer.clauses.get(key)) for key in keys]
    return [pair for pair in pairs if pair[1] != pair[2]]


def _asked(older: TemplateVersion, newer: TemplateVersion) -> list[tuple[str, bool, bool]]:
    """The fields of its own that came, went or were changed: label, whether it stood before, whether it stands now."""
    before = {field.name: field for field in asked_of(older.asked)}
    now = {field.name: field for field in asked_of(newer.asked)}
    names = [name for name in now | before if before.get(name) != now.get(name)]
    return [((now | before)[name].label, name in before, name in now) for name in names]


def _as_template(version: TemplateVersion) -> ContractTemplate:
    """For the words that say how a template is signed."""
    template = ContractTemplate()
    write_text(template, text_of(version))
    return template
