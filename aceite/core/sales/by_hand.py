"""What was granted to a customer and no machine could write into the draft: told before sending."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.asked_parts import carried
from aceite.core.sales.point_words import Told, tell_points
from aceite.kit.richtext_blocks import plain


@dataclass(frozen=True)
class LeftToWrite:
    """One thing granted; `contract` is the row of the draft's contract it belongs to, 0 where it belongs to none."""

    told: Told
    contract: int

    @property
    def sentence(self) -> str:
        """What to write and where; whoever has written it in other words goes on."""
        where = self.told.place if not self.told.point.passage else f"{self.told.place}, “{self.told.now}”"
        said = {"where": where, "granted": self.told.granted.rstrip(".")}
        return _("Combinado na contraproposta: %(where)s: %(granted)s. Confira se já está escrito.") % said


def left_to_write(version: ProposalVersion) -> list[LeftToWrite]:
    """What this draft, made of counter-offers, still has to say; what its contract says in these very words is done."""
    return [one for one in _marked(version) if not _is_written(one, version)]


def _marked(version: ProposalVersion) -> Iterator[LeftToWrite]:
    for offer in version.made_of.select_related("version").prefetch_related("points"):
        points = [point for point in offer.points.all() if point.by_hand]
        now_called = carried({point.subject for point in points}, version)
        for told in tell_points(points, offer.version):
            _contract, _slash, row = now_called.get(told.point.subject, "").partition("/")
            yield LeftToWrite(told, int(row or 0))


def _is_written(one: LeftToWrite, version: ProposalVersion) -> bool:
    text = next((contract.body for contract in version.contracts.all() if contract.pk == one.contract), "")
    return _even(one.told.granted) in _even(plain(text))


def _even(text: str) -> str:
    return " ".join(text.split()).casefold()
