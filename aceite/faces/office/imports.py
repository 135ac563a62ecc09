"""Filling a register from a spreadsheet: the file, its columns, the progress, what came of it, and the way back."""

from collections.abc import Iterator
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.imports.acts import start_import, stop_import, take_file, undo_import
from aceite.core.imports.known import REGISTERS, may_import, register_of
from aceite.core.imports.models import Import
from aceite.core.imports.registers import Taking
from aceite.core.imports.states import ImportState
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import accepted, attempt, done, form_page, key_in, typed
from aceite.faces.office.downloads import as_file
from aceite.faces.office.forms.imports import ColumnsForm, FileForm
from aceite.faces.office.import_page import columns_shown, preview, result
from aceite.faces.office.places import place

EARLIER: Final = 10


@require_http_methods(["GET", "HEAD", "POST"])
@office("customer.edit")
def new(request: OfficeRequest, kind: str) -> HttpResponse:
    """The file; and the imports there were."""
    _refuse(request, kind)
    scope = request.scope
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        file, by, key = form.given(), scope.member, key_in(request)
        taken = attempt(form, lambda: take_file(kind, file, key=key, by=by, at=timezone.now()), field="file")
        if taken:
            return redirect("office:import", scope.company.slug, taken.pk)
    earlier = scope.imports.of_kind(kind).select_related("member")[:EARLIER]
    more = {
        "kind": kind,
        "model_url": place(request, f"{kind}_model"),
        "earlier": earlier,
        "columns": REGISTERS[kind].columns,
        **_called(request, kind),
    }
    return form_page(request, "office/imports/new.html", form, **more)


@require_safe
@office("customer.edit")
def model(request: OfficeRequest, kind: str) -> HttpResponseBase:
    """An empty spreadsheet with every heading there is."""
    _refuse(request, kind)
    columns = REGISTERS[kind].columns
    return as_file("planilha-modelo", _("Modelo"), [[str(column.label) for column in columns]], "xlsx")


@require_http_methods(["GET", "HEAD", "POST"])
@office("customer.edit")
def one(request: OfficeRequest, pk: int) -> HttpResponse:
    """One import as it stands; POST begins it, or lets a stopped one go on."""
    importing, scope = _import(request, pk), request.scope
    if importing.state == ImportState.CHOOSING:
        return _choosing(request, importing)
    if request.method == "POST":
        form = ColumnsForm(_kept(importing), importing=importing, columns=register_of(importing).columns)
        if form.is_valid():
            done(
                request,
                lambda: start_import(importing, form.choice(), by=scope.member, at=timezone.now()),
                _("A importação continua de onde parou."),
            )
        return redirect("office:import", scope.company.slug, pk)
    rows = scope.imported_rows.filter(of=importing)
    context = {
        "importing": importing,
        "back_url": place(request, f"import_{importing.kind}"),
        "result": result(importing, rows),
    }
    return render(request, "office/imports/import.html", context)


@require_POST
@office("customer.edit")
def stop(request: OfficeRequest, pk: int) -> HttpResponse:
    """Stops behind the row at hand."""
    importing, scope = _import(request, pk), request.scope
    words = _("Importação interrompida. O que já entrou continua no cadastro.")
    done(request, lambda: stop_import(importing, by=scope.member, at=timezone.now()), words)
    return redirect("office:import", scope.company.slug, pk)


@require_POST
@office("customer.edit")
def undo(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes back what nothing has used since."""
    importing, scope = _import(request, pk), request.scope
    words = _("Desfazendo: o que ninguém usou sai do cadastro.")
    done(request, lambda: undo_import(importing, by=scope.member, at=timezone.now()), words)
    return redirect("office:import", scope.company.slug, pk)


@require_safe
@office("customer.edit")
def left_out(request: OfficeRequest, pk: int) -> HttpResponseBase:
    """The rows that did not come in, as they were, each with what is wrong: to be mended and sent again.

    Once they were let go, the import's page says so.
    """
    importing = _import(request, pk)
    if not importing.content:
        return redirect("office:import", request.scope.company.slug, pk)
    return as_file(f"linhas-com-erro-{importing.pk}", _("Linhas com erro"), _left_out(request, importing), "xlsx")


def _left_out(request: OfficeRequest, importing: Import) -> Iterator[list[object]]:
    yield [*importing.headings, _("Linha"), _("O que corrigir")]
    cells = {row.number: row.cells for row in importing.rows()}
    for row in request.scope.imported_rows.filter(of=importing).failed():
        said = " ".join(f"{column}: {sentence}" if column else sentence for column, sentence in row.told)
        yield [*cells.get(row.number, [""] * len(importing.headings)), row.number, said]


def _choosing(request: OfficeRequest, importing: Import) -> HttpResponse:
    scope, columns = request.scope, register_of(importing).columns
    form = ColumnsForm(typed(request), importing=importing, columns=columns)
    begins = form.is_valid() and "conferir" not in request.POST
    if begins and accepted(form, lambda: start_import(importing, form.choice(), by=scope.member, at=timezone.now())):
        messages.success(request, _("A importação começou."))
        return redirect("office:import", scope.company.slug, importing.pk)
    how = Taking(scope.company, scope.member, timezone.now(), update=form.updates())
    more = {
        "importing": importing, "back_url": place(request, f"import_{importing.kind}"),
        "columns": columns_shown(form, importing), "preview": preview(importing, form.shown(), how),
    }  # fmt: skip
    return form_page(request, "office/imports/choosing.html", form, **more)


def _kept(importing: Import) -> dict[str, str]:
    chosen = {f"coluna-{n}": name for n, name in enumerate(importing.columns)}
    return chosen | {"when_known": importing.when_known}


def _called(request: OfficeRequest, kind: str) -> dict[str, str]:
    titles = {
        "customers": (_("Importar clientes"), _("Clientes"), "customers"),
        "items": (_("Importar catálogo"), _("Catálogo"), "catalog"),
        "prices": (_("Importar preços"), _("Tabelas de preços"), "price_lists"),
    }
    title, back, name = titles[kind]
    return {"title": title, "back": back, "back_url": place(request, name)}


def _refuse(request: OfficeRequest, kind: str) -> None:
    if not may_import(kind, by=request.scope.member):
        raise Http404


def _import(request: OfficeRequest, pk: int) -> Import:
    importing = found(request.scope.imports.select_related("member"), pk)
    _refuse(request, importing.kind)
    return importing
