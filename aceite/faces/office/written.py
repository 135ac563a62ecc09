"""What the editor writes on: the draft of a sale, or a blueprint of one."""

from datetime import datetime
from typing import Any, Protocol

from aceite.core.customers.models import Customer
from aceite.core.proposals.drafts import Draft, DraftLine


class Written(Protocol):
    """A draft somewhere, the page around it, and where its buttons lead."""

    @property
    def template(self) -> str:
        """Which page it is written on."""

    @property
    def customer(self) -> Customer | None:
        """For whom it is; nobody in particular for a blueprint."""

    @property
    def revision(self) -> int:
        """Which saving stands."""

    @property
    def saved_at(self) -> datetime | None:
        """When that was."""

    @property
    def here(self) -> str:
        """The editor's own address."""

    @property
    def label(self) -> str:
        """What a way back to it is called."""

    @property
    def saved_words(self) -> str:
        """What is said once it is saved."""

    def draft(self) -> Draft:
        """What is stored."""

    def save(self, draft: Draft, *, revision: int) -> "Written":
        """What was stored, over the revision the editor had opened. Raises DraftRefused, EditedMeanwhile, NotNow."""

    def add(self, lines: list[DraftLine]) -> None:
        """Puts lines into what is stored, whoever else writes in it. Raises DraftRefused."""

    def again(self) -> "Written":
        """The same as it stands now."""

    def after(self, then: str) -> str:
        """Where a button that saves first leads; empty for the editor itself."""

    def context(self) -> dict[str, Any]:
        """What its page shows beside the form."""
