"""What of a version is compared with another: all that its M binds, beside it the words of its files.

Of a draft M is made as if it were sent now. What is left out, and why, stands in `NOT_COMPARED`; a field that M gets
later is compared without a word here, and a test asks for the words that tell it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from aceite.core.documents.models import Document
from aceite.core.proposals.choices import BlockKind
from aceite.core.proposals.drafts import LIMITS
from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.bundle import Paper, bind, content_of
from aceite.core.sales.changes_reading import only_chosen
from aceite.core.sales.differing import KEY, Change, Facts, Row, differences
from aceite.core.sales.printed_words import PrintedWords, printed_words, sent_words
from aceite_verify.at_request import AT_REQUEST

# Fields of M that say which version it is, or follow from others that are compared.
NOT_COMPARED: Final[dict[str, frozenset[str]]] = {
    # `chosen` tells who made the version: see `Comparison.chosen_by_customer`. P is made of all the rest.
    "": frozenset({"type", "sent_at", "paper", "chosen"}),
    "company": frozenset({"id"}),
    # Which row of the register it is; registers are put together.
    "customer": frozenset({"id"}),
    "proposal": frozenset({"id", "number", "version"}),
    # The freight stands beside them already.
    "totals": frozenset({"freight"}),
    # The catalogue's row a line was taken from: what it says stands in the line.
    "lines": frozenset({"item_id"}),
    "attachments": frozenset({"length"}),
    # D carries number and code of its version, so its bytes always differ: its words are compared, or the file brought.
    "contracts": frozenset({"id", "code", "sha256", "length", "pages"}),
    "signers": frozenset({"id"}),
    "countersigners": frozenset({"id"}),
    # What becomes of another offer is told in its own place.
    "alternatives": frozenset({"id", "state", "version", "bundle_sha256"}),
}
# Fields that are read as one.
_TOGETHER: Final[dict[str, tuple[str, ...]]] = {
    "discount_rule": ("discount_kind", "discount_value"),
    "freight_rule": ("freight_kind", "freight"),
    "adjustment_rule": ("adjustment_name", "adjustment_rate"),
    "recurring_dues": ("recurring_first_due", "recurring_day", "recurring_method"),
    "rhythm": ("recurs", "periods"),
    "limits": LIMITS,
}
# What they say where nothing was set; M of an older day may not have them at all.
_NOTHING: Final[dict[str, Any]] = {"freight_kind": "none", "recurring_method": "boleto"}
_AMOUNTS: Final = frozenset({
    *("quantity", "unit_price", "total", "subtotal", "discount", "adjustment", "freight", "discount_value"),
    *("adjustment_rate", "down_percent", "amount", *LIMITS),
})  # fmt: skip
_BLANK: Final = Document(sha256="", size=0, pages=0)
# Of so many paragraphs two contracts of different titles must share one half to be taken for the same.
_ALIKE: Final = 0.5


@dataclass(frozen=True)
class Comparison:
    """Two versions of one sale, and what changed from the older to the newer one."""

    older: ProposalVersion
    newer: ProposalVersion
    before: Facts
    after: Facts
    changes: tuple[Change, ...]
    # Whether nothing but what the customer chose lies between them.
    chosen_by_customer: bool = False


def compare(older: ProposalVersion, newer: ProposalVersion, *, at: datetime) -> Comparison:
    """What changed; `at` is when a draft among them would be sent. A version whose content was cleared says nothing."""
    before = facts_of(older, at=at)
    after = _contracts_named_alike(before, facts_of(newer, at=at))
    chosen = only_chosen(older, newer)
    return Comparison(older, newer, before, after, tuple(differences(before, after)), chosen)


def facts_of(version: ProposalVersion, *, at: datetime) -> Facts:
    """All that is compared of one version."""
    if version.bundle_sha256:
        manifest, openings = json.loads(version.manifest or "{}"), version.openings
        words = sent_words(version)
    else:
        content = content_of(version)
        papers = {contract.pk: Paper("", _BLANK) for contract in content.contracts}
        bundle = bind(content, Paper("", _BLANK), papers, at)
        manifest, openings = json.loads(bundle.manifest), bundle.openings
        words = printed_words(version, content.contracts, at=at)
    return facts_in(manifest, openings, list(version.lines.values_list("key", flat=True)), words)


def facts_in(
    manifest: Mapping[str, Any], openings: Mapping[str, Any], line_keys: Sequence[str], words: PrintedWords
) -> Facts:
    """The same of M itself; `line_keys` are those of its lines, in order. Pure."""
    if not manifest:
        return {}
    said = _Openings(openings)
    offer = dict(manifest["proposal"])
    lines, plan, totals = offer.pop("lines"), offer.pop("plan"), offer.pop("totals")
    rest = {
        name: value
        for name, value in manifest.items()
        if name not in ("proposal", "company", "customer", "attachments", "contracts", "alternatives")
    }
    facts: Facts = _plain(
        {
            **_kept(rest, ""),
            **_kept(offer, "proposal"),
            "plan": [{name: _amount(name, value) for name, value in part.items()} for part in plan],
            **_sums(totals),
            **{f"company_{name}": value for name, value in _kept(manifest["company"], "company").items()},
            **{f"customer_{name}": said.value(f"customer/{name}") for name in _kept(manifest["customer"], "customer")},
            "lines": _keyed((_kept(line, "lines") for line in lines), line_keys, "name"),
            "attachments": _keyed((_kept(file, "attachments") for file in manifest["attachments"]), (), "name"),
            "contracts": _keyed((_contract(one, said, words) for one in manifest["contracts"]), (), "title"),
            "passages": _keyed(words.passages, [_passage(one) for one in words.passages], "kind"),
            "alternatives": [one["number"] for one in manifest.get("alternatives", [])],
        }
    )
    return facts


class _Openings:
    def __init__(self, openings: Mapping[str, Any]) -> None:
        self._openings = openings

    def value(self, name: str) -> str | None:
        """The value behind a commitment; None where there is none, or it was erased."""
        opening = self._openings.get(name)
        return opening["value"] if opening else None


def _sums(totals: Mapping[str, Any]) -> dict[str, Any]:
    kept = _kept(totals, "totals")
    # What it all costs is one thing: what is paid once, and what recurs.
    price = [kept.pop("total", "0"), kept.pop("recurring", [])]
    return {f"sum_{name}": value for name, value in kept.items()} | {"price": price}


def _contract(contract: Mapping[str, Any], said: _Openings, words: PrintedWords) -> Row:
    printed = words.contracts.get(str(contract["id"]), {})
    kept = _kept(contract, "contracts")
    plan = dict(kept.pop("plan", {}))
    return {
        **kept,
        "text": printed.get("text"),
        "file": printed.get("file"),
        "signers": _keyed((_person(one, said, "signer", "signers") for one in contract["signers"]), (), "panel_user"),
        "countersigners": _keyed(
            (_person(one, said, "countersigner", "countersigners") for one in plan.pop("countersigners", ())),
            (),
            "member",
        ),
        **plan,
    }


def _person(row: Mapping[str, Any], said: _Openings, kind: str, where: str) -> Row:
    """Somebody who signs; of what M only commits to, the values."""
    opened = {name: said.value(f"{kind}/{row['id']}/{name}") for name in ("name", "cpf") if name in row}
    if AT_REQUEST in row:
        opened[AT_REQUEST] = said.value(f"{kind}/{row['id']}/request_name")
        opened["request_cpf"] = said.value(f"{kind}/{row['id']}/request_cpf")
    return _kept(row, where) | opened


def _kept(fields: Mapping[str, Any], where: str) -> dict[str, Any]:
    kept = {name: _amount(name, value) for name, value in fields.items() if name not in NOT_COMPARED[where]}
    for together, names in _TOGETHER.items():
        found = {name: kept.pop(name) for name in names if name in kept}
        if any(value not in ("", "0", 0, None, _NOTHING.get(name)) for name, value in found.items()):
            kept[together] = [found.get(name) for name in names]
    return kept


def _amount(name: str, value: Any) -> Any:
    """Amounts without idle zeros: a row just written and the same row read say them differently."""
    if name not in _AMOUNTS or not isinstance(value, str):
        return value
    number = Decimal(value)
    return f"{number.normalize():f}" if number else "0"


def _keyed(rows: Iterable[Mapping[str, Any]], keys: Sequence[str], named_by: str) -> list[Row]:
    """The rows with a key each; of those without one, what names them and which of that name they are."""
    keyed: list[Row] = []
    seen: dict[str, int] = {}
    for at, row in enumerate(rows):
        key = (keys[at] if at < len(keys) else "") or f"{row.get(named_by)}"
        seen[key] = seen.get(key, 0) + 1
        # No name has a line break in it.
        keyed.append({KEY: key if seen[key] == 1 else f"{key}\n{seen[key]}", **row})
    return keyed


def _passage(passage: Mapping[str, Any]) -> str:
    """What tells a piece of the presentation: there is one of most kinds, and of free texts each has its title."""
    return str(passage["title"] if passage["kind"] == BlockKind.TEXT else passage["kind"])


def _contracts_named_alike(before: Facts, after: Facts) -> Facts:
    """A contract under another title is the same one where most of its text, or the file brought, stayed."""
    older = {row[KEY]: row for row in before.get("contracts", [])}
    newer = after.get("contracts", [])
    gone = [row for key, row in older.items() if key not in {one[KEY] for one in newer}]
    renamed: dict[str, str] = {}
    for row in (one for one in newer if one[KEY] not in older):
        same = next((one for one in gone if one[KEY] not in renamed.values() and _same_contract(one, row)), None)
        if same is not None:
            renamed[row[KEY]] = same[KEY]
    if not renamed:
        return after
    return after | {"contracts": [{**row, KEY: renamed.get(row[KEY], row[KEY])} for row in newer]}


def _same_contract(one: Row, other: Row) -> bool:
    if one.get("file") or other.get("file"):
        return bool(one.get("file") == other.get("file"))
    mine, theirs = set(one.get("text", "").split("\n")), set(other.get("text", "").split("\n"))
    return len(mine & theirs) >= _ALIKE * max(len(mine), len(theirs))


def _plain(facts: Any) -> Any:
    """Without what says nothing, so that a field that came and one that was empty are the same."""
    if isinstance(facts, dict):
        return dict(_said(facts))
    return [_plain(one) if isinstance(one, dict) else one for one in facts] if isinstance(facts, list) else facts


def _said(facts: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in facts.items():
        plain = _plain(value)
        if plain is not None and plain not in ("", [], {}):
            yield name, plain
