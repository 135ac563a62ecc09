"""A row's cells as the values of its columns, or all that is wrong with it."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from aceite.core.imports import cells
from aceite.core.imports.columns import Column
from aceite.core.imports.registers import Key, Register
from aceite.core.trail.refusals import said
from aceite.kit.sentences import Complaint

Errors = list[tuple[str, str]]


def values_of(row: Sequence[str], chosen: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, Any], Errors]:
    """What the filled cells hold, by column, and an error (column's label, sentence) for each that holds no such thing.

    An empty cell says nothing, so it erases nothing; in a needed column it is an error.
    """
    known = {column.name: column for column in columns}
    values: dict[str, Any] = {}
    errors: Errors = []
    for cell, name in zip(row, chosen, strict=False):
        column = known.get(name)
        if column is None:
            continue
        try:
            if cell:
                cells.refuse_broken(cell)
                values[name] = column.read(cell)
            elif column.needed:
                errors.append((str(column.label), _("Preencha esta célula.")))
        except Complaint as complaint:
            errors.append((str(column.label), said(complaint)))
    return values, errors


def key_of(row: Sequence[str], chosen: Sequence[str], register: Register) -> Key | None:
    """What the row is known by; None where that is empty or cannot be read."""
    keys = [column for column in register.columns if column.name in register.keys]
    values, errors = values_of(row, [name if name in register.keys else "" for name in chosen], keys)
    told = not errors and all(column.name in values for column in keys if column.needed)
    return register.key(values) if told else None
