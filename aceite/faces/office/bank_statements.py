"""A bank's statement taken in: the file, what of it would count, the report, and taking all of it back."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from aceite.core.receivables.importing import Chosen, Looked, look_at, take_in, undo_statement
from aceite.core.receivables.matching import Reason
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import done, form_page, key_in, typed
from aceite.faces.office.forms.receivables import StatementForm
from aceite.faces.office.listing import page_of
from aceite.faces.office.places import go, place
from aceite.faces.ui.fields import as_error
from aceite.kit.bank_csv import MAX_BYTES, BadStatement, Statement, read_statement

_SALT: Final = "bank statement"
# Each row is two fields of a form, and a form holds a thousand.
ROWS_AT_MOST: Final = 400
REASONS: Final = {
    Reason.IDENTIFIER: gettext_lazy("identificador do Pix"),
    Reason.NAME: gettext_lazy("mesmo valor e nome"),
    Reason.AMOUNT: gettext_lazy("mesmo valor"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@office("payment.confirm", whole=True)
def import_statement(request: OfficeRequest) -> HttpResponse:
    """Takes the file and shows what each movement would pay; nothing counts yet."""
    form = StatementForm(typed(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = read_statement(file.read(MAX_BYTES + 1))
        except BadStatement as bad:
            form.add_error("file", as_error(bad))
        else:
            return _preview(request, read, str(file.name or ""))
    page = page_of(request, request.scope.bank_statements.select_related("taken_by"))
    return form_page(request, "office/receivables/import.html", form, list_url=place(request, "receivables"), page=page)


@require_POST
@office("payment.confirm", whole=True)
def take_statement(request: OfficeRequest) -> HttpResponse:
    """Counts what was chosen, and leads to its report."""
    scope = request.scope
    chosen = list(_chosen(request))
    if not chosen:
        messages.warning(request, _("Nenhum movimento foi escolhido. Nada foi registrado."))
        return go(request, "import_statement")
    name = request.POST.get("name", "")[:160]
    taken = take_in(scope.company, chosen, name=name, key=key_in(request), by=scope.member, at=timezone.now())
    words = ngettext("%(count)s pagamento confirmado.", "%(count)s pagamentos confirmados.", taken.confirmed)
    messages.success(request, words % {"count": taken.confirmed})
    return go(request, "statement", taken.pk)


@require_http_methods(["GET", "HEAD"])
@office("payment.confirm", whole=True)
def statement(request: OfficeRequest, pk: int) -> HttpResponse:
    """What became of each movement that was chosen."""
    taken = found(request.scope.bank_statements.select_related("taken_by"), pk)
    rows = [row | {"amount": Decimal(row["amount"]), "day": date.fromisoformat(row["day"])} for row in taken.report]
    context = {
        "taken": taken, "rows": rows, "back_url": place(request, "import_statement"),
        "undo_url": place(request, "undo_statement", pk),
    }  # fmt: skip
    return render(request, "office/receivables/statement.html", context)


@require_POST
@office("payment.confirm", whole=True)
def undo(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes back every payment of the statement."""
    taken = found(request.scope.bank_statements.select_related("company"), pk)
    words = _("Importação desfeita: os pagamentos deste extrato não contam mais.")
    done(request, lambda: undo_statement(taken, by=request.scope.member, at=timezone.now()), words)
    return go(request, "statement", pk)


def _preview(request: OfficeRequest, read: Statement, name: str) -> HttpResponse:
    looked = look_at(read, request.scope.company)
    offered = [row for row in looked if row.matches]
    context = {
        "name": name, "read": read, "rows": [_row(row) for row in offered[:ROWS_AT_MOST]],
        "left_out": max(0, len(offered) - ROWS_AT_MOST),
        "known": sum(1 for row in looked if row.known),
        "strangers": [row for row in looked if not row.matches and not row.known],
        "take_url": place(request, "take_statement"), "back_url": place(request, "import_statement"),
    }  # fmt: skip
    return render(request, "office/receivables/preview.html", context)


def _row(looked: Looked) -> dict[str, Any]:
    entry = looked.entry
    # Whoever chooses one has read by how much it pays more: what changes until then is asked again.
    more = {match.candidate.pk: str(match.more) for match in looked.matches if match.more}
    packed = [entry.line, entry.day.isoformat(), str(entry.amount), entry.text, entry.key, more]
    return {
        "entry": entry,
        "packed": signing.dumps(packed, salt=_SALT),
        "choices": [(match.candidate, str(REASONS[match.reason]), match.more) for match in looked.matches],
        "sure": looked.matches[0].sure,
        "by_hand": looked.by_hand,
    }


def _chosen(request: OfficeRequest) -> Iterator[Chosen]:
    for number in range(ROWS_AT_MOST):
        picked = request.POST.get(f"pay-{number}", "")
        if not picked.isdecimal() or len(picked) > 18:
            continue
        try:
            # A form that was open before an upgrade says nothing of more.
            line, day, amount, text, key, *more = signing.loads(request.POST.get(f"row-{number}", ""), salt=_SALT)
        except signing.BadSignature:
            continue
        above = Decimal(more[0].get(picked, 0)) if more else Decimal(0)
        yield Chosen(line, date.fromisoformat(day), Decimal(amount), text, key, int(picked), above)
