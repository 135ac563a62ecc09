"""The presentation around the items of a proposal: cover, introduction, about the company, scope, closing."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document
from aceite.core.proposals.choices import BlockKind


class BlockText(Owned):
    """One piece: rich text with merge fields, as contracts have, and one picture at most.

    `after` stands behind the items and conditions; what is not `shown` is kept and printed nowhere.
    """

    kind = models.CharField(_("tipo"), max_length=12, choices=BlockKind.choices)
    title = models.CharField(_("título"), max_length=120, blank=True)
    body = models.TextField(_("texto"), blank=True, max_length=40_000)
    picture = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    after = models.BooleanField(_("depois dos itens"), default=False)
    shown = models.BooleanField(_("aparece na proposta"), default=True)

    class Meta:
        abstract = True


class ProposalBlockQuerySet(models.QuerySet["ProposalBlock"]):
    """Questions asked of the presentation of a version."""

    def shown(self) -> "ProposalBlockQuerySet":
        """What the customer reads."""
        return self.filter(shown=True)


class ProposalBlock(BlockText):
    """A piece of one version's presentation: a copy of its own, printed in P and frozen with it."""

    version = models.ForeignKey("proposals.ProposalVersion", on_delete=models.CASCADE, related_name="blocks")

    objects = ProposalBlockQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return f"{self.version_id}: {self.title}"


OF_A_BLOCK = ("kind", "title", "body", "picture_id", "position", "after", "shown")


def block_values(block: BlockText) -> dict[str, Any]:
    """What a copy of it takes along."""
    return {name: getattr(block, name) for name in OF_A_BLOCK}
