"""A copy that reached the vendor on paper: registered by a member of the team, never as the customer's act."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.copies import Came, arrive, require_frozen, sent_before, unused_key
from aceite.core.contracts.copy_files import UploadedFile, clean_words, take, write_files
from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_copies import Arrival, SignedCopy
from aceite.core.people.models import Member
from aceite.core.trail.actors import Origin
from aceite.core.trail.refusals import Unfit


@dataclass(frozen=True)
class Received:
    """What the vendor says of the paper he holds: how it came, on which day, and what else there is to say."""

    arrival: str
    arrived_on: date
    note: str = ""


def register_copy(
    contract: Contract,
    files: Sequence[UploadedFile],
    received: Received,
    *,
    key: str,
    by: Member,
    origin: Origin,
    at: datetime,
) -> SignedCopy:
    """Keeps a scan of the paper, marked as registered by the vendor; it is checked like any other. Twice is one copy.

    The customer's approval stays hers. Raises NotAllowed, Unfit, BadCopy, CopyNotWanted, NotNow, NotCurrent.
    """
    require_frozen("copy.register", contract, by)
    if received.arrival not in Arrival.values:
        raise Unfit("arrival", _("Diga como a via chegou."))
    if received.arrived_on > at.astimezone(contract.company.tz).date():
        raise Unfit("arrived_on", _("Este dia ainda não chegou. Confira a data."))
    if (sent := sent_before(contract, key, files)) is not None:
        return sent
    note = clean_words(received.note)
    row = {"registered_by": by, "arrival": received.arrival, "arrived_on": received.arrived_on, "note": note}
    words = {"note": note} if note else {}
    said = {"arrival": received.arrival, "arrived_on": received.arrived_on.isoformat()}
    came = Came("copy.registered", unused_key(key, contract), row, {**words, **origin.personal()}, said)
    taken = take(files, company_id=contract.company_id, at=at)
    with transaction.atomic():
        return arrive("copy.register", contract, came, lambda copy: write_files(taken, copy=copy), by=by, at=at)
