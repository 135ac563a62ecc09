"""What changed between two versions, as people read it: chapters, what each is about, and what became of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from aceite.core.sales.change_values import FIELDS, amount_words, fact_of, line_words, signer_words
from aceite.core.sales.comparing import Comparison
from aceite.core.sales.differing import ADDED, KEY, MOVED, REMOVED, SET, Change, Facts
from aceite.kit.differences import Effort, Stretch, differences

# So many pairs of words are looked at in all the texts of a page together: some tenths of a second at worst.
_MOST_PAIRS: Final = 2_000_000
_CHAPTERS: Final[dict[str, tuple[str | Promise, frozenset[str]]]] = {
    "money": (gettext_lazy("Valores"), frozenset({
        *("price", "discount_rule", "freight_rule", "adjustment_rule", "sum_subtotal", "sum_discount"),
        "sum_adjustment",
    })),
    "lines": (gettext_lazy("Itens"), frozenset({"lines"})),
    "payment": (gettext_lazy("Pagamento"), frozenset({"payment_text", "plan", "recurring_dues", "down_percent"})),
    "terms": (gettext_lazy("Prazos e condições"), frozenset({
        *("valid_until", "delivery_term", "delivery_place", "warranty", "taxes_text", "terms", "consumer_relation"),
        "amends",
    })),
    "contracts": (gettext_lazy("Contratos"), frozenset({"contracts"})),
    "attachments": (gettext_lazy("Anexos"), frozenset({"attachments"})),
    "texts": (gettext_lazy("Apresentação"), frozenset({"title", "introduction", "passages"})),
    "rest": (gettext_lazy("Outras mudanças"), frozenset()),
}  # fmt: skip
# Of the version's own fields those told before all others.
_SOONEST: Final = ("payment_text", "delivery_term", "valid_until")
# Sums that come out of what is told beside them; what became of another offer is told in its own place.
DETAILS: Final = frozenset({"sum_subtotal", "sum_discount", "sum_adjustment", "alternatives"})
# What is a price, or may be one: the words of a contract stand in a file that shows its values.
_PRICES: Final = frozenset(
    {"lines.unit_price", "lines.discount_rule", "lines.total", "contracts.text", "contracts.file"}
)
_PRICED_CHAPTERS: Final = ("money", "payment")
_ORDER: Final = {kind: at for at, kind in enumerate(FIELDS)}


@dataclass(frozen=True)
class Fact:
    """One field: what it said, what it says now; of a long text the words that came and went instead."""

    label: str
    before: str = ""
    after: str = ""
    stretches: Sequence[Stretch] = ()


@dataclass(frozen=True)
class Entry:
    """What changed of one thing: `act` is a word of `differing`; `name` is "" for the version itself."""

    act: str
    name: str = ""
    detail: str = ""
    facts: Sequence[Fact] = ()


@dataclass(frozen=True)
class Chapter:
    """What changed of one kind."""

    name: str
    title: str
    entries: Sequence[Entry]


@dataclass(frozen=True)
class Told:
    """All of it. `withheld`: how many changes are not told to this reader."""

    chapters: Sequence[Chapter] = ()
    withheld: int = 0


@dataclass(frozen=True)
class Brief:
    """The few sentences that matter first, whether anything changed at all, and whether some of it is not told."""

    first: Sequence[str]
    changed: bool
    withheld: bool


def told(comparison: Comparison, *, prices: bool = True) -> Told:
    """The comparison in the reader's language; without `prices`, for whoever sees none."""
    teller = _Teller(comparison.before, comparison.after, prices=prices)
    seen = comparison if prices else priceless(comparison)
    # Fields of the version in the order of their words, the total first; of rows as they stand.
    ordered = sorted(seen.changes, key=lambda one: _ORDER.get(one.kind, 0) if len(one.path) == 1 else 0)
    chapters = [
        Chapter(name, str(title), found)
        for name, (title, _names) in _CHAPTERS.items()
        if (found := list(teller.entries([one for one in ordered if _chapter(one) == name])))
    ]
    return Told(chapters, withheld=len(comparison.changes) - len(seen.changes))


def in_brief(comparison: Comparison, *, prices: bool = True) -> Brief:
    """What a card says of it; long texts, whose words take the time, are not compared for it."""
    seen = comparison if prices else priceless(comparison)
    return Brief(first_words(seen), bool(comparison.changes), len(seen.changes) < len(comparison.changes))


def priceless(comparison: Comparison) -> Comparison:
    """The same comparison without what changed of prices, and of how they are paid."""
    seen = (one for one in comparison.changes if _chapter(one) not in _PRICED_CHAPTERS and one.kind not in _PRICES)
    return replace(comparison, changes=tuple(seen))


def first_words(comparison: Comparison, most: int = 4) -> tuple[str, ...]:
    """The few that matter most, a sentence each: the price, the lines, the payment, the deadlines, the contracts, and
    whatever else binds. Nothing of it is left out where there is room: only `DETAILS` and the order of rows are."""
    return tuple(_first(comparison))[:most]


def _chapter(change: Change) -> str:
    root = change.path[0]
    return next((name for name, (_title, names) in _CHAPTERS.items() if root in names), "rest")


class _Teller:
    """Words for changes; the work on long texts is bounded in all of them together."""

    def __init__(self, before: Facts, after: Facts, *, prices: bool) -> None:
        self._before, self._after, self._effort = before, after, Effort(_MOST_PAIRS)
        self._prices = prices

    def entries(self, changes: Sequence[Change]) -> Iterator[Entry]:
        """What changed, all of one row together."""
        for path, found in groupby(changes, key=_row):
            of_row = list(found)
            if not path:
                yield from (Entry(SET, facts=[self._fact(change)]) for change in of_row)
                continue
            yield self._entry(path, of_row)

    def _entry(self, path: tuple[str, ...], changes: Sequence[Change]) -> Entry:
        first = changes[0]
        if first.path == path and first.act in (ADDED, REMOVED):
            row = first.after or first.before
            return Entry(first.act, _name(path[0], row), _detail(path[0], row, prices=self._prices))
        row, moved = _at(self._after, path), first.path == path
        inside = sorted((one for one in changes if one.path != path), key=lambda one: _ORDER.get(one.kind, len(_ORDER)))
        facts = [self._nested(one) for one in inside]
        detail = _("Mudou de lugar na lista.") if moved else ""
        return Entry(SET if facts else MOVED, _name(path[0], row), detail, facts)

    def _nested(self, change: Change) -> Fact:
        """A field of the row, or what became of a row within it: who signs a contract."""
        if change.act == SET and len(change.path) == len(("contracts", "key", "signers", "key", "field")):
            person = _at(self._after, change.path[:-1])
            fact = self._fact(change)
            return Fact(f"{person.get('name') or '—'}: {fact.label}", fact.before, fact.after, fact.stretches)
        if change.act == SET:
            return self._fact(change)
        row = change.after or change.before or _at(self._after, change.path)
        said = {ADDED: _("Passa a assinar"), REMOVED: _("Não assina mais"), MOVED: _("Assina em outra ordem")}
        return Fact(said[change.act], after=signer_words(row))

    def _fact(self, change: Change) -> Fact:
        known = fact_of(change.kind)
        label = str(known.label)
        if known.hidden:
            return Fact(label, after=_came(change))
        before = known.say(change.before) if change.before is not None else ""
        after = known.say(change.after) if change.after is not None else ""
        if known.long:
            return Fact(label, stretches=differences(before, after, effort=self._effort))
        return Fact(label, before, after) if before != after else Fact(label, after=_came(change))


def _came(change: Change) -> str:
    if change.before is None:
        return _("passou a constar")
    return _("não consta mais") if change.after is None else _("mudou")


def _row(change: Change) -> tuple[str, ...]:
    return change.path[:2] if len(change.path) > 1 else ()


def _at(facts: Facts, path: tuple[str, ...]) -> Mapping[str, Any]:
    found: Any = facts
    for name in path:
        found = next(row for row in found if row[KEY] == name) if isinstance(found, list) else found[name]
    return found  # type: ignore[no-any-return]


def _name(root: str, row: Mapping[str, Any]) -> str:
    named_by = {"lines": "name", "attachments": "name", "contracts": "title", "passages": "title"}
    return str(row.get(named_by.get(root, "name")) or _("Texto sem título"))


def _detail(root: str, row: Mapping[str, Any], *, prices: bool) -> str:
    if root == "lines":
        return line_words(row) if prices else amount_words(row)
    if root == "contracts":
        return ", ".join(signer_words(signer) for signer in row.get("signers", ()))
    return ""


def _first(comparison: Comparison) -> Iterator[str]:
    fields = {change.kind: change for change in comparison.changes if len(change.path) == 1}
    if (price := fields.get("price")) is not None:
        yield _of_two(price)
    yield from _lines_first(comparison.changes)
    for kind in _SOONEST:
        if (change := fields.get(kind)) is not None:
            yield _of_two(change)
    if "plan" in fields and "payment_text" not in fields:
        yield _("As parcelas mudaram")
    yield from _counted(comparison.changes)
    yield from _also(fields)
    if any(_chapter(change) == "texts" for change in comparison.changes):
        yield _("A apresentação mudou")


def _also(fields: Mapping[str, Change]) -> Iterator[str]:
    """All else that the version says of itself, be it a field that M got later."""
    told_before = {"price", "plan", *_SOONEST} | DETAILS
    rest = [change for kind, change in fields.items() if kind not in told_before and _chapter(change) != "texts"]
    yield from (_of_two(change) for change in sorted(rest, key=lambda one: _ORDER.get(one.kind, len(_ORDER))))


def _of_two(change: Change) -> str:
    known = fact_of(change.kind)
    if known.long:
        said = _("o texto mudou") if change.before and change.after else _came(change)
        return _("%(label)s: %(said)s") % {"label": known.label, "said": said}
    if change.before is None or change.after is None:
        said = known.say(change.after) if change.after is not None else _came(change)
        return _("%(label)s: %(said)s") % {"label": known.label, "said": said}
    words = {"label": known.label, "before": known.say(change.before), "after": known.say(change.after)}
    return _("%(label)s: %(before)s → %(after)s") % words


def _lines_first(changes: Sequence[Change]) -> Iterator[str]:
    for act, one, several in (
        (ADDED, gettext_lazy("Entrou “%(name)s”"), gettext_lazy("Entraram %(count)s itens")),
        (REMOVED, gettext_lazy("Saiu “%(name)s”"), gettext_lazy("Saíram %(count)s itens")),
    ):
        found = [change for change in changes if change.kind == "lines" and change.act == act]
        if len(found) == 1:
            yield str(one) % {"name": _name("lines", found[0].after or found[0].before)}
        elif found:
            yield str(several) % {"count": len(found)}
    edited = {change.path[1] for change in changes if change.kind.startswith("lines.")}
    if edited:
        yield ngettext("%(count)s item mudou", "%(count)s itens mudaram", len(edited)) % {"count": len(edited)}


def _counted(changes: Sequence[Change]) -> Iterator[str]:
    contracts = {change.path[1] for change in changes if change.path[0] == "contracts"}
    files = {change.path[1] for change in changes if change.path[0] == "attachments"}
    if contracts:
        words = ngettext("%(count)s contrato mudou", "%(count)s contratos mudaram", len(contracts))
        yield words % {"count": len(contracts)}
    if files:
        yield ngettext("%(count)s anexo mudou", "%(count)s anexos mudaram", len(files)) % {"count": len(files)}
