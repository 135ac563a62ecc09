"""The presentation of a version as the customer reads it: what is shown, with the values in their places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.merging import FIELDS, braced, merge
from aceite.core.contracts.values import values_for
from aceite.core.documents.models import Document
from aceite.core.proposals.blocks import ProposalBlock
from aceite.core.proposals.models import ProposalVersion
from aceite.kit.richtext import plain

# Letters.
LONG: Final = 700


@dataclass(frozen=True)
class Passage:
    """One block to be read: `html` is sanitized and filled."""

    kind: str
    title: str
    html: str
    after: bool
    picture: Document | None = None

    @property
    def is_long(self) -> bool:
        """Whether a phone would scroll through it before it comes to the items."""
        return len(plain(self.html)) > LONG


@dataclass(frozen=True)
class Gap:
    """What keeps a text from being sent: the place of its block, and why."""

    number: int
    sentence: str


def passages_of(version: ProposalVersion, *, at: datetime) -> list[Passage]:
    """What is shown, in order; `at` becomes `hoje`, which of a sent version is the moment of its sending."""
    blocks = list(version.blocks.shown().select_related("picture"))
    if not blocks:
        return []
    values = values_for(version, at=version.sent_at or at)
    return [Passage(each.kind, each.title, merge(each.body, values).html, each.after, each.picture) for each in blocks]


def gaps_of(version: ProposalVersion, *, at: datetime) -> list[Gap]:
    """Fields of shown blocks that mean nothing or have no value."""
    blocks: Sequence[ProposalBlock] = list(version.blocks.all())
    if not any(each.shown and "{{" in each.body for each in blocks):
        return []
    values = values_for(version, at=at)
    gaps = []
    for number, block in enumerate(blocks):
        merged = merge(block.body, values)
        called = block.title or str(block.get_kind_display())
        if not block.shown:
            continue
        for name in merged.unknown:
            sentence = _("Na apresentação, em “%(title)s”, o campo %(field)s não existe. Corrija-o.")
            gaps.append(Gap(number, sentence % {"title": called, "field": braced(name)}))
        for name in merged.missing:
            sentence = _("Na apresentação, em “%(title)s”, falta o valor de “%(field)s”. Preencha-o ou tire o campo.")
            gaps.append(Gap(number, sentence % {"title": called, "field": str(_(FIELDS[name]))}))
    return gaps
