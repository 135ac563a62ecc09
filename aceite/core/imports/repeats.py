"""Rows of one spreadsheet that speak of the same customer, item or price: what the import will do with each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.imports.judging import judge
from aceite.core.imports.registers import Key, Register, Taking
from aceite.core.imports.row_reading import key_of
from aceite.kit.sheet_reading import SheetRow

# A number that stands in very many rows names the first of the others.
NAMED: Final = 4


@dataclass(frozen=True)
class Repeated:
    """A row whose customer, item or price, its `key`, stands in other rows too; `rows` are all of them, in order."""

    row: SheetRow
    key: Key
    rows: Sequence[SheetRow]

    @property
    def others(self) -> str:
        """The numbers of the other rows, the first of them where there are many."""
        near = [str(one.number) for one in self.rows[: NAMED + 1] if one.number != self.row.number][:NAMED]
        named = ", ".join(near)
        return named if len(self.rows) - 1 == len(near) else _("%(rows)s e outras") % {"rows": named}


@dataclass(frozen=True)
class Foretold:
    """Where a row stands again and what becomes of this one; `refused` where it will be left out as an error."""

    number: int
    said: str
    refused: bool


def repeated(rows: Sequence[SheetRow], chosen: Sequence[str], register: Register) -> list[Repeated]:
    """The rows that speak of what another row of the spreadsheet speaks of, in their order."""
    found: dict[Key, list[SheetRow]] = {}
    for row in rows:
        key = key_of(row.cells, chosen, register)
        if key is not None:
            found.setdefault(key, []).append(row)
    again = [Repeated(row, key, same) for key, same in found.items() if len(same) > 1 for row in same]
    return sorted(again, key=lambda one: one.row.number)


def foretell(again: Sequence[Repeated], chosen: Sequence[str], register: Register, how: Taking) -> list[Foretold]:
    """What the import will do with these rows: the first ones that stand more than once, in their order."""
    known = register.known(how.company, {one.key for one in again})
    away = register.led_away(how.company, {one.key for one in again})
    judged = judge([one.row for one in again], chosen, register, how)
    # By what is repeated: what its rows so far bring. Once one of them enters, it says what the register will hold.
    brought: dict[Key, set[str]] = {}
    told = []
    for one, verdict in zip(again, judged, strict=True):
        refused, fate = False, ""
        # What is wrong with a row is told beside it already.
        if not verdict.errors and one.key in away:
            fate = _("É pulada: este cadastro foi unido a outro.")
        elif not verdict.errors:
            more, so_far = register.more_of(verdict.values), brought.get(one.key)
            refused, fate = _fate(
                one.key in known, how.update, register.gathers, None if so_far is None else more in so_far
            )
            brought.setdefault(one.key, {""}).add(more)
        said = register.same_as(one.others, len(one.rows) - 1)
        told.append(Foretold(one.row.number, f"{said} {fate}".rstrip(), refused))
    return told


def _fate(known: bool, update: bool, gathers: bool, nothing_new: bool | None) -> tuple[bool, str]:
    """Whether a row is refused, and what becomes of it; `nothing_new` is None of the first that enters."""
    if nothing_new is None:
        return False, _of_the_first(known, gathers=gathers)
    if gathers:
        return False, _("Desta nada entra: ela não traz outro contato.") if nothing_new else _of_a_contact(known)
    return update or not known, _of_the_refused(known)


def _of_the_first(known: bool, *, gathers: bool) -> str:
    if known:
        return _("Se atualizar, vale o que esta diz; se deixar como está, é pulada.")
    return _("O cadastro fica como esta diz.") if gathers else _("Entra esta.")


def _of_a_contact(known: bool) -> str:
    if known:
        return _("Se atualizar, desta só conta o contato; se deixar como está, é pulada.")
    return _("Desta só conta o contato.")


def _of_the_refused(known: bool) -> str:
    return _("Se atualizar, esta é recusada; se deixar como está, é pulada.") if known else _("Esta é recusada.")
