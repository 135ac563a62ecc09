"""Sending freezes a version: papers rendered once, everything bound by one hash, the customer let in."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.clearances.needing import Need, need_of
from aceite.core.contracts.levels import level_words
from aceite.core.contracts.models import Signer, SignerRole
from aceite.core.contracts.plan_words import plan_lines
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.core.proposals.locking import current_of, lock_sales
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.picturing import hold_pictures
from aceite.core.proposals.states import State
from aceite.core.sales.bundle import Content, content_of, hold_powers
from aceite.core.sales.freezing import freeze_version
from aceite.core.sales.papers import CouldNotRender, Papers, Progress, set_papers
from aceite.core.sales.readiness import Problem, original_fell, problems_of, recipients
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal

__all__ = ["Binding", "CouldNotRender", "NotCleared", "NotReady", "Problem", "ready_to_send", "send", "what_is_bound"]


class NotReady(Refusal):
    """Something has to be mended first; the draft is as it was. `problems` names each with its field."""

    sentence = gettext_lazy("A proposta ainda não pode ser enviada. Nada foi perdido: veja o que falta.")

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        super().__init__()


class NotCleared(NotReady):
    """A rule of the company asks for a colleague's yes first; `need` says for what."""

    sentence = gettext_lazy("Esta proposta precisa de aprovação interna antes de ser enviada. Nada foi enviado.")

    def __init__(self, need: Need) -> None:
        self.need = need
        super().__init__([Problem("clearance", str(self.sentence))])


class EditedWhileSending(EditedMeanwhile):
    """Something that would be bound was edited while the papers were set."""

    def __init__(self, version: ProposalVersion) -> None:
        super().__init__(version)
        self.sentence = _("A proposta foi editada enquanto os documentos eram montados. Confira-a e envie de novo.")


@dataclass(frozen=True)
class BoundContract:
    """A contract as the confirmation page shows it; `level` is empty where nobody signs in the panel. `plan` says what
    goes beyond everybody at once, the vendor's own signature too; `term` for how long it holds, where it says so."""

    title: str
    requirement: str
    signers: tuple[str, ...]
    level: str = ""
    plan: tuple[str, ...] = ()
    term: str = ""


@dataclass(frozen=True)
class Binding:
    """What sending would bind, and who would see it."""

    version: int
    total: Decimal
    expires_at: datetime
    contracts: tuple[BoundContract, ...]
    attachments: tuple[str, ...]
    recipients: tuple[PanelUser, ...]


def ready_to_send(proposal: Proposal, *, at: datetime) -> list[Problem]:
    """What has to be mended before sending, each with its field; those with `blocks` False are only warnings."""
    return problems_of(proposal, at=at)


def what_is_bound(proposal: Proposal, *, at: datetime) -> Binding:
    """What the vendor is about to bind itself to, for the page that asks for the confirmation."""
    content = content_of(current_of(proposal))
    contracts = tuple(
        BoundContract(
            contract.title,
            str(contract.get_requirement_display()),
            tuple(_named(signer) for signer in content.signers[contract.pk]),
            level_words(contract.level) if contract.asks_digital else "",
            tuple(plan_lines(contract, content.signers[contract.pk], content.countersigners[contract.pk])),
            contract.term_words,
        )
        for contract in content.contracts
    )
    version = content.version
    return Binding(
        version.version,
        version.total,
        version.end_of_validity(),
        contracts,
        tuple(file.name for file in content.attachments),
        tuple(recipients(proposal)),
    )


def _named(signer: Signer) -> str:
    name = signer.panel_user.name
    return _("%(name)s (testemunha)") % {"name": name} if signer.role == SignerRole.WITNESS else name


def send(
    proposal: Proposal, *, revision: int, by: Actor, at: datetime, progress: Progress | None = None
) -> ProposalVersion:
    """Freezes the draft the sender saw (its `revision`) and shows it to the customer until its last valid day.

    P and every D are rendered before the lock, with `progress(done, total, what)`; an edit made meanwhile stops it.
    Twice is the one version. Raises NotAllowed, NotNow, NotReady, NotCleared, EditedMeanwhile, CouldNotRender.
    """
    require("proposal.send", proposal, by)
    fresh = Proposal.objects.with_sheet().get(pk=proposal.pk)
    version = current_of(fresh)
    version.proposal, version.company = fresh, fresh.company
    if _sent_already(fresh, revision):
        return version
    require_move("proposal.send", fresh, at)
    if blocking := [problem for problem in problems_of(fresh, at=at) if problem.blocks]:
        raise NotReady(blocking)
    content = content_of(version)
    if version.revision != revision:
        raise EditedMeanwhile(version, by=by)
    _require_cleared(fresh, version, by)
    seen = content.fingerprint(at=at)
    papers = set_papers(content, at=at, progress=progress)
    with transaction.atomic():
        # With the purchase it changes: a withdrawal from that waits for this, and finds it sent.
        locked, *_original = lock_sales(fresh.pk, *([fresh.amends_id] if fresh.amends_id else []))
        current = current_of(locked)
        if _sent_already(locked, revision):
            return current
        require_move("proposal.send", locked, at)
        if original_fell(locked):
            raise NotReady(problems_of(locked, at=at))
        hold_pictures(current)
        hold_powers(current)
        now_standing = content_of(current)
        if now_standing.fingerprint(at=at) != seen:
            raise EditedWhileSending(current)
        _require_cleared(locked, current, by)
        return _freeze(locked, now_standing, papers, by=by, at=at)


def _sent_already(proposal: Proposal, revision: int) -> bool:
    return proposal.state == State.SENT and current_of(proposal).revision == revision


def _require_cleared(proposal: Proposal, version: ProposalVersion, by: Actor) -> None:
    need = need_of(proposal, version, by=by)
    if not need.is_met:
        raise NotCleared(need)


def _freeze(proposal: Proposal, content: Content, papers: Papers, *, by: Actor, at: datetime) -> ProposalVersion:
    version = content.version
    data = freeze_version(content, papers, at=at)
    proposal.state, proposal.shown = State.SENT, version
    proposal.first_sent_at, proposal.sent_at = proposal.first_sent_at or at, at
    proposal.expires_at = version.end_of_validity()
    proposal.waiting_for, proposal.waiting_since = "customer", at
    proposal.reminded_at = proposal.expiry_recorded_at = proposal.last_viewed_at = None
    proposal.closed_reason = ""
    proposal.save()
    record("proposal.sent", sale=proposal.pk, by=by, at=at, data=data)
    return version
