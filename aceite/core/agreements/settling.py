"""The register kept in line with the sales: what was signed, its amendments and its end, worked out anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import Final

from django.db.models import Exists, OuterRef, Q

from aceite.core.agreements.models import Agreement, Termination
from aceite.core.agreements.reckoning import Amended, Made, Reckoned, reckon, recurring_until, replaced_from
from aceite.core.contracts.models import Contract
from aceite.core.contracts.terms import term_of
from aceite.core.proposals.changes import REPLACES
from aceite.core.proposals.dues import order_day
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.states import State
from aceite.core.receivables.expecting import expect
from aceite.core.sales.models import Approval, Rescission
from aceite.core.sales.repeated import first_asked
from aceite.kit.text import searchable

_AGREED: Final = (State.APPROVED, State.ORDER)
# What the customer withdrew from stays in the register, as ended on that day.
_MADE: Final = (*_AGREED, State.RESCINDED)
OF_THE_DAYS: Final = ("starts_on", "term_ends_on", "renews", "ending_from", "last_on", "terminated")


@dataclass(frozen=True)
class Chain:
    """A sale and the amendments of it that hold, both tuples in the order of their approval."""

    original: Proposal
    amendments: tuple[Proposal, ...]
    amended: tuple[Amended, ...]

    @property
    def sales(self) -> tuple[Proposal, ...]:
        """All of them, the original first."""
        return (self.original, *self.amendments)

    @property
    def worth(self) -> Decimal:
        """What they are worth together."""
        return sum((sale.total for sale in self.sales), Decimal(0))


def may_be_in_force(company_id: int) -> ProposalQuerySet:
    """The sales of a company that may stand in its register: approved, with a contract or something that recurs, be it
    in an amendment."""
    sales = Proposal.objects.filter(company=company_id, state__in=_AGREED, amends=None)
    written = Contract.objects.filter(version=OuterRef("current"))
    changed = Proposal.objects.filter(amends=OuterRef("pk"))
    return sales.filter(Exists(written) | Exists(changed) | ~Q(current__recurring=[])).order_by("pk")


def settle(proposal: Proposal, today: date) -> list[Agreement]:
    """Brings the register in line with a sale that is no amendment, under the caller's lock. Twice is harmless.

    A sale stands in it once it is approved and its contracts are signed; one without contract when something recurs,
    be it in an amendment.
    """
    chain = chain_of(proposal)
    rows = {row.contract_id: row for row in Agreement.objects.filter(proposal=proposal)}
    held: dict[int | None, Reckoned] = {}
    for contract, made in _made(chain):
        row = rows.pop(contract.pk if contract else None, None) or Agreement(
            company_id=proposal.company_id, proposal=proposal, contract=contract
        )
        held[row.contract_id] = _write(row, made, chain, today)
    _put_away(list(rows.values()))
    _stop_what_recurs(chain, list(held.values()), today)
    return list(Agreement.objects.holding().of_sale(proposal))


def _put_away(rows: Sequence[Agreement]) -> None:
    gone = Agreement.objects.filter(pk__in=[row.pk for row in rows])
    gone.filter(terminations=None).delete()
    # An ending that was written down outlives an approval that is undone and given again.
    gone.update(holds=False)


def approval_day(proposal: Proposal) -> date | None:
    """The day on which its standing approval was given, in the company's zone."""
    given = Approval.objects.filter(proposal=proposal, undone_at=None).values_list("approved_at", flat=True).first()
    return given.astimezone(proposal.company.tz).date() if given else None


def is_signed(contract: Contract) -> bool:
    """Whether nobody has to sign it any more; one that is only read asks nobody."""
    return contract.standing in {"completed", "reading"}


def _made(chain: Chain) -> list[tuple[Contract | None, Made]]:
    proposal = chain.original
    approved_on = approval_day(proposal)
    if proposal.state not in _MADE or approved_on is None:
        return []
    version = current_of(proposal)
    contracts = list(version.contracts.defer("body").prefetch_related("copies"))
    if not contracts:
        recurs = any(current_of(sale).recurring for sale in chain.sales)
        return [(None, Made(term_of({}), approved_on, None))] if recurs else []
    tz = proposal.company.tz
    return [
        (each, Made(term_of(each.term), approved_on, _day(each.completed_at, tz)))
        for each in contracts
        if is_signed(each)
    ]


def _day(at: datetime | None, tz: tzinfo) -> date | None:
    return at.astimezone(tz).date() if at else None


def chain_of(proposal: Proposal) -> Chain:
    """The original with the amendments that hold: approved, every contract of theirs signed. What was approved last
    counts over what was approved before, whatever their numbers."""
    sales, amended = [], []
    approved = proposal.amendments.filter(state__in=_AGREED).order_by("approved_at", "amendment_number")
    for pk in approved.values_list("pk", flat=True):
        sale = lock_sale(pk)
        approved_on = approval_day(sale)
        contracts = current_of(sale).contracts.defer("body").prefetch_related("copies")
        if approved_on is not None and all(is_signed(each) for each in contracts):
            sales.append(sale)
            amended.append(Amended(current_of(sale).change, approved_on))
    return Chain(proposal, tuple(sales), tuple(amended))


def _write(row: Agreement, made: Made, chain: Chain, today: date) -> Reckoned:
    told = Termination.objects.standing().filter(agreement=row.pk).values_list("last_on", flat=True).first()
    if (fell := _fell_on(chain.original)) is not None:
        told = min(told, fell) if told else fell
    reckoned = reckon(made, chain.amended, told, today)
    sale = chain.original
    row.title = row.contract.title if row.contract else sale.title
    row.search = searchable(row.title, sale.number, sale.customer.name, sale.customer.trade_name)
    row.agreed_on, row.worth, row.holds = made.approved_on, chain.worth, True
    for name in OF_THE_DAYS:
        setattr(row, name, getattr(reckoned, name))
    row.save()
    return reckoned


def _fell_on(sale: Proposal) -> date | None:
    """The last day a contract held that a consumer withdrew from: the one before, for it holds no more at once."""
    withdrawn = Rescission.objects.select_related("company").filter(proposal=sale).first()
    return withdrawn.day - timedelta(days=1) if withdrawn else None


def _stop_what_recurs(chain: Chain, held: Sequence[Reckoned], today: date) -> None:
    """Writes until when what recurs of each sale of the chain falls due, and brings what is owed in line with it."""
    for index, sale in enumerate(chain.sales):
        later = chain.amended[index:]
        replaced = [day for each in chain.amendments[index:] if (day := replaces_from(each)) is not None]
        endless = all(not part.periods for part in current_of(sale).recurs)
        ended = [each.since for each in later if each.change.terminates]
        until = recurring_until(held, min(replaced, default=None), min(ended, default=None), endless=endless)
        if sale.recurring_until != until:
            sale.recurring_until = until
            sale.save(update_fields=["recurring_until"])
            expect(sale, today)


def replaces_from(amendment: Proposal) -> date | None:
    """From when what recurs in it takes the place of what was paid before; nothing of it is owed before its order."""
    version, ordered = current_of(amendment), order_day(amendment)
    change = version.change
    if ordered is None or change.recurring != REPLACES or change.terminates:
        return None
    agreed = version.recurring_first_due if version.recurring else None
    return replaced_from(first_asked(amendment), agreed, change.effective_on, ordered)
