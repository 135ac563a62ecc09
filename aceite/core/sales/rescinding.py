"""The consumer's withdrawal from what was approved (direito de arrependimento: CDC 49; Decreto 7.962/2013, art. 5).

By the tool she bought with, in one act, without a reason. It ends the sale, its order where there is one, what it made
fall due, and the amendments that hang on it (§ 2 of art. 5: accessory contracts go with it).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import read_for_act
from aceite.core.proposals.models import Proposal, ProposalQuerySet
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
from aceite.core.sales.models import Rescission
from aceite.core.sales.term import Term, term_of
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.device import refuse_other_hash
from aceite.core.signatures.models import Act
from aceite.core.signatures.statements import ChangedMeanwhile
from aceite.core.trail.recording import Held, record
from aceite.core.trail.refusals import Refusal, fit_text

_HOLDS: Final = (State.APPROVED, State.ORDER)


class NoRight(Refusal):
    """The sale is no relação de consumo."""

    sentence = gettext_lazy(
        "Esta venda não é uma relação de consumo: aqui não cabe a desistência em 7 dias. Fale com a empresa."
    )


class TermOver(Refusal):
    """The last minute of the last day has passed."""

    sentence = gettext_lazy(
        "O prazo para desistir terminou. Nada foi registrado. Se você recebeu depois, fale com a empresa."
    )


class AlreadyRescinded(Refusal):
    """A colleague has withdrawn from this purchase before."""


def rescind(proposal: Proposal, answer: Answer, *, text: str = "", by: PanelUser, at: datetime) -> Rescission:
    """Records the statement over P and ends the sale; `text` is what she likes to say, if anything.

    The same person twice (double click, two tabs) gives the one record. Raises NotAllowed, NotProved, ConsentMissing,
    NotCurrent, NotNow, NoRight, TermOver, AlreadyRescinded, ChangedMeanwhile, Unfit, device.OtherFile.
    """
    require("proposal.rescind", proposal, by)
    require_proof(answer)
    words = fit_text("text", text, longest=2000)

    def read() -> _Ground:
        standing = read_for_act(proposal.pk)
        person = standing_person("proposal.rescind", standing, by)
        return _Ground(
            standing, person, term_of(standing), frozenset(_hanging_on(standing).values_list("pk", flat=True))
        )

    with answering(Act.RESCIND, proposal, answer, read, beside=_locked_too, by=by, at=at) as (ground, chain):
        return _rescind(ground, chain, answer, words, at)


def may_be_rescinded(proposal: Proposal, *, at: datetime) -> Term | None:
    """The term while it is open and the sale still stands; None otherwise. Who asks plays no part."""
    term = term_of(proposal) if proposal.state in _HOLDS else None
    return term if term is not None and term.is_open(at) else None


@dataclass(frozen=True)
class _Ground:
    """What a withdrawal rests on: the sale, the person, the term, and the amendments that fall with it."""

    proposal: Proposal
    person: PanelUser
    term: Term | None
    amendments: frozenset[int]


def _locked_too(ground: _Ground) -> frozenset[int]:
    return ground.amendments


def _hanging_on(proposal: Proposal) -> ProposalQuerySet:
    return Proposal.objects.amending(proposal.pk).that_would_fall()


def _rescind(ground: _Ground, chain: Held, answer: Answer, words: str, at: datetime) -> Rescission:
    proposal, by = ground.proposal, ground.person
    if proposal.state == State.RESCINDED and (done := _done_before(proposal, by)):
        return done
    version = bound_version(Occasion.RESCISSION, proposal, answer)
    require_move("proposal.rescind", proposal, at)
    term = _required(ground.term, at)
    amendments = list(_hanging_on(proposal))
    if not ground.amendments.issuperset(one.pk for one in amendments):
        # One was sent meanwhile; locking it now would be out of order.
        raise ChangedMeanwhile
    # Required of nobody here: the right must be possible from any device.
    refuse_other_hash(answer.opened, paper_of(version), required=False)
    statement = state_will(Act.RESCIND, version, answer, chain, by=by, at=at)
    made = Rescission.objects.create(
        company_id=proposal.company_id,
        proposal=proposal,
        version=version,
        panel_user=by,
        statement=statement,
        text=words,
        rescinded_at=at,
        until=term.last_moment.date(),
    )
    data = {
        "version": version.version,
        "bundle_sha256": version.bundle_sha256,
        "statement_sha256": statement.sha256,
        "rescission": made.pk,
        "until": made.until.isoformat(),
        "from": str(proposal.state),
    }
    _end(proposal)
    personal = {**({"text": words} if words else {}), **answer.origin.personal()}
    record("proposal.rescinded", sale=proposal.pk, by=by, at=at, data=data, personal=personal, held=chain)
    for amendment in amendments:
        told = {"original": proposal.number, "from": str(amendment.state)}
        _end(amendment)
        record("amendment.fell", sale=amendment.pk, by=by, at=at, data=told)
    return made


def _required(term: Term | None, at: datetime) -> Term:
    if term is None:
        raise NoRight
    if not term.is_open(at):
        raise TermOver
    return term


def _end(sale: Proposal) -> None:
    sale.state, sale.waiting_for, sale.waiting_since = State.RESCINDED, "", None
    sale.save(update_fields=["state", "waiting_for", "waiting_since"])


def _done_before(proposal: Proposal, by: PanelUser) -> Rescission | None:
    made = Rescission.objects.filter(proposal=proposal).select_related("panel_user").first()
    if made is None or made.panel_user_id == by.pk:
        return made
    raise AlreadyRescinded(
        _("%(name)s já desistiu desta compra. Nada mais é preciso.") % {"name": made.panel_user.name}
    )
