"""The words of a version's contracts and presentation as they are printed, values put in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from aceite.core.blueprints.reading import passages_of
from aceite.core.contracts.entering import body_of
from aceite.core.contracts.merging import merge
from aceite.core.contracts.models import Contract
from aceite.core.contracts.values import values_of
from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.models import SentWords
from aceite.kit.richtext_blocks import plain


@dataclass(frozen=True)
class PrintedWords:
    """As `SentWords` keeps them."""

    contracts: dict[str, dict[str, str]] = field(default_factory=dict)
    passages: list[dict[str, Any]] = field(default_factory=list)


def printed_words(version: ProposalVersion, contracts: Iterable[Contract], *, at: datetime) -> PrintedWords:
    """The words as they would be printed at `at`: the moment of sending, or now for a draft."""
    return PrintedWords(
        {str(contract.pk): _of_contract(contract, at) for contract in contracts},
        [
            {
                "kind": passage.kind,
                "title": passage.title,
                "text": plain(passage.html),
                "after": passage.after,
                "picture": passage.picture.sha256 if passage.picture else "",
            }
            for passage in passages_of(version, at=at)
        ],
    )


def sent_words(version: ProposalVersion) -> PrintedWords:
    """What was kept when the version was sent; of one sent before words were kept, they are printed anew."""
    kept = SentWords.objects.filter(version=version).first()
    if kept is not None:
        return PrintedWords(kept.contracts, kept.passages)
    contracts = list(version.contracts.select_related("company", "uploaded"))
    for contract in contracts:
        contract.version = version
    return printed_words(version, contracts, at=version.sent_at or version.created_at)


def keep_words(version: ProposalVersion, words: PrintedWords) -> None:
    """Writes them down with the version that is being sent."""
    SentWords.objects.create(
        company_id=version.company_id, version=version, contracts=words.contracts, passages=words.passages
    )


def _of_contract(contract: Contract, at: datetime) -> dict[str, str]:
    if contract.uploaded is not None:
        return {"text": "", "file": contract.uploaded.sha256}
    return {"text": plain(merge(body_of(contract), values_of(contract, at=at)).html), "file": ""}
