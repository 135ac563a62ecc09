"""The company's library of blocks: pieces of presentation that proposals begin with, or take when they are written."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Owned
from aceite.core.documents.models import Document
from aceite.core.proposals.choices import BlockKind
from aceite.core.rows.searching import found


class BlockQuerySet(models.QuerySet["Block"]):
    """Questions asked of the library of blocks."""

    def active(self) -> "BlockQuerySet":
        """Those offered to be put into a proposal."""
        return self.filter(active=True)

    def archived(self) -> "BlockQuerySet":
        """Those taken out of the offer; proposals that have them keep them."""
        return self.filter(active=False)

    def matching(self, text: str) -> "BlockQuerySet":
        """Those whose title or text holds what was typed, without case or accents."""
        return found(self, text)

    def in_every_proposal(self) -> "BlockQuerySet":
        """Those a new proposal begins with."""
        return self.filter(active=True, usual=True)

    def without_text(self) -> "BlockQuerySet":
        """For lists: the texts stay in the database."""
        return self.defer("body", "search")


class Block(Owned):
    """A piece of presentation in the company's library; proposals have copies, which it never changes."""

    kind = models.CharField(_("tipo"), max_length=12, choices=BlockKind.choices)
    title = models.CharField(_("título"), max_length=120)
    body = models.TextField(_("texto"), blank=True, max_length=40_000)
    picture = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    usual = models.BooleanField(_("entra em toda proposta nova"), default=False)
    active = models.BooleanField(default=True)
    search = models.TextField(blank=True, editable=False)
    # The same form sent twice makes one: see rows.once.
    form_key = models.CharField(max_length=40, blank=True, editable=False)
    updated_at = models.DateTimeField()

    objects = BlockQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["company", "form_key"], condition=~Q(form_key=""), name="one_block_per_form"
            )
        ]

    def __str__(self) -> str:
        return self.title
