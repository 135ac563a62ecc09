"""Open codes die with what they would have confirmed: nobody types a code for a version that is gone."""

from datetime import datetime
from typing import Final

from django.db.models import Q

from aceite.core.people.models import CodePurpose, OneTimeCode
from aceite.core.proposals.models import ProposalVersion
from aceite.core.signatures.models import Statement

_ABOUT_A_BUNDLE: Final = (CodePurpose.APPROVAL, CodePurpose.DECLINE, CodePurpose.RESCISSION, CodePurpose.HAND_OVER)


def end_open_codes(company_id: int, sale: int, *, at: datetime) -> int:
    """Voids the codes mailed for unconfirmed statements of this sale, and those that prove a session for its answer.

    Part of the act that changed what was bound. Returns how many; twice is harmless.
    """
    waiting = Statement.objects.filter(company=company_id, sale_id=sale, confirmed_at=None, code__isnull=False)
    bundles = ProposalVersion.objects.filter(company=company_id, proposal=sale).exclude(bundle_sha256="")
    theirs = Q(pk__in=waiting.values("code")) | Q(
        purpose__in=_ABOUT_A_BUNDLE, bound_to__in=bundles.values("bundle_sha256")
    )
    standing = OneTimeCode.objects.filter(company_id=company_id, used_at=None, voided_at=None)
    return standing.filter(theirs).update(voided_at=at)
