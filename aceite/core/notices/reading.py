"""A member opens her notices, or says that she has."""

from datetime import datetime

from aceite.core.notices.models import Notice
from aceite.core.people.models import Member


def open_notice(notice: Notice, *, by: Member, at: datetime) -> int:
    """Read, with all others about the same sale; returns how many were new. Hers alone, so nothing is recorded."""
    own = Notice.objects.of(by).unread()
    same = own.filter(proposal=notice.proposal_id) if notice.proposal_id else own.filter(pk=notice.pk)
    return same.order_by().update(read_at=at)


def read_all(*, by: Member, at: datetime) -> int:
    """Every notice of hers is read; returns how many were new."""
    return Notice.objects.of(by).unread().order_by().update(read_at=at)
