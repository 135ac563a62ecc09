"""What a counter-offer asks about, from one version of a sale to the next.

Lines keep their keys, and contracts get new rows: a contract is the same one where its place and title are.
"""

from collections.abc import Iterable

from aceite.core.contracts.models import Contract
from aceite.core.proposals.counter_offers import CounterOffer, Point
from aceite.core.proposals.models import Line, ProposalVersion


def points_in(draft: CounterOffer, version: ProposalVersion) -> list[Point]:
    """The points of a draft, about the parts of this version; nothing is saved."""
    points = list(draft.points.all())
    if draft.version_id != version.pk:
        now_called = carried({point.subject for point in points}, version)
        for point in points:
            point.subject = now_called.get(point.subject, point.subject)
    return points


def carried(subjects: Iterable[str], version: ProposalVersion) -> dict[str, str]:
    """Of contracts of other versions of the sale, what they are called in this one; the rest is left out."""
    asked = {_row(subject): subject for subject in subjects if subject.startswith("contract/")}
    if not asked:
        return {}
    here = {(one.position, one.title): one.pk for one in version.contracts.all()}
    elsewhere = Contract.objects.filter(pk__in=asked, version__proposal=version.proposal_id).exclude(version=version)
    same = [(asked[one.pk], here.get((one.position, one.title))) for one in elsewhere]
    return {subject: f"contract/{pk}" for subject, pk in same if pk is not None}


def name_before(subject: str, version: ProposalVersion) -> str | None:
    """What a part was called in another version of this sale that was sent; None where it never was part of one."""
    kind, _slash, key = subject.partition("/")
    if kind == "line" and key:
        lines = Line.objects.filter(version__proposal=version.proposal_id, version__sent_at__isnull=False, key=key)
        return lines.order_by("-pk").values_list("name", flat=True).first()
    if kind == "contract":
        contracts = Contract.objects.filter(
            version__proposal=version.proposal_id, version__sent_at__isnull=False, pk=_row(subject)
        )
        return contracts.values_list("title", flat=True).first()
    return "" if subject == "total" else None


def _row(subject: str) -> int:
    typed = subject.removeprefix("contract/")
    # Longer numbers are no ids, and databases refuse them with an error of their own.
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) <= 18 else 0
