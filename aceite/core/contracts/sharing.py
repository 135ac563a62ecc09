"""Naming who of the customer sees a proposal, so that nobody is left out for whom one of its contracts would stop."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.contracts.unable import needed, under_way, why_unable
from aceite.core.customers.models import PanelUser
from aceite.core.proposals import sharing
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.proposals.sharing import ShareRefused
from aceite.core.trail.actors import Actor


def share_with_signers(proposal: Proposal, people: Sequence[PanelUser], *, by: Actor, at: datetime) -> Proposal:
    """Only these people of the customer see it, as `share_with` lets them; of a draft the sending asks who signs.

    Raises NotAllowed, and ShareRefused also where a sent contract would stop without somebody who is left out.
    """
    require("proposal.share", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        shared = sharing.share_with(locked, people, by=by, at=at)
        _refuse_leaving_out(locked, people)
    return shared


def _refuse_leaving_out(proposal: Proposal, people: Sequence[PanelUser]) -> None:
    seeing, names = {one.pk for one in people}, set[str]()
    for contract in under_way().filter(version__proposal=proposal):
        signers = list(contract.signers.all())
        left = [one for one in signers if one.panel_user_id not in seeing and not why_unable(one.panel_user)]
        names |= {one.panel_user.name for one in needed(contract, signers, [one.panel_user_id for one in left])}
    if names:
        words = _("Ainda falta esta assinatura: %(names)s. Inclua a pessoa, ou substitua antes quem assina.")
        raise ShareRefused(words % {"names": ", ".join(sorted(names))})
