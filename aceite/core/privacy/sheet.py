"""Records as a page that any browser shows, and as values that JSON holds. Knows nothing of where they come from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words, moment_words
from aceite.core.privacy.sections import Section
from aceite.kit.hashing import rfc3339

_STYLE: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "h1{font-size:1.6rem}h2{font-size:1.15rem;margin-top:2.5rem;border-bottom:1px solid #ccc;padding-bottom:.3rem}"
    "dl{display:grid;grid-template-columns:minmax(9rem,14rem) 1fr;gap:.2rem 1rem;margin:1rem 0;padding:.8rem 1rem;"
    "background:#f6f6f4;border-radius:.5rem}dt{color:#555}dd{margin:0;overflow-wrap:anywhere}dl dl{margin:0;padding:0}"
    "@media(max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}"
    "@media(prefers-color-scheme:dark){body{background:#161616;color:#eee}dl{background:#222}dt{color:#bbb}}"
)


def sheet(name: str, company: str, sections: Sequence[Section], at: datetime) -> str:
    """The page: who has the data, whose they are, when it was made, and every part, empty ones said to be so."""
    head = format_html(
        '<!doctype html><html lang="{}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        "<title>{}</title><style>{}</style></head>",
        get_language() or "pt-br", _("Dados pessoais"), SafeString(_STYLE),
    )  # fmt: skip
    made = _("O que %(company)s guarda sobre %(name)s, em %(when)s.") % {
        "company": company, "name": name, "when": _worded(at),
    }  # fmt: skip
    body = format_html_join("", "<h2>{}</h2>{}", ((part.title, _records(part)) for part in sections))
    return format_html("{}<body><h1>{}</h1><p>{}</p>{}</body></html>\n", head, _("Dados pessoais"), made, body)


def plain(value: Any) -> Any:
    """The same as JSON holds it: moments as RFC 3339 in UTC, days as ISO 8601."""
    if isinstance(value, Mapping):
        return {str(name): plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return rfc3339(value)
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, str | int | bool | None) else str(value)


def _records(part: Section) -> SafeString:
    if not part.records:
        return format_html("<p>{}</p>", _("Nada consta."))
    return format_html_join("", "{}", ((_shown(record),) for record in part.records))


def _shown(value: Any) -> SafeString:
    if isinstance(value, Mapping):
        told = ((str(name), _shown(item)) for name, item in value.items() if item not in ("", None, [], {}))
        return format_html("<dl>{}</dl>", format_html_join("", "<dt>{}</dt><dd>{}</dd>", told))
    if isinstance(value, list | tuple):
        return format_html_join("", "<div>{}</div>", ((_shown(item),) for item in value))
    return format_html("{}", _worded(value))


def _worded(value: Any) -> str:
    if isinstance(value, bool):
        return _("sim") if value else _("não")
    if isinstance(value, datetime):
        return moment_words(value)
    return day_words(value) if isinstance(value, date) else str(value)
