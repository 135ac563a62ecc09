"""Which version of each clause a text means: fixed when the clause is put in, and until somebody takes a newer one."""

from collections.abc import Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.clauses import Clause, ClauseVersion
from aceite.core.trail.refusals import Unfit
from aceite.kit.richtext import Passage, fields, fill

PREFIX: Final = "clausula."
# Clause key → number of its version.
Pins = dict[str, int]


def keys_in(body: str) -> list[str]:
    """The keys of the clauses a text refers to, in order."""
    return [name.removeprefix(PREFIX) for name in fields(body) if name.startswith(PREFIX)]


def pins_of(body: str, *, company_id: int, before: Mapping[str, int]) -> Pins:
    """The versions a text means: those it meant before, and the newest of what is new in it.

    What is no clause is left out, and told as an unknown field. Raises Unfit for a clause inside a sentence.
    """
    keys = keys_in(body)
    if not keys:
        return {}
    newest = dict(Clause.objects.filter(company=company_id).keyed(keys).values_list("key", "number"))
    alone = fill(body, {f"{PREFIX}{key}": Passage("") for key in newest})
    if inside := [key for key in keys_in(alone) if key in newest]:
        sentence = _("Ponha {{clausula.%(key)s}} num parágrafo só dela. O que você escreveu foi mantido.")
        raise Unfit("body", sentence % {"key": inside[0]})
    return {key: before.get(key, newest[key]) for key in keys if key in newest}


def versions_of(pins: Mapping[str, int], *, company_id: int) -> list[ClauseVersion]:
    """The versions meant, in the order of the pins."""
    if not pins:
        return []
    rows = ClauseVersion.objects.filter(company=company_id, clause__key__in=pins, number__in=set(pins.values()))
    found = {(row.clause.key, row.number): row for row in rows.select_related("clause")}
    return [found[pin] for pin in pins.items() if pin in found]


def used_in(key: str, texts: Iterable[Mapping[str, int]]) -> int:
    """How many of the texts refer to this clause."""
    return sum(1 for pins in texts if key in pins)
