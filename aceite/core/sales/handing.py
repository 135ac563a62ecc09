"""The seller hands the link of a sale on by other means than mail; it is noted as handed, never as mailed."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.invitations import copy_invitation
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move, seen_by
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal


class NotForHer(Refusal):
    """The person's panel does not show this sale, or her access ended."""

    sentence = _("Esta pessoa não vê a proposta. Dê acesso a ela antes de mandar o link.")


def hand_link(proposal: Proposal, person: PanelUser, *, by: Actor, at: datetime) -> str:
    """Notes that the link of the sale is handed to this person, and returns the token of her invitation: "" where she
    has come in before. Raises NotAllowed, NotNow, NotForHer, and as `copy_invitation` does (Disowned)."""
    require("proposal.remind", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.remind", locked, at)
        if person.deactivated_at is not None or not seen_by(locked, person):
            raise NotForHer
        data = {"version": current_of(locked).version, "panel_user": person.pk}
        token = "" if person.joined_at is not None else copy_invitation(person, by=by, at=at)
        record("link.handed", sale=locked.pk, by=by, at=at, data=data)
        return token
