"""The customer's no, with a reason that reaches the vendor."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import read_for_act
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import State
from aceite.core.sales.answering import (
    Answer,
    answering,
    bound_version,
    paper_of,
    require_proof,
    standing_person,
    state_will,
)
from aceite.core.sales.models import Decline, DeclineReason
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.device import refuse_other_hash
from aceite.core.signatures.models import Act
from aceite.core.trail.recording import Held, record
from aceite.core.trail.refusals import Unfit, fit_text


def decline(proposal: Proposal, answer: Answer, *, reason: str, text: str = "", by: PanelUser, at: datetime) -> Decline:
    """Records the statement and the reason (one of DeclineReason; "other" needs a text) for the version answered.

    The same person twice gives the one record. Raises NotAllowed, NotProved, ConsentMissing, NotCurrent, NotNow, Unfit,
    device.OtherFile.
    """
    require("proposal.decline", proposal, by)
    require_proof(answer)
    if reason not in DeclineReason.values:
        raise Unfit("reason", _("Escolha um motivo."))
    words = fit_text("text", text, longest=2000)
    if reason == DeclineReason.OTHER and not words:
        raise Unfit("text", _("Conte em poucas palavras o motivo."))

    def read() -> tuple[Proposal, PanelUser]:
        standing = read_for_act(proposal.pk)
        return standing, standing_person("proposal.decline", standing, by)

    with answering(Act.DECLINE, proposal, answer, read, by=by, at=at) as (ground, chain):
        return _decline(ground, chain, answer, _Words(reason, words), at)


@dataclass(frozen=True)
class _Words:
    """Why not: a word of DeclineReason, and the customer's own."""

    reason: str
    text: str


def _decline(ground: tuple[Proposal, PanelUser], chain: Held, answer: Answer, words: _Words, at: datetime) -> Decline:
    proposal, by = ground
    version = bound_version(Occasion.DECLINE, proposal, answer)
    if proposal.state == State.DECLINED:
        made = proposal.declines.filter(version=version, panel_user=by).first()
        if made is not None:
            return made
    require_move("proposal.decline", proposal, at)
    # Required of nobody here: a no binds nobody, and must be possible from any device.
    refuse_other_hash(answer.opened, paper_of(version), required=False)
    statement = state_will(Act.DECLINE, version, answer, chain, by=by, at=at)
    made = Decline.objects.create(
        company_id=proposal.company_id,
        proposal=proposal,
        version=version,
        panel_user=by,
        statement=statement,
        reason=words.reason,
        text=words.text,
        declined_at=at,
    )
    proposal.state, proposal.closed_reason = State.DECLINED, words.reason
    proposal.waiting_for, proposal.waiting_since = "vendor", at
    proposal.save(update_fields=["state", "closed_reason", "waiting_for", "waiting_since"])
    data = {
        "version": version.version,
        "decline": made.pk,
        "reason": words.reason,
        "statement_sha256": statement.sha256,
    }
    personal = {**({"text": words.text} if words.text else {}), **answer.origin.personal()}
    record("proposal.declined", sale=proposal.pk, by=by, at=at, data=data, personal=personal, held=chain)
    return made
