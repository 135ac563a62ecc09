"""Who has a signed copy open to check it, so that two do not check the same one. A claim lapses by itself.

Claims leave no event: they bind nobody, and whoever answers first has answered (copies.AlreadyChecked).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from aceite.core.contracts.models import SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.people.models import Member
from aceite.core.proposals.permitting import require
from aceite.core.trail.refusals import NotAllowed


def claim_copy(copy: SignedCopy, *, take_over: bool = False, by: Member, at: datetime) -> SignedCopy:
    """The copy is this member's to check from now on, and no other is; who holds it after all stands on the row.

    A colleague's claim is left to her unless it has lapsed, or is taken over; who gets nothing keeps what she had.
    Raises NotAllowed.
    """
    if copy.contract.version is None:
        raise NotAllowed
    require("copy.check", copy.contract.version.proposal, by)
    with transaction.atomic():
        rows = SignedCopy.objects.filter(company=by.company_id, state=CopyState.TO_CHECK)
        # In one order for everybody: of two who take over each other's, neither waits for the other.
        touched = rows.filter(Q(pk=copy.pk) | Q(claimed_by=by)).order_by("pk").select_for_update(of=("self",))
        locked = list(touched.values_list("pk", flat=True))
        # One statement asks and takes, so that of two who open it in the same second one gets it.
        wanted = rows.filter(pk=copy.pk)
        if (wanted if take_over else wanted.free_for(by, at)).update(claimed_by=by, claimed_at=at):
            others = rows.filter(pk__in=locked, claimed_by=by).exclude(pk=copy.pk)
            others.update(claimed_by=None, claimed_at=None)
    return SignedCopy.objects.with_sheet().get(pk=copy.pk)
