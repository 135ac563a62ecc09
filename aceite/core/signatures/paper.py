"""One act as it is printed on a page of signatures: of what was shown, never more than was served or computed.

TRUST: *páginas exibidas como imagens feitas deste arquivo* and *hash do arquivo calculado no aparelho*.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.documents.reading import read
from aceite.core.signatures.models import FACTORS, Act, Statement
from aceite.kit.hashing import rfc3339
from aceite.kit.late import late
from aceite.kit.pdf.parts import ActPaper
from aceite.kit.taxid import mask_taxid
from aceite_verify.at_request import AT_REQUEST
from aceite_verify.brought_proxies import BROUGHT

if TYPE_CHECKING:
    from babel import dates
else:
    dates = late("babel.dates")


def act_paper(statement: Statement, *, role: str, act: str, zone: ZoneInfo, language: str) -> ActPaper:
    """A confirmed statement in words: `role` and `act` ("Assinou") come worded; the moment is told in `zone` and UTC.

    Run inside `translation.override(language)`. An erased name is left out. Raises documents.reading.Tampered.
    """
    if statement.confirmed_at is None:
        raise ValueError("only what was confirmed is printed")
    values = {name: opening["value"] for name, opening in statement.openings.items()}
    return ActPaper(
        name=values.get("name", ""),
        role=role,
        act=act,
        when=moment_words(statement.confirmed_at, zone=zone, language=language),
        when_utc=rfc3339(statement.confirmed_at),
        ip=statement.ip or "",
        factors=[str(FACTORS.get(factor, factor)) for factor in _factors(statement)],
        shown=shown_words(statement),
        device=device_words(statement),
        statement_sha256=statement.sha256,
        cpf=mask_taxid(values["cpf"]) if values.get("cpf") else "",
        on_behalf_of=values.get("on_behalf_of", ""),
        mark=read(statement.mark) if statement.mark else None,
        mark_text=statement.mark_text,
        note="; ".join(_notes(statement, values)),
    )


def _notes(statement: Statement, values: Mapping[str, str]) -> Iterator[str]:
    """At whose request she signed, and the power of attorney she brought."""
    if asked := values.get(AT_REQUEST):
        yield request_words(asked)
    if sha256 := statement.content()["signer"].get(BROUGHT):
        yield _("procuração enviada ao assinar, SHA-256 %(sha256)s") % {"sha256": sha256}


def request_words(who: str) -> str:
    """At whose request she acted, where she signed a rogo."""
    return _("a rogo de %(who)s, que não sabe ou não pode assinar") % {"who": who}


def moment_words(moment: datetime, *, zone: ZoneInfo, language: str) -> str:
    """A moment to the second with its zone named: "25/11/2026 14:32:07 (Horário Padrão de Brasília)"."""
    english = language.startswith("en")
    pattern = "yyyy-MM-dd HH:mm:ss (zzzz)" if english else "dd/MM/yyyy HH:mm:ss (zzzz)"
    return str(dates.format_datetime(moment, pattern, tzinfo=zone, locale="en" if english else "pt_BR"))


def shown_words(statement: Statement) -> str:
    """Which pages went to the session, and for how long they stood open; "" where that says nothing of this act."""
    body = statement.content()
    opened, count = body["opened"], body["file"]["pages"]
    if "pages" not in opened:
        # From before what was served was noted: these pictures were drawn of the file, whoever they went to.
        return _("páginas exibidas como imagens feitas deste arquivo") if opened["pictures"] else ""
    if opened["pages"]:
        return _of_pages(opened, count)
    if opened["file"]:
        return _("o arquivo em PDF foi entregue a esta sessão")
    return _("nenhuma página nesta sessão") if statement.act == Act.SIGN else ""


def device_words(statement: Statement) -> str:
    """Whether the device computed the file's hash; a statement with another hash than the file's is never prepared."""
    if statement.content()["client_sha256"] is None:
        return _("hash do arquivo não calculado no aparelho")
    return _("hash do arquivo calculado no aparelho")


def _factors(statement: Statement) -> list[str]:
    return [str(factor) for factor in statement.content()["factors"]]


def _of_pages(opened: Mapping[str, Any], count: int) -> str:
    seen = ngettext(
        "%(seen)s de %(count)s página, exibida como imagem feita deste arquivo",
        "%(seen)s de %(count)s páginas, exibidas como imagens feitas deste arquivo",
        count,
    ) % {"seen": len(opened["pages"]), "count": count}
    if not opened["seconds"]:
        return seen
    return _("%(seen)s, por %(time)s") % {"seen": seen, "time": _time(opened["seconds"])}


def _time(seconds: int) -> str:
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}\N{NO-BREAK SPACE}min {rest}\N{NO-BREAK SPACE}s" if minutes else f"{rest}\N{NO-BREAK SPACE}s"
