"""Signers who are waited for and can sign no more, since their access ended or their right was taken: the vendor is
told, for he alone puts somebody else in their place."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, ContractQuerySet, Requirement, SignedCopy, Signer
from aceite.core.contracts.plans import acted_of, plan_of, who_of
from aceite.core.contracts.states import CopyState
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.proposals.states import State
from aceite.core.trail.actors import Actor
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record

KIND: Final = "signer.unable"
# Contracts that are signed in the panel, were sent, and are not signed yet by enough of the customer.
_SENT: Final = Q(
    requirement__in=[Requirement.DIGITAL, Requirement.EITHER],
    frozen_at__isnull=False,
    voided_at=None,
    customer_signed_at=None,
    version__proposal__standing=State.SENT,
)


def why_unable(person: PanelUser) -> str:
    """What keeps this person from signing whatever waits for her, in words; "" for whoever can sign."""
    if person.deactivated_at is not None:
        return _("não tem mais acesso ao painel")
    return "" if person.can_sign else _("não tem mais o direito de assinar")


def why_unable_for_us(member: Member) -> str:
    """The same of who signs for the company; told to the company alone."""
    if member.deactivated_at is not None:
        return _("não está mais na equipe")
    return "" if member.may("contract.countersign") else _("não pode mais assinar pela empresa")


def missed(contract: Contract, signers: Sequence[Signer]) -> list[Signer]:
    """Those of its standing signers who can sign no more, where without them it never gets complete; asks no query."""
    gone = [one for one in signers if one.statement_id is None and why_unable(one.panel_user)]
    if not gone or contract.signed_by_customer or not contract.asks_digital:
        return []
    still = acted_of(signers) | {who_of(one) for one in signers if one not in gone}
    return [] if plan_of(contract, signers).customer_complete(still) else gone


def waiting_for(person: PanelUser) -> list[Contract]:
    """The contracts that were sent and would stop without this person's signature, now or in a later step; not those
    where whoever stays suffices, nor those for which a copy on paper stands."""
    hers = Signer.objects.pending().filter(panel_user=person)
    found = under_way().filter(pk__in=hers.values("contract"))
    return [one for one in found if needed(one, one.signers.all(), [person.pk])]


def under_way() -> ContractQuerySet:
    """The contracts that wait for signatures in the panel, with all their standing signers."""
    # A copy on paper stands for the whole contract.
    on_paper = SignedCopy.objects.filter(contract=OuterRef("pk")).exclude(state=CopyState.REFUSED)
    standing = Prefetch("signers", Signer.objects.standing().select_related("panel_user"))
    found = Contract.objects.filter(_SENT, ~Exists(on_paper)).select_related("version__proposal").without_text()
    return found.prefetch_related(standing).order_by("pk")


def needed(contract: Contract, signers: Iterable[Signer], leaving: Collection[int]) -> list[Signer]:
    """Whom of the people `leaving` a contract under way needs: [] where without them it lacks no more than it lacks
    already, since others can sign no more. `signers` are all that stand; asks no query."""
    every = list(signers)
    plan = plan_of(contract, every)
    pending = [one for one in every if one.statement_id is None]
    left = [one for one in pending if one.panel_user_id in leaving]
    gone = [one for one in pending if one not in left and why_unable(one.panel_user)]

    def lacking(without: Sequence[Signer]) -> int:
        return plan.missing([who_of(one) for one in every if one not in without])

    most = lacking([*gone, *left])
    if most == lacking(gone):
        return []
    helping = [one for one in left if lacking([*gone, *(other for other in left if other != one)]) < most]
    # Two who bind the customer together are both needed, though neither alone would help.
    return helping or left


def tell_unable(contract: Contract, person: PanelUser, *, cause: Event, by: Actor, at: datetime) -> None:
    """Records that this contract waits for somebody who can sign no more, once for each `cause`: the event that ended
    her access or took her right. Raises NotAllowed; twice is harmless, and so is too late."""
    assert contract.version is not None
    require("proposal.watch", contract.version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        fresh = under_way().filter(pk=contract.pk).first()
        if fresh is None:
            return
        standing = list(fresh.signers.all())
        place = next((one for one in missed(fresh, standing) if one.panel_user_id == person.pk), None)
        if place is None or not needed(fresh, standing, [person.pk]):
            return
        if not _told(proposal, place, cause):
            data = {"contract": contract.pk, "signer": place.pk, "panel_user": person.pk, "cause": cause.seq}
            taken_by = {"taken_by": cause.actor_id} if cause.actor_kind == "member" else {}
            record(KIND, sale=proposal.pk, by=by, at=at, data=data | taken_by)


def _told(proposal: Proposal, place: Signer, cause: Event) -> bool:
    before = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}").filter(kind=KIND)
    return any((one.data["signer"], one.data["cause"]) == (place.pk, cause.seq) for one in before)
