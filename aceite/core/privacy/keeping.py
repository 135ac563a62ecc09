"""For how long a sale's evidence is kept: its end, and the company's period for what it came to."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from aceite.core.contracts.models import SignedCopy
from aceite.core.privacy.models import Retention
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.signatures.models import Act, Statement
from aceite.core.trail.models import Event

# Events that say nothing about the sale itself.
_NOT_OF_THE_SALE: Final = ("trail.restored", "sale.cleared")


@dataclass(frozen=True)
class Keeping:
    """Why a sale is kept, and until when; `until` is None while the sale goes on."""

    proposal: Proposal
    is_evidence: bool
    until: datetime | None

    def is_over(self, at: datetime) -> bool:
        """Whether its time has run out."""
        return self.until is not None and self.until <= at


def keeping_of(proposal: Proposal, periods: Retention, *, at: datetime) -> Keeping:
    """How long this sale is kept, as things stand at that moment."""
    evidence = _is_evidence(proposal)
    ended = _chain_ended_at(proposal, at)
    years = periods.evidence_years if evidence else periods.lost_years
    return Keeping(proposal, evidence, _years_later(ended, years) if ended else None)


def _is_evidence(proposal: Proposal) -> bool:
    """Somebody signed or approved, in the panel or on paper. A no is none: it binds nobody."""
    acts = Statement.objects.confirmed().filter(company_id=proposal.company_id, sale_id=proposal.pk)
    signed = acts.filter(act__in=[Act.SIGN, Act.APPROVE]).exists()
    return signed or SignedCopy.objects.in_sale(proposal).exists()


def _chain_ended_at(proposal: Proposal, at: datetime) -> datetime | None:
    """An original is kept for as long as any of its amendments, which mean nothing without it."""
    ends = [_ended_at(each, at) for each in (proposal, *proposal.amendments.all())]
    return None if None in ends else max(end for end in ends if end)


def _ended_at(proposal: Proposal, at: datetime) -> datetime | None:
    if proposal.state_at(at) in {State.SENT, State.APPROVED}:
        return None
    chain = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}").exclude(kind__in=_NOT_OF_THE_SALE)
    moments = [proposal.created_at, *chain.reverse().values_list("at", flat=True)[:1]]
    # Saving a draft leaves no event, and an expired sale may not have been told yet.
    saved = proposal.versions.standing().order_by("-version").values_list("saved_at", flat=True).first()
    return max([*moments, *filter(None, [saved, _expiry(proposal, at)])])


def _expiry(proposal: Proposal, at: datetime) -> datetime | None:
    return proposal.expires_at if proposal.state_at(at) is State.EXPIRED else None


def _years_later(moment: datetime, years: int) -> datetime:
    try:
        return moment.replace(year=moment.year + years)
    except ValueError:
        # 29 February.
        return moment.replace(year=moment.year + years, day=28)
