"""What the rules left to people: the vendor takes a PDF signed outside, and says so, or refuses it with a reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_signing import sign_by_file
from aceite.core.contracts.external_standing import OutOfPlace, turn_of
from aceite.core.contracts.external_turns import Turn, facts_of, refuse_by_rules
from aceite.core.contracts.states import ExternalState
from aceite.core.contracts.turns import note_waiting
from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.permitting import require, require_move
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, fit_text

LONGEST_WORDS: Final = 400


class AlreadyDecided(Refusal):
    """Another member of the team, or the rules, decided about this file."""

    sentence = gettext_lazy("Este arquivo já foi decidido por outra pessoa da equipe. Veja a resposta dada.")


class NotJudged(Refusal):
    """Nothing is known of the file yet, not even whose certificate it has."""

    sentence = gettext_lazy("A conferência automática deste arquivo não terminou. Peça que seja feita de novo.")


def accept_external(file: ExternalFile, *, confirmation: str, by: Actor, at: datetime) -> ExternalFile:
    """The vendor confirms what the rules could not know, in words that are kept; from then on the file counts.

    Raises Unfit for `confirmation`, NotAllowed, NotNow, NotJudged, AlreadyDecided, and OutOfPlace when others signed
    meanwhile.
    """
    empty = _("Diga o que você conferiu: fica guardado com a assinatura.")
    words = fit_text("confirmation", confirmation, longest=LONGEST_WORDS, empty=empty)

    def take(fresh: ExternalFile, turn: Turn) -> None:
        if fresh.wants_judging:
            raise NotJudged
        fresh.confirmation = words
        sign_by_file(fresh, turn, by=by, at=at)

    return _answer(file, ExternalState.ACCEPTED, take, by=by, at=at)


def refuse_external(file: ExternalFile, *, reason: str, by: Actor, at: datetime) -> ExternalFile:
    """The vendor refuses the file and tells the signer why; she may send another. Raises as accept_external."""
    empty = _("Diga a quem assinou por que o arquivo não serve, para que possa enviar outro.")
    words = fit_text("reason", reason, longest=LONGEST_WORDS, empty=empty)

    def refuse(fresh: ExternalFile, turn: Turn) -> None:
        fresh.state, fresh.refusal_reason = ExternalState.REFUSED, words
        fresh.checked_by, fresh.checked_at = by if isinstance(by, Member) else None, at
        fresh.save(update_fields=["state", "refusal_reason", "checked_by", "checked_at"])
        data, sale = facts_of(fresh, turn.sitting), turn.sitting.proposal.pk
        record("external.refused", by=by, at=at, sale=sale, data=data, personal={"reason": words}, held=turn.chain)

    return _answer(file, ExternalState.REFUSED, refuse, by=by, at=at)


def _answer(
    file: ExternalFile,
    state: ExternalState,
    act: Callable[[ExternalFile, Turn], None],
    *,
    by: Actor,
    at: datetime,
) -> ExternalFile:
    version = file.contract.version
    if version is None or not isinstance(by, Member):
        raise NotAllowed
    require("external.check", version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(version.proposal_id)
        rows = ExternalFile.objects.select_related("document", "uploaded_by", "signer__panel_user", "contract__version")
        fresh = rows.get(pk=file.pk)
        if fresh.state == state:
            return fresh
        if fresh.state != ExternalState.MANUAL:
            raise AlreadyDecided
        require_move("external.check", proposal, at)
        gone = None
        try:
            act(fresh, turn_of(fresh, proposal))
        except OutOfPlace as reason:
            # Refused for good, whatever the vendor wanted: nobody shall look at it again.
            gone = reason
            refuse_by_rules(fresh, gone.turn, gone.finding, by=by, at=at)
        note_waiting(proposal, at)
    if gone is not None and state == ExternalState.ACCEPTED:
        raise gone
    return fresh
