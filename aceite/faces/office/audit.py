"""Who changed what in the company: the list of events, filtered, and the same as a file that streams."""

from collections.abc import Iterator
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from aceite.core.sales.audit_rows import AuditRow, audit_rows
from aceite.core.sales.list_files import in_pieces
from aceite.core.trail.auditing import Asked, events_page, lots_of
from aceite.core.trail.models import THINGS
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.listing import chosen, day_asked
from aceite.faces.office.places import place
from aceite.faces.ui.parts import PLACE, Turns
from aceite.kit.spreadsheets import brazilian_csv
from aceite.outbound.mail.wording import EDITABLE

PER_PAGE: Final = 50
# The address speaks Portuguese.
WORDS: Final = {
    "configuracoes": ("settings", gettext_lazy("Configurações")), "equipe": ("team", gettext_lazy("Equipe e acesso")),
    "clientes": ("customers", gettext_lazy("Clientes")), "catalogo": ("catalog", gettext_lazy("Catálogo e preços")),
    "textos": ("texts", gettext_lazy("Modelos e cláusulas")), "vendas": ("sales", gettext_lazy("Propostas e pedidos")),
    "contratos": ("contracts", gettext_lazy("Contratos e assinaturas")),
    "dinheiro": ("money", gettext_lazy("Dinheiro")),
    "dados": ("people", gettext_lazy("Dados pessoais e dossiês")), "outros": ("other", gettext_lazy("Outros")),
}  # fmt: skip
EVERYBODY: Final = "todos"
# Where the page of each thing is.
_PAGES: Final = {"customer": "customer", "item": "item", "template": "template", "clause": "clause"}


@require_safe
@office("trail.see")
def audit(request: OfficeRequest) -> HttpResponse:
    """One page of it."""
    asked, missing = _asked(request)
    page = events_page(request.scope.events, asked, request.GET.get(PLACE, ""), PER_PAGE)
    shown = [] if missing else audit_rows(page.rows)
    newer, older = (str(around or "") for around in (page.newer, page.older))
    context = {
        "rows": [_shown(request, row) for row in shown],
        "turns": Turns(newer, older, page.before, len(shown)),
        "asked": asked,
        "missing": missing,
        "subjects": [(word, label) for word, (_subject, label) in WORDS.items()],
        "members": request.scope.members.in_house_order(),
        "filtered": asked != Asked(zone=asked.zone) or bool(missing),
        "about": next((row.about for row in shown if asked.thing and row.thing == asked.thing), ""),
        "file_url": f"{place(request, 'audit_file')}?{_query(request)}",
    }
    return render(request, "office/audit.html", context)


@require_safe
@office("trail.see")
def audit_file(request: OfficeRequest) -> HttpResponseBase:
    """Every event that fits, as CSV that begins to arrive at once."""
    asked, missing = _asked(request)
    pieces = in_pieces(brazilian_csv(_table(request, asked, empty=bool(missing))))
    answer = StreamingHttpResponse(request.scope.afterwards(pieces), content_type="text/csv; charset=utf-8")
    day = timezone.localdate(timezone=request.scope.company.tz)
    answer["Content-Disposition"] = f'attachment; filename="auditoria-{day:%Y-%m-%d}.csv"'
    return answer


def _asked(request: OfficeRequest) -> tuple[Asked, str]:
    """What the address asks for, and the number of a sale that does not exist."""
    number = request.GET.get("venda", "").strip()[:40]
    sale = request.scope.sales.numbered(number).only("pk").first() if number else None
    member, thing = request.GET.get("quem", ""), request.GET.get("alvo", "").split("-")
    word = chosen(request, "assunto", WORDS)
    return Asked(
        subject=WORDS[word][0] if word else "",
        system=member == EVERYBODY,
        member_id=_number(member),
        first=day_asked(request.GET.get("de", "")),
        last=day_asked(request.GET.get("ate", "")),
        sale_id=sale.pk if sale else None,
        thing=(thing[0], pk) if len(thing) == 2 and thing[0] in THINGS and (pk := _number(thing[1])) else None,
        zone=request.scope.company.zone,
    ), "" if sale or not number else number


def _number(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() and len(typed) < 18 else None


def _query(request: OfficeRequest) -> str:
    query = request.GET.copy()
    query.pop(PLACE, None)
    return query.urlencode()


def _shown(request: OfficeRequest, row: AuditRow) -> dict[str, Any]:
    page = _PAGES.get(row.thing[0]) if row.thing else None
    return {
        "row": row,
        "detail": _detail(row),
        "day": timezone.localtime(row.at).date(),
        "url": place(request, page, row.thing[1]) if page and row.thing else "",
        "sale_url": place(request, "sale", row.sale) if row.sale else "",
        "about_it": f"alvo={row.thing[0]}-{row.thing[1]}" if row.thing else "",
    }


def _detail(row: AuditRow) -> str:
    """What of it changed; of a mail, which one."""
    data = row.event.data
    if not row.event.kind.startswith("mail_text."):
        return row.detail
    letter, language = str(data.get("letter", "")), str(data.get("language", ""))
    return f"{EDITABLE.get(letter, letter)} ({language})"


def _table(request: OfficeRequest, asked: Asked, *, empty: bool) -> Iterator[list[object]]:
    zone = request.scope.company.tz
    yield [_("Quando"), _("Quem"), _("O que aconteceu"), _("Sobre"), _("Venda"), _("Detalhe"), _("Tipo"), _("Hash")]
    for lot in [] if empty else lots_of(request.scope.events, asked):
        for row in audit_rows(lot):
            when = timezone.localtime(row.at, zone).strftime("%d/%m/%Y %H:%M:%S")
            yield [when, row.who, row.words, row.about, row.sale, _detail(row), row.event.kind, row.event.hash]
