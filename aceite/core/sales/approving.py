"""The customer's yes to one bundle, and the one place that says whether it can be given now."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.closing import Blocker as ContractBlocker
from aceite.core.contracts.closing import blocking
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import MoreBeside, current_of, read_for_act
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow, require, require_move
from aceite.core.proposals.states import State
from aceite.core.rows.inserting import insert
from aceite.core.rows.worded import Blank, Change
from aceite.core.sales.answering import (
    Answer,
    answering,
    bound_version,
    paper_of,
    require_code,
    require_proof,
    standing_person,
    state_will,
)
from aceite.core.sales.grouping import siblings_of, supersede
from aceite.core.sales.models import Approval
from aceite.core.sales.readiness import original_fell
from aceite.core.sales.term import kept_places
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.consent import Consent, Occasion
from aceite.core.signatures.device import refuse_other_hash
from aceite.core.signatures.models import Act
from aceite.core.trail.recording import Held, record
from aceite.core.trail.refusals import Refusal, fit_text

_DONE: Final = (State.APPROVED, State.ORDER)
_APPROVE: Final = Change(
    Proposal.objects.filter(pk=Blank("pk")),
    state=State.APPROVED,
    approved_at=Blank("at"),
    waiting_for="vendor",
    waiting_since=Blank("at"),
)


class AlreadyApproved(Refusal):
    """A colleague has approved this version before."""


@dataclass(frozen=True)
class Blocker:
    """One reason why the proposal cannot be approved now."""

    code: str
    sentence: str


@dataclass(frozen=True)
class Blockers:
    """All of them; `clear` when there is none."""

    blockers: tuple[Blocker, ...]

    @property
    def clear(self) -> bool:
        """Whether an approval is possible."""
        return not self.blockers

    def __iter__(self) -> Iterator[Blocker]:
        return iter(self.blockers)


class OriginalRescinded(Refusal):
    """The purchase that the amendment changes was withdrawn from."""

    sentence = gettext_lazy("O cliente desistiu da compra que este aditivo muda. Nada foi registrado.")


class StillBlocked(Refusal):
    """The contracts are not signed as they must be; `blockers` says what is missing."""

    sentence = gettext_lazy("A proposta ainda não pode ser aprovada. Nada foi registrado: veja o que falta.")

    def __init__(self, blockers: Blockers) -> None:
        self.blockers = blockers
        super().__init__()


@dataclass(frozen=True)
class ApprovalOffer:
    """What stands beside the button: exactly what is bound, and the terms of the answer."""

    version: int
    bundle_sha256: str
    total: Decimal
    expires_at: datetime | None
    contracts: tuple[str, ...]
    consent: Consent
    decline_consent: Consent
    blockers: Blockers


def may_be_approved(proposal: Proposal, *, at: datetime) -> Blockers:
    """Whether the current version can be approved at this moment: sent, not past its last valid day in the company's
    zone, every contract signed as required (PRODUCT: *The life of a proposal*). Who asks plays no part."""
    try:
        require_move("proposal.approve", proposal, at)
    except NotNow as refusal:
        return Blockers((Blocker(refusal.state.value, str(refusal.sentence)),))
    if original_fell(proposal):
        return Blockers((Blocker("original", str(OriginalRescinded.sentence)),))
    return _blockers(blocking(current_of(proposal), proposal.company.copies_policy))


def prepare_approval(proposal: Proposal, *, by: PanelUser, at: datetime) -> ApprovalOffer:
    """What the page shows before the click; it writes nothing. Version and hash come back with the answer."""
    require("panel.see", proposal, by)
    version = proposal.shown or current_of(proposal)
    language = by.user.language if by.user else proposal.company.language
    return ApprovalOffer(
        version=version.version,
        bundle_sha256=version.bundle_sha256,
        total=version.total,
        expires_at=proposal.expires_at,
        contracts=tuple(version.contracts.order_by("position", "pk").values_list("title", flat=True)),
        consent=terms_for(proposal.company, Occasion.APPROVAL, language),
        decline_consent=terms_for(proposal.company, Occasion.DECLINE, language),
        blockers=may_be_approved(proposal, at=at),
    )


def approve(
    proposal: Proposal,
    answer: Answer,
    *,
    customer_order_number: str = "",
    note: str = "",
    by: PanelUser,
    at: datetime,
) -> Approval:
    """Records the statement over P and the approval of exactly the version and bundle answered.

    The same person twice (double click, two tabs) gives the one record. Raises NotAllowed, NotProved, ConsentMissing,
    NotCurrent, NotNow, StillBlocked, AlreadyApproved, OriginalRescinded, MoreBeside, Unfit, device.OtherFile and
    NoDeviceHash.
    """
    require("proposal.approve", proposal, by)
    require_proof(answer)
    number = fit_text("customer_order_number", customer_order_number, longest=60, multiline=False, printed=True)
    words = fit_text("note", note, longest=2000, printed=True)

    def read() -> _Ground:
        standing = read_for_act(proposal.pk)
        person = standing_person("proposal.approve", standing, by)
        waiting = blocking(current_of(standing), standing.company.copies_policy)
        return _Ground(standing, person, waiting, frozenset(one.pk for one in siblings_of(standing)))

    with answering(Act.APPROVE, proposal, answer, read, beside=_locked_too, by=by, at=at) as (ground, chain):
        return _approve(ground, chain, answer, _Words(number, words), at)


def _approve(ground: "_Ground", chain: Held, answer: Answer, words: "_Words", at: datetime) -> Approval:
    proposal, by = ground.proposal, ground.person
    if (done := _done_before(proposal, answer, by)) is not None:
        return done
    version = bound_version(Occasion.APPROVAL, proposal, answer)
    require_move("proposal.approve", proposal, at)
    if original_fell(proposal):
        raise OriginalRescinded
    if ground.waiting:
        raise StillBlocked(_blockers(ground.waiting))
    siblings = siblings_of(proposal)
    if not ground.siblings.issuperset(one.pk for one in siblings):
        raise MoreBeside
    if proposal.company.asks_code_to_approve:
        require_code(answer)
    refuse_other_hash(answer.opened, paper_of(version), required=proposal.company.requires_device_hash)
    statement = state_will(Act.APPROVE, version, answer, chain, by=by, at=at)
    approval = Approval(
        company_id=proposal.company_id,
        proposal=proposal,
        version=version,
        panel_user=by,
        statement=statement,
        customer_order_number=words.customer_order_number,
        note=words.note,
        approved_at=at,
        **kept_places(proposal),
    )
    insert(approval)
    proposal.state, proposal.approved_at = State.APPROVED, at
    proposal.waiting_for, proposal.waiting_since = "vendor", at
    _APPROVE.make(pk=proposal.pk, at=at)
    data = {
        "version": version.version,
        "bundle_sha256": version.bundle_sha256,
        "statement_sha256": statement.sha256,
        "approval": approval.pk,
    }
    personal = {name: value for name, value in asdict(words).items() if value} | answer.origin.personal()
    record("proposal.approved", sale=proposal.pk, by=by, at=at, data=data, personal=personal, held=chain)
    supersede(proposal, siblings, by=by, at=at)
    return approval


def _done_before(proposal: Proposal, answer: Answer, by: PanelUser) -> Approval | None:
    if proposal.state not in _DONE:
        return None
    standing = proposal.approvals.select_related("panel_user", "version").get(undone_at=None)
    if standing.panel_user_id == by.pk and standing.version.version == answer.version:
        return standing
    raise AlreadyApproved(
        _("%(name)s já aprovou esta proposta. Nada mais é preciso.") % {"name": standing.panel_user.name}
    )


@dataclass(frozen=True)
class _Words:
    """What the customer wrote beside her yes."""

    customer_order_number: str
    note: str


@dataclass(frozen=True)
class _Ground:
    """What an approval rests on: the sale, the person, the acts contracts still wait for, the other alternatives."""

    proposal: Proposal
    person: PanelUser
    waiting: list[ContractBlocker]
    siblings: frozenset[int]


def _locked_too(ground: _Ground) -> frozenset[int]:
    # An amendment and the withdrawal from what it amends wait for each other.
    original = ground.proposal.amends_id
    return ground.siblings | {original} if original else ground.siblings


def _blockers(waiting: list[ContractBlocker]) -> Blockers:
    return Blockers(tuple(dict.fromkeys(_worded(blocker) for blocker in waiting)))


def _worded(blocker: ContractBlocker) -> Blocker:
    details = {"title": blocker.title, "name": blocker.name}
    if blocker.what == "check_copy":
        return Blocker("copy", _("A via assinada de “%(title)s” ainda será conferida pela empresa.") % details)
    if blocker.what == "send_copy":
        return Blocker("contract", _("Falta enviar a via assinada de “%(title)s”.") % details)
    if blocker.name:
        return Blocker("contract", _("Falta a assinatura de %(name)s em “%(title)s”.") % details)
    return Blocker("contract", _("Falta a assinatura de “%(title)s”.") % details)
