"""What is wrong with rows before they are taken: what their cells do not hold, and what the register would refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aceite.core.imports.registers import Register, Taking
from aceite.core.imports.row_reading import Errors, values_of
from aceite.kit.sheet_reading import SheetRow


@dataclass(frozen=True)
class Judged:
    """A row with what its cells hold, by column, and with all that is wrong with it."""

    row: SheetRow
    values: Mapping[str, Any]
    errors: Errors


def judge(rows: Sequence[SheetRow], chosen: Sequence[str], register: Register, how: Taking) -> list[Judged]:
    """Each of the rows by the chosen columns. Nothing is written, and how many questions are asked is bounded."""
    read = [Judged(row, *values_of(row.cells, chosen, register.columns)) for row in rows]
    fit = [one for one in read if not one.errors]
    refused = dict(
        zip((one.row.number for one in fit), register.foreseen([one.values for one in fit], how), strict=True)
    )
    return [Judged(one.row, one.values, one.errors or refused[one.row.number]) for one in read]
