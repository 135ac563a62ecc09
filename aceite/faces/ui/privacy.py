"""What a page shows of a person's data: the plan of an erasure in sentences, and her copy."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.companies.moments import day_words
from aceite.core.privacy.keeping import Keeping
from aceite.core.privacy.models import Request, RequestState
from aceite.core.privacy.plans import Plan


@dataclass(frozen=True)
class PlanShown:
    """`kept` and `cleared` are sentences about sales; `forbidden` says why nothing can be erased now."""

    going: list[str]
    kept: list[str]
    cleared: list[str]
    forbidden: list[str]


def plan_shown(plan: Plan) -> PlanShown:
    """The plan in words."""
    cleared = [_("Venda %(number)s: o prazo acabou") % {"number": sale.number} for sale in plan.cleared]
    return PlanShown(plan.going, list(_kept(plan.kept)), cleared, plan.forbidden)


def copy_at_hand(requests: "list[Request]", at: datetime) -> Request | None:
    """The newest copy that can be downloaded now."""
    ready = (request for request in requests if request.file_id and request.file_until and request.file_until > at)
    return next(ready, None)


def copy_under_way(requests: "list[Request]") -> bool:
    """Whether one is being made."""
    return any(request.state == RequestState.ORDERED for request in requests)


def _kept(keepings: list[Keeping]) -> Iterator[str]:
    for keeping in keepings:
        words = {
            "number": keeping.proposal.number,
            "day": day_words(keeping.until.date()) if keeping.until else "",
        }
        if keeping.until is None:
            yield _("Venda %(number)s: em andamento") % words
        elif keeping.is_evidence:
            yield _("Venda %(number)s: prova de assinatura ou aprovação, até %(day)s") % words
        else:
            yield _("Venda %(number)s: proposta enviada, até %(day)s") % words
