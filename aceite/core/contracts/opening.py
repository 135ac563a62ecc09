"""Who opened a contract, and when: a signature needs it, and the vendor sees it."""

from datetime import datetime

from django.db import transaction

from aceite.core.contracts.models import Contract, Signer
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.permitting import require
from aceite.core.trail.actors import Origin
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed


def record_opening(contract: Contract, *, by: PanelUser, origin: Origin, at: datetime) -> None:
    """Notes that this person opened a frozen contract: one event per person, contract and day of the company's zone."""
    version = contract.version
    if version is None or contract.frozen_at is None:
        raise NotAllowed
    require("panel.see", version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(version.proposal_id)
        places = Signer.objects.standing().filter(contract=contract, panel_user=by, opened_at=None)
        first = places.update(opened_at=at)
        day = at.astimezone(proposal.company.tz).date().isoformat()
        # Whoever reads for the first time in a place, or anew at another address, does so as an event of its own.
        if not first and _noted(contract, by, day, version.proposal_id):
            return
        data = {"contract": contract.pk, "version": version.version, "day": day, "panel_user": by.pk}
        record(
            "contract.opened",
            by=by,
            at=at,
            sale=version.proposal_id,
            data={**data, "file_sha256": contract.document.sha256 if contract.document else ""},
            personal=origin.personal(),
        )


def _noted(contract: Contract, by: PanelUser, day: str, sale: int) -> bool:
    mine = Event.objects.of_chain(contract.company_id, f"sale/{sale}").filter(
        kind="contract.opened", actor_kind=by.kind, actor_id=by.pk
    )
    # A person's own openings of one sale are few; looking at them here needs no JSON operator of two databases.
    return any(data["contract"] == contract.pk and data["day"] == day for data in mine.values_list("data", flat=True))
