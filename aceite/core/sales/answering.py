"""The customer's answer to one bundle: what approving and declining have in common."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import PanelUser
from aceite.core.documents.models import Document
from aceite.core.proposals.locking import Sighted, current_of
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import NotCurrent, require, require_current
from aceite.core.rows.worded import Blank, Worded
from aceite.core.signatures.agreed_terms import refuse_other_terms
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.statements import Matter, Opened, Signatory, Will, declare
from aceite.core.trail.actors import Origin
from aceite.core.trail.recording import Held, record
from aceite.core.trail.refusals import Refusal
from aceite.kit.codes import same

T = TypeVar("T")

DEFAULT_FACTORS: Final = ("session_code",)
_PERSON: Final = Worded(PanelUser.objects.filter(pk=Blank("pk")).order_by())


class NotProved(Refusal):
    """The session has not proved its mailbox lately."""

    sentence = gettext_lazy("Antes de responder, confirme que é você: enviaremos um código ao seu e-mail.")


@dataclass(frozen=True)
class Answer:
    """What came with the click: the version and bundle shown beside the button, the consent text, the session's proof.

    `proved_recently`: this session proved mailbox or passkey in the last 12 hours. `factors` are words of
    `signatures.statements.FACTORS`; a code typed for this bundle is one of them.
    """

    version: int
    bundle_sha256: str
    consent_sha256: str
    proved_recently: bool
    origin: Origin
    factors: tuple[str, ...] = DEFAULT_FACTORS
    opened: Opened = field(default_factory=Opened)


def require_proof(answer: Answer) -> None:
    """Raises NotProved unless the session proved its mailbox lately."""
    if not answer.proved_recently:
        raise NotProved


def require_code(answer: Answer) -> None:
    """Raises NotProved unless a mailed code was typed for this very bundle, however lately the session was proved."""
    if Means.CODE.value not in answer.factors:
        raise NotProved


@contextmanager
def answering(
    act: Act,
    proposal: Proposal,
    answer: Answer,
    read: Callable[[], T],
    *,
    beside: Callable[[T], Iterable[int]] | None = None,
    by: PanelUser,
    at: datetime,
) -> Iterator[tuple[T, Held]]:
    """The act's one transaction, entered with the text that stands, with what `read` gives under the sale's lock, and
    with its chain.

    `beside` names the other sales of what was read that the act decides about: they are locked with it, in the order
    of their ids.

    The attempt that is refused is kept; a verb refuses before it writes.
    """
    refusal = None
    try:
        seen = Sighted(proposal.company_id, proposal.pk, read, beside)
        with transaction.atomic(savepoint=False):
            try:
                yield seen.under_lock(), seen.chain
            except Refusal as reason:
                refusal = reason
    except Refusal as reason:
        refusal = reason
    if refusal is not None:
        data = {"act": act.value, "reason": type(refusal).__name__, "version": answer.version}
        record("signature.refused", sale=proposal.pk, by=by, at=at, data=data, personal=answer.origin.personal())
        raise refusal


def standing_person(verb: str, proposal: Proposal, by: PanelUser) -> PanelUser:
    """The person as she stands: her right or her access may have ended while the click waited. Raises NotAllowed."""
    person = _PERSON.get(pk=by.pk)
    require(verb, proposal, person)
    return person


def bound_version(occasion: Occasion, proposal: Proposal, answer: Answer) -> ProposalVersion:
    """The version answered, under the lock. Raises NotCurrent when it, or its bundle, is not the one that stands, and
    ConsentMissing or ConsentChanged when the terms agreed to are not those that stand."""
    refuse_other_terms(proposal.company, occasion, answer.consent_sha256)
    require_current(proposal, answer.version)
    version = current_of(proposal)
    if version.bundle_sha256 and not same(version.bundle_sha256, answer.bundle_sha256):
        raise NotCurrent
    return version


def state_will(
    act: Act, version: ProposalVersion, answer: Answer, chain: Held, *, by: PanelUser, at: datetime
) -> Statement:
    """S over P of this version, prepared and confirmed under the proposal's lock; `chain` is the sale's, held."""
    customer = version.proposal.customer
    matter = Matter(act, f"version/{version.pk}", version.proposal_id, paper_of(version), version.bundle_sha256)
    behalf = customer.name if customer.taxid != by.cpf else ""
    signatory = Signatory(
        by.kind, by.actor_id, by.name, email=by.email, cpf=by.cpf, role="approver", on_behalf_of=behalf
    )
    will = Will(answer.consent_sha256, answer.factors, answer.opened)
    return declare(matter, signatory=signatory, will=will, head=chain.hash, by=by, origin=answer.origin, at=at)


def paper_of(version: ProposalVersion) -> Document:
    """P of a sent version."""
    assert version.paper is not None
    return version.paper
