"""One act as it is printed on a page of signatures."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from aceite.core.documents.reading import read
from aceite.core.signatures.models import FACTORS, Statement
from aceite.kit.hashing import rfc3339
from aceite.kit.pdf.parts import ActPaper
from aceite.kit.taxid import mask_taxid


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
        statement_sha256=statement.sha256,
        cpf=mask_taxid(values["cpf"]) if values.get("cpf") else "",
        on_behalf_of=values.get("on_behalf_of", ""),
        mark=read(statement.mark) if statement.mark else None,
        mark_text=statement.mark_text,
    )


def moment_words(moment: datetime, *, zone: ZoneInfo, language: str) -> str:
    """A moment to the second with its zone named: "25/11/2026 14:32:07 (Horário Padrão de Brasília)"."""
    english = language.startswith("en")
    pattern = "yyyy-MM-dd HH:mm:ss (zzzz)" if english else "dd/MM/yyyy HH:mm:ss (zzzz)"
    return str(format_datetime(moment, pattern, tzinfo=zone, locale="en" if english else "pt_BR"))


def _factors(statement: Statement) -> list[str]:
    return [str(factor) for factor in statement.content()["factors"]]
