"""A template tried out with a real proposal: how it would read and be printed now. Nothing is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from aceite.core.contracts.asked import asked_of, defaults_of, placeholders_of
from aceite.core.contracts.asking import clean_answers
from aceite.core.contracts.entering import Entry, body_of, entries_of
from aceite.core.contracts.merging import FIELDS, braced, merge
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.texts import text_of, write_text
from aceite.core.contracts.values import values_of
from aceite.core.proposals.models import ProposalVersion


@dataclass(frozen=True)
class Trial:
    """The text as it would read: `empty` are labels of fields without a value, `unknown` is what means nothing."""

    html: str
    empty: list[str]
    unknown: list[str]
    clauses: list[Entry]


def try_out(
    template: ContractTemplate, version: ProposalVersion, answers: Mapping[str, str] | None = None, *, at: datetime
) -> Trial:
    """The template's text filled from this version of a proposal, and from what was typed for its own fields."""
    contract = contract_for(template, version, answers)
    own = placeholders_of(asked_of(template.asked))
    merged = merge(body_of(contract), values_of(contract, at=at), own)
    empty = [own[name].label if name in own else FIELDS[name] for name in merged.missing]
    unknown = [braced(name) for name in merged.unknown]
    return Trial(merged.html, list(dict.fromkeys(empty)), unknown, entries_of(contract))


def print_trial(
    template: ContractTemplate, version: ProposalVersion, answers: Mapping[str, str] | None = None, *, at: datetime
) -> bytes:
    """The PDF it would make, without a code; slow, in a limited child. Raises as `printing.pdf_of`."""
    return print_contract(contract_for(template, version, answers), at=at)


def contract_for(
    template: ContractTemplate, version: ProposalVersion, answers: Mapping[str, str] | None = None
) -> Contract:
    """The contract that would be put into the proposal, unsaved; without answers the defaults stand. Raises Unfit."""
    asked = asked_of(template.asked)
    given = defaults_of(asked) if answers is None else clean_answers(asked, answers)
    contract = Contract(company=version.company, version=version, clauses=template.clauses, answers=given)
    write_text(contract, text_of(template))
    return contract
