"""Who at the customer sees a proposal: everybody with access, or named people."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal, Share
from aceite.core.proposals.permitting import require
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal


class ShareRefused(Refusal):
    """The list of people cannot be taken; who sees the proposal was not changed."""


def share_with_all(proposal: Proposal, *, by: Actor, at: datetime) -> Proposal:
    """Everybody of the customer with access to the panel sees the proposal. Raises NotAllowed."""
    require("proposal.share", proposal, by)
    with transaction.atomic():
        return _share(lock_sale(proposal), None, by, at)


def share_with(proposal: Proposal, people: Sequence[PanelUser], *, by: Actor, at: datetime) -> Proposal:
    """Only these people of the customer see it; they replace those named before. Raises NotAllowed, ShareRefused."""
    require("proposal.share", proposal, by)
    if not people:
        raise ShareRefused(_("Escolha pelo menos uma pessoa do cliente."))
    if any(person.customer_id != proposal.customer_id or person.deactivated_at for person in people):
        raise ShareRefused(_("Só pessoas deste cliente com acesso ao painel podem ver a proposta."))
    with transaction.atomic():
        return _share(lock_sale(proposal), {person.pk for person in people}, by, at)


def _share(proposal: Proposal, people: set[int] | None, by: Actor, at: datetime) -> Proposal:
    before = None if proposal.shared_with_all else set(proposal.shares.values_list("panel_user", flat=True))
    if before == people:
        return proposal
    proposal.shared_with_all = people is None
    proposal.save(update_fields=["shared_with_all"])
    proposal.shares.exclude(panel_user__in=people or ()).delete()
    Share.objects.bulk_create(
        Share(company_id=proposal.company_id, proposal=proposal, panel_user_id=person)
        for person in (people or set()) - (before or set())
    )
    data = {"with": "all" if people is None else "people", "people": sorted(people or ())}
    record("proposal.shared", sale=proposal.pk, by=by, at=at, data=data)
    return proposal
