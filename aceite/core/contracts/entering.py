"""A text with its clauses put in: each that refers to the proposal by its rule enters, or leaves no trace."""

from dataclasses import dataclass

from aceite.core.catalog.models import ItemKind
from aceite.core.contracts.clause_pins import PREFIX, versions_of
from aceite.core.contracts.clauses import ClauseVersion
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.rules import Facts, Verdict, judge, rule_of
from aceite.core.customers.models import CustomerKind
from aceite.core.proposals.models import ProposalVersion
from aceite.kit.richtext import Passage, fill


@dataclass(frozen=True)
class Entry:
    """A clause of a text, and whether it enters and why."""

    clause: ClauseVersion
    verdict: Verdict


def body_of(contract: Contract) -> str:
    """The contract's text with its clauses, placeholders unfilled. In the register, outside any proposal, all enter."""
    if not contract.clauses:
        return contract.body
    passages = {
        f"{PREFIX}{entry.clause.clause.key}": Passage(entry.clause.body if entry.verdict.enters else "")
        for entry in entries_of(contract)
    }
    return fill(contract.body, passages)


def clauses_in(template: ContractTemplate) -> str:
    """A template's text with all its clauses, whenever they enter."""
    versions = versions_of(template.clauses, company_id=template.company_id)
    return fill(template.body, {f"{PREFIX}{row.clause.key}": Passage(row.body) for row in versions})


def entries_of(contract: Contract) -> list[Entry]:
    """Its clauses, in their order, each judged now."""
    versions = versions_of(contract.clauses, company_id=contract.company_id)
    facts = facts_of(contract.version) if contract.version and versions else None
    return [Entry(row, judge(rule_of(row.rule), facts) if facts else Verdict(enters=True)) for row in versions]


def facts_of(version: ProposalVersion) -> Facts:
    """What rules ask about, of a version of a proposal and its customer."""
    customer = version.proposal.customer
    instalments = [instalment.number for instalment in version.instalments.all()]
    kinds = {line.kind for line in version.lines.all() if line.counts}
    return Facts(
        total=version.worth,
        person=customer.kind == CustomerKind.PERSON,
        consumer=version.proposal.consumer_relation,
        state=customer.state,
        parts=sum(1 for number in instalments if number),
        down_payment=0 in instalments,
        products=ItemKind.PRODUCT in kinds,
        services=ItemKind.SERVICE in kinds,
        recurring=bool(version.recurring),
    )
