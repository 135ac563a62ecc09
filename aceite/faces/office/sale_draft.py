"""The draft of a sale in the editor."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.customers.models import Customer
from aceite.core.proposals.adding import add_lines
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import Draft, DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.contract_box import move_contract
from aceite.faces.office.places import place, sale_of

_MOVE: Final = re.compile(r"(up|down)-(\d{1,18})\Z")
_NEXT: Final = {
    "paste": "paste_lines",
    "change": "amendment_change",
    "send": "send_sale",
    "preview": "preview_sale",
    "contract": "add_contract",
    "files": "attachments",
    "presentation": "sale_presentation",
}


@dataclass(frozen=True)
class SaleDraft:
    """See `Written`."""

    request: OfficeRequest
    sale: Proposal
    template: str = "office/sales/edit.html"

    @property
    def customer(self) -> Customer:
        """Whose prices count."""
        return self.sale.customer

    @property
    def revision(self) -> int:
        """Which saving stands."""
        return current_of(self.sale).revision

    @property
    def saved_at(self) -> datetime | None:
        """When that was."""
        return current_of(self.sale).saved_at

    @property
    def here(self) -> str:
        """The editor's own address."""
        return place(self.request, "edit_sale", self.sale.number)

    @property
    def label(self) -> str:
        """What a way back to it is called."""
        return self.sale.number

    @property
    def saved_words(self) -> str:
        """What is said once it is saved."""
        return _("Rascunho salvo.")

    def draft(self) -> Draft:
        """What is stored."""
        return draft_of(self.sale)

    def save(self, draft: Draft, *, revision: int) -> "SaleDraft":
        """Stores it over the revision the editor had opened."""
        by, at = self.request.scope.member, timezone.now()
        return SaleDraft(self.request, save_draft(self.sale, draft, revision=revision, by=by, at=at))

    def add(self, lines: list[DraftLine]) -> None:
        """Puts lines into what is stored."""
        add_lines(self.sale, lines, by=self.request.scope.member, at=timezone.now())

    def again(self) -> "SaleDraft":
        """The same as it stands now."""
        return SaleDraft(self.request, sale_of(self.request, self.sale.number))

    def after(self, then: str) -> str:
        """Where a button that saves first leads; moving a contract stays here."""
        if move := _MOVE.match(then):
            move_contract(self.request, self.sale, int(move[2]), -1 if move[1] == "up" else 1)
            return f"{self.here}#contracts"
        name, _dash, pk = then.partition("-")
        if name == "contract" and pk.isdecimal():
            return place(self.request, "sale_contract", self.sale.number, int(pk))
        return place(self.request, _NEXT[name], self.sale.number) if name in _NEXT else ""

    def context(self) -> dict[str, Any]:
        """Contracts and files of the draft, and the addresses around it."""
        version, number = current_of(self.sale), self.sale.number
        return {
            "sale": self.sale,
            "version": version,
            "contracts": self.request.scope.contracts.of_version(version).with_signatures(),
            "attachments": version.attachments.select_related("document"),
            "blocks": version.blocks.defer("body"),
            "sale_url": place(self.request, "sale", number),
            "edit_url": self.here,
            "totals_url": place(self.request, "sale_totals", number),
            "editing_key": number,
        }
