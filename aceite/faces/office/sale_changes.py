"""What changed between any two versions of a sale, and of a draft what the customer will see of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.sales.change_telling import Brief, in_brief, told
from aceite.core.sales.comparing import compare
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.places import sale_of


@dataclass(frozen=True)
class Pair:
    """Two versions as they were asked for, and those that can be."""

    older: ProposalVersion
    newer: ProposalVersion
    versions: Sequence[ProposalVersion]


@require_safe
@office("sale.see")
def sale_changes(request: OfficeRequest, number: str) -> HttpResponse:
    """From one version to a later one: by default from the last one sent to the newest, a draft included."""
    sale = sale_of(request, number)
    pair = _pair(request, sale)
    comparison = compare(pair.older, pair.newer, at=timezone.now())
    context = {
        "sale": sale, "pair": pair, "told": told(comparison), "chosen": comparison.chosen_by_customer,
        # The content of a sale goes when its time is over.
        "gone": not comparison.after,
        "reads": pair.newer.changes_read.select_related("panel_user", "since").order_by("read_at"),
    }  # fmt: skip
    return render(request, "office/sales/changes.html", context)


def first_changes(sale: Proposal) -> Brief | None:
    """What the draft changes in the version that was sent last; None before anything was."""
    versions = _versions(sale)
    draft = sale.current
    before = next((one for one in versions if draft and one.version < draft.version), None)
    if draft is None or before is None:
        return None
    draft.proposal, draft.company = sale, sale.company
    return in_brief(compare(before, draft, at=timezone.now()))


def _versions(sale: Proposal) -> list[ProposalVersion]:
    """Those that were sent, and the draft, the newest first."""
    found = list(sale.versions.standing().order_by("-version"))
    for version in found:
        version.proposal, version.company = sale, sale.company
    return [one for one in found if one.sent_at or one.is_draft]


def _pair(request: OfficeRequest, sale: Proposal) -> Pair:
    versions = _versions(sale)
    newer = _asked(request, "para", versions) or versions[0]
    earlier = [one for one in versions if one.version < newer.version]
    older = _asked(request, "de", earlier) or (earlier[0] if earlier else None)
    if older is None:
        raise Http404
    return Pair(older, newer, versions)


def _asked(request: OfficeRequest, name: str, versions: Sequence[ProposalVersion]) -> ProposalVersion | None:
    typed = request.GET.get(name, "")
    wanted = int(typed[:5]) if typed.isdecimal() else 0
    return next((one for one in versions if one.version == wanted), None)
