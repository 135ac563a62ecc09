"""A form of a proposal as parts that can be compared: what each field says, however it was typed."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Field

from aceite.faces.office.editor_forms import Typed
from aceite.faces.office.forms.proposal import HeadForm, InstalmentForm, LineForm
from aceite.faces.office.forms.rows import Row
from aceite.faces.office.reconciling import Part, Sheet, Together

LINE, HEADING = "line.", "heading."


def sheet_of(typed: Typed) -> Sheet:
    """What stands in the form, part by part."""
    head = {name: Part({name: _said(f, typed.head.get(name))}, typed.head.get(name)) for name, f in _fields(HeadForm)}
    pays = [_values(InstalmentForm, row) for row in typed.instalments.rows]
    plan = {f"{i}.{name}": value for i, pay in enumerate(pays) for name, value in pay.items()}
    return Sheet(head, dict(_rows(typed.lines.rows)), Part(plan, typed.instalments.rows))


def as_base(typed: Typed) -> str:
    """The same as text, for the page to hand back: from what both editors began."""
    sheet = sheet_of(typed)
    said = {"head": _says(sheet.head), "rows": _says(sheet.rows), "plan": sheet.plan.says}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def base_of(text: str) -> Sheet | None:
    """What a page handed back; None when it is no such text."""
    try:
        said = json.loads(text)
        parts = {place: {name: _part(says) for name, says in said[place].items()} for place in ("head", "rows")}
        return Sheet(parts["head"], parts["rows"], _part(said["plan"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def put_into(typed: Typed, together: Together) -> None:
    """Shows in the form what came of putting two together."""
    typed.head |= together.head
    typed.lines.rows = together.rows
    typed.instalments.rows = together.plan


def take(typed: Typed, name: str, stored: Sheet) -> None:
    """Puts the stored part of this name in place of the typed one."""
    if name in stored.head:
        typed.head[name] = stored.head[name].raw
    elif name in stored.rows:
        typed.lines.rows = [stored.rows[n].raw if n == name else part.raw for n, part in sheet_of(typed).rows.items()]
    elif name == "plan":
        typed.instalments.rows = stored.plan.raw


def _says(parts: Mapping[str, Part]) -> dict[str, Mapping[str, str]]:
    return {name: part.says for name, part in parts.items()}


def _part(says: Any) -> Part:
    return Part({str(name): str(value) for name, value in says.items()}, None)


def _rows(rows: list[Row]) -> Iterator[tuple[str, Part]]:
    seen: dict[str, int] = {}
    for row in rows:
        is_heading = "heading" in row
        name = f"{HEADING}{str(row['heading']).strip()}" if is_heading else f"{LINE}{row.get('key') or ''}"
        seen[name] = seen.get(name, 0) + 1
        says = {} if is_heading else _values(LineForm, row)
        if is_heading or says["name"] or says["unit_price"]:
            # Two headings may say the same, and lines typed without scripts may have no key.
            yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), Part(says, row)


def _fields(form: Any) -> list[tuple[str, Field]]:
    return [(name, field) for name, field in form.base_fields.items() if name != "key"]


def _values(form: Any, row: Row) -> dict[str, str]:
    return {name: _said(field, row.get(name)) for name, field in _fields(form)}


def _said(field: Field, raw: Any) -> str:
    try:
        value = field.clean(raw)
    except ValidationError:
        value = raw
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").strip() if value not in (None, False, "False") else ""
