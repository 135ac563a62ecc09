"""Which notices a member may still read: what she was told of a sale goes out of sight with the sale."""

from datetime import datetime

from django.db.models import Q

from aceite.core.clearances.deciding import may_decide
from aceite.core.clearances.models import Clearance
from aceite.core.contracts.models import Countersigner
from aceite.core.notices.kinds import Kind
from aceite.core.notices.models import Notice
from aceite.core.people.models import Member
from aceite.core.people.sight import sellers_seen


def still_told(member: Member, *, at: datetime) -> Q:
    """The notices about no sale, about one that opens for her, and the open requests her answer counts for."""
    sellers = sellers_seen(member, at=at)
    if sellers is None:
        return Q()
    named = Countersigner.objects.standing().held_by(member).values("contract__version__proposal")
    asked = Q(kind=Kind.CLEARANCE, event_kind="clearance.asked", about_id__in=_waiting_for(member, at))
    return Q(proposal=None) | Q(proposal__seller__in=sellers) | Q(proposal__in=named) | asked


def _waiting_for(member: Member, at: datetime) -> list[int]:
    told = Notice.objects.filter(member=member, kind=Kind.CLEARANCE, event_kind="clearance.asked").order_by()
    asked = Clearance.objects.filter(company=member.company_id, pk__in=told.values("about_id")).open().with_sheet()
    return [one.pk for one in asked if may_decide(one, member, at=at)]
