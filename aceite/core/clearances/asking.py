"""Asking a colleague for her yes to a draft as it stands."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.clearances.models import Clearance
from aceite.core.clearances.needing import need_of
from aceite.core.clearances.states import ClearanceState
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member, require_move
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal


class NothingToAsk(Refusal):
    """No rule catches this draft for whoever would send it."""

    sentence = _("Esta proposta já pode ser enviada: nenhuma aprovação interna falta.")


def ask_clearance(proposal: Proposal, *, note: str, revision: int, by: Actor, at: datetime) -> Clearance:
    """Asks for the draft whose `revision` the asker saw; twice is the one request. An older one is overtaken.

    Raises NotAllowed, NotNow, EditedMeanwhile, NothingToAsk.
    """
    by = require_member("clearance.ask", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.send", locked, at)
        version = current_of(locked)
        if version.revision != revision:
            raise EditedMeanwhile(version, by=by)
        need = need_of(locked, version, by=by)
        if need.is_met:
            raise NothingToAsk
        open_one = Clearance.objects.filter(version=version, state=ClearanceState.ASKED).first()
        if open_one is not None:
            if open_one.revision == revision and open_one.covers(need.caught):
                return open_one
            open_one.state = ClearanceState.OVERTAKEN
            open_one.save(update_fields=["state"])
        made = Clearance.objects.create(
            company_id=locked.company_id, proposal=locked, version=version, revision=revision,
            caught=[one.kept() for one in need.caught], asked_by=by, asked_at=at, note=note.strip(),
        )  # fmt: skip
        data = {"clearance": made.pk, "version": version.version}
        record("clearance.asked", sale=locked.pk, by=by, at=at, data=data)
    return made
