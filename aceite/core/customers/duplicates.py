"""Customers that are likely the same one registered twice: by root of the CNPJ, name, e-mail or telephone. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from aceite.kit.text import unaccented

# What so many share tells nothing: the address of an accountant, the telephone of a shopping centre.
MOST_ALIKE: Final = 8
_ROOT: Final = 8
_CNPJ: Final = 14
_LEGAL_FORMS: Final = frozenset({"ltda", "me", "epp", "eireli", "sa", "s/a", "s.a", "cia", "slu", "mei"})


class Sign(StrEnum):
    """Why two are taken for one, the strongest first."""

    ROOT = "root"
    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True)
class Known:
    """What is looked at of one customer."""

    key: int
    taxid: str
    name: str
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Alike:
    """Customers that share the same signs, by their keys, the one registered first in front."""

    keys: tuple[int, ...]
    signs: frozenset[Sign]


def alike(known: Iterable[Known]) -> list[Alike]:
    """The groups, those with most signs first; the same customers stand in one group with all the signs they share."""
    sharing: dict[tuple[Sign, str], list[int]] = defaultdict(list)
    for one in known:
        for sign, said in _signs(one):
            sharing[sign, said].append(one.key)
    groups: dict[tuple[int, ...], set[Sign]] = defaultdict(set)
    for (sign, _said), keys in sharing.items():
        if 2 <= len(keys) <= MOST_ALIKE:
            groups[tuple(sorted(keys))].add(sign)
    found = [Alike(keys, frozenset(signs)) for keys, signs in groups.items()]
    return sorted(found, key=lambda one: (-len(one.signs), min(list(Sign).index(sign) for sign in one.signs), one.keys))


def _signs(one: Known) -> Iterator[tuple[Sign, str]]:
    if len(one.taxid) == _CNPJ:
        yield Sign.ROOT, one.taxid[:_ROOT]
    if name := _bare(one.name):
        yield Sign.NAME, name
    if one.email:
        yield Sign.EMAIL, one.email.lower()
    if one.phone:
        yield Sign.PHONE, one.phone


def _bare(name: str) -> str:
    """The name without case, accents, signs and legal form: "Padaria Central Ltda." is "padaria central"."""
    words = unaccented(name).replace(",", " ").split()
    return " ".join(word for word in (word.strip(".-") for word in words) if word and word not in _LEGAL_FORMS)
