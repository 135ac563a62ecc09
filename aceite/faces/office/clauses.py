"""The clause library: its list, the form of a clause, where it is used, and taking a newer version of it."""

from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts.asking import nobodys_fields
from aceite.core.contracts.clause_pins import used_in, versions_of
from aceite.core.contracts.clause_saving import archive_clause, restore_clause, save_clause
from aceite.core.contracts.clauses import Clause, ClauseVersion
from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.rule_words import told
from aceite.core.contracts.rules import rule_of
from aceite.core.contracts.templates import take_newer_clause
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, done, form_page, key_in, tell_unknown, typed
from aceite.faces.office.forms.clauses import ClauseForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought
from aceite.faces.office.places import go

ORDERS: Final = {"titulo": ("title",), "alterado": ("updated_at",)}


@dataclass(frozen=True)
class Listed:
    """A clause of the list, when it enters, and in how many templates it is used."""

    clause: Clause
    enters: str
    uses: int


@dataclass(frozen=True)
class Meant:
    """A clause a template refers to, at the version it means; `newest` is the library's."""

    version: ClauseVersion
    enters: str

    @property
    def newest(self) -> int:
        """The number of the library's version."""
        return self.version.clause.number


def clauses_of(request: OfficeRequest, template: ContractTemplate) -> list[Meant]:
    """The clauses a template refers to, in the order of its text."""
    rows = versions_of(template.clauses, company_id=request.scope.company.pk)
    return [Meant(row, told(rule_of(row.rule))) for row in rows]


@require_safe
@office("contract.see", contracts=True)
def clauses(request: OfficeRequest) -> HttpResponse:
    """The library."""
    archived = bool(chosen(request, "situacao", {"arquivados"}))
    rows = request.scope.clauses.archived() if archived else request.scope.clauses.active()
    rows = rows.matching(sought(request)) if sought(request) else rows
    page, meanings = (
        page_of(request, in_order(request, rows.without_text(), ORDERS)),
        request.scope.templates.meanings(),
    )
    context = {
        "page": page,
        "listed": [Listed(one, told(rule_of(one.rule)), used_in(one.key, meanings)) for one in page],
        "may_edit": request.scope.may("template.edit"),
        "filtered": bool(archived or sought(request)),
    }
    return render(request, "office/clauses/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("template.edit", contracts=True)
def new_clause(request: OfficeRequest) -> HttpResponse:
    """A form for one more clause."""
    return _form(request, ClauseForm(typed(request)), None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("template.edit", contracts=True)
def edit_clause(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one clause, and where it is used."""
    clause = found(request.scope.clauses, pk)
    return _form(request, ClauseForm(typed(request), initial=ClauseForm.of(clause), clause=clause), clause)


@require_POST
@office("template.edit", contracts=True)
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers a clause no longer."""
    clause = found(request.scope.clauses, pk)
    done(request, lambda: archive_clause(clause, by=request.scope.member, at=timezone.now()), _("Cláusula arquivada."))
    return go(request, "clauses")


@require_POST
@office("template.edit", contracts=True)
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Offers an archived clause again."""
    clause = found(request.scope.clauses, pk)
    words = _("Cláusula de volta à biblioteca.")
    done(request, lambda: restore_clause(clause, by=request.scope.member, at=timezone.now()), words)
    return go(request, "clause", pk)


@require_POST
@office("template.edit", contracts=True)
def newer(request: OfficeRequest, pk: int, key: str) -> HttpResponse:
    """Lets a template mean the newest version of a clause; `de=clausula` leads back to the clause's page."""
    template = found(request.scope.templates, pk)
    clause = request.scope.clauses.keyed([key]).first()
    if clause is None:
        raise Http404
    words = _("“%(template)s” agora usa a versão %(number)s da cláusula.")
    details = {"template": template.title, "number": clause.number}
    by, at = request.scope.member, timezone.now()
    done(request, lambda: take_newer_clause(template, clause, by=by, at=at), words % details)
    if request.GET.get("de") == "clausula":
        return go(request, "clause", clause.pk)
    return go(request, "template", pk)


def _form(request: OfficeRequest, form: ClauseForm, clause: Clause | None) -> HttpResponse:
    scope = request.scope
    if form.is_valid() and accepted(
        form,
        lambda: save_clause(
            form.given(), clause=clause, key=key_in(request), company=scope.company, by=scope.member, at=timezone.now()
        ),
    ):
        messages.success(request, _("Cláusula salva. Os modelos que a usam ficam com a versão que tinham."))
        tell_unknown(request, nobodys_fields(form.given().body))
        return redirect("office:clauses", scope.company.slug)
    uses = scope.templates.referring_to(clause).without_text() if clause else []
    context = {"clause": clause, "uses": [(one, one.clauses[clause.key]) for one in uses] if clause else []}
    return form_page(request, "office/clauses/form.html", form, **context)
