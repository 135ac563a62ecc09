"""A blueprint in the editor."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.blueprints.models import Blueprint
from aceite.core.blueprints.writing import add_to_blueprint, draft_in, save_blueprint
from aceite.core.proposals.drafts import Draft, DraftLine
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.places import blueprint_of, place


@dataclass(frozen=True)
class BlueprintDraft:
    """See `Written`."""

    request: OfficeRequest
    blueprint: Blueprint
    template: str = "office/blueprints/edit.html"

    @property
    def customer(self) -> None:
        """For nobody in particular."""

    @property
    def revision(self) -> int:
        """Which saving stands."""
        return self.blueprint.revision

    @property
    def saved_at(self) -> datetime | None:
        """When that was."""
        return self.blueprint.saved_at

    @property
    def here(self) -> str:
        """The editor's own address."""
        return place(self.request, "write_blueprint", self.blueprint.pk)

    @property
    def label(self) -> str:
        """What a way back to it is called."""
        return self.blueprint.name

    @property
    def saved_words(self) -> str:
        """What is said once it is saved."""
        return _("Modelo salvo.")

    def draft(self) -> Draft:
        """What is stored."""
        return draft_in(self.blueprint, at=timezone.now())

    def save(self, draft: Draft, *, revision: int) -> "BlueprintDraft":
        """Stores it over the revision the editor had opened."""
        by, at = self.request.scope.member, timezone.now()
        return BlueprintDraft(self.request, save_blueprint(self.blueprint, draft, revision=revision, by=by, at=at))

    def add(self, lines: list[DraftLine]) -> None:
        """Puts lines into what is stored."""
        add_to_blueprint(self.blueprint, lines, by=self.request.scope.member, at=timezone.now())

    def again(self) -> "BlueprintDraft":
        """The same as it stands now."""
        return BlueprintDraft(self.request, blueprint_of(self.request, self.blueprint.pk))

    def after(self, then: str) -> str:
        """Where a button that saves first leads."""
        names = {"paste": "paste_into_blueprint", "done": "blueprint"}
        return place(self.request, names[then], self.blueprint.pk) if then in names else ""

    def context(self) -> dict[str, Any]:
        """The addresses around it."""
        pk = self.blueprint.pk
        return {
            "blueprint": self.blueprint,
            "blueprint_url": place(self.request, "blueprint", pk),
            "edit_url": self.here,
            "totals_url": place(self.request, "blueprint_totals", pk),
            "editing_key": f"modelo-{pk}",
        }
