"""What has a presentation around it: the draft of a sale, or a blueprint of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.utils import timezone

from aceite.core.blueprints.models import Blueprint
from aceite.core.blueprints.presenting import BlockData, present, present_blueprint
from aceite.core.proposals.blocks import BlockText
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.places import place


class Presented(Protocol):
    """Its blocks, where they are saved, and the addresses of their pages."""

    @property
    def label(self) -> str:
        """What a way back to it is called."""

    @property
    def back_url(self) -> str:
        """Where it is written."""

    @property
    def here(self) -> str:
        """The page of its blocks."""

    @property
    def revision(self) -> int:
        """Which saving stands."""

    def blocks(self) -> Sequence[BlockText]:
        """Its blocks, in order."""

    def block_url(self, at: int) -> str:
        """The page of one block."""

    def new_url(self, kind: str) -> str:
        """The page of one more block."""

    def save(self, blocks: Sequence[BlockData], *, revision: int) -> object:
        """Saves all of them. Raises EditedMeanwhile, NotNow, TooManyBlocks, Unfit."""


@dataclass(frozen=True)
class PresentedSale:
    """See `Presented`."""

    request: OfficeRequest
    sale: Proposal

    @property
    def label(self) -> str:
        """What a way back to it is called."""
        return self.sale.number

    @property
    def back_url(self) -> str:
        """Where it is written."""
        return place(self.request, "edit_sale", self.sale.number)

    @property
    def here(self) -> str:
        """The page of its blocks."""
        return place(self.request, "sale_presentation", self.sale.number)

    @property
    def revision(self) -> int:
        """Which saving stands."""
        return current_of(self.sale).revision

    def blocks(self) -> Sequence[BlockText]:
        """Its blocks, in order."""
        return list(current_of(self.sale).blocks.select_related("picture"))

    def block_url(self, at: int) -> str:
        """The page of one block."""
        return place(self.request, "sale_block", self.sale.number, at)

    def new_url(self, kind: str) -> str:
        """The page of one more block."""
        return place(self.request, "new_sale_block", self.sale.number, kind)

    def save(self, blocks: Sequence[BlockData], *, revision: int) -> object:
        """Saves all of them."""
        return present(self.sale, blocks, revision=revision, by=self.request.scope.member, at=timezone.now())


@dataclass(frozen=True)
class PresentedBlueprint:
    """See `Presented`."""

    request: OfficeRequest
    blueprint: Blueprint

    @property
    def label(self) -> str:
        """What a way back to it is called."""
        return self.blueprint.name

    @property
    def back_url(self) -> str:
        """Where it is written."""
        return place(self.request, "blueprint", self.blueprint.pk)

    @property
    def here(self) -> str:
        """The page of its blocks."""
        return place(self.request, "blueprint_presentation", self.blueprint.pk)

    @property
    def revision(self) -> int:
        """Which saving stands."""
        return self.blueprint.revision

    def blocks(self) -> Sequence[BlockText]:
        """Its blocks, in order."""
        return list(self.blueprint.blocks.select_related("picture"))

    def block_url(self, at: int) -> str:
        """The page of one block."""
        return place(self.request, "blueprint_block", self.blueprint.pk, at)

    def new_url(self, kind: str) -> str:
        """The page of one more block."""
        return place(self.request, "new_blueprint_block", self.blueprint.pk, kind)

    def save(self, blocks: Sequence[BlockData], *, revision: int) -> object:
        """Saves all of them."""
        by, at = self.request.scope.member, timezone.now()
        return present_blueprint(self.blueprint, blocks, revision=revision, by=by, at=at)
