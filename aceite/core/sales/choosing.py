"""The customer picks among what the vendor left to choose; a new version is made of it, in the worker."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from aceite.core.contracts.closing import acted_upon
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.choosing import chosen_draft
from aceite.core.proposals.cleaning import CleanDraft
from aceite.core.proposals.drafts import draft_of, lines_of, plan_of
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.options import Pick, checked
from aceite.core.proposals.permitting import NotCurrent, require, require_current, require_move
from aceite.core.proposals.pricing import BadPrice
from aceite.core.sales.answering import standing_person
from aceite.core.sales.offer_choices import Failure, OfferChoice, as_kept
from aceite.core.trail.actors import Origin, System
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, said
from aceite.kit.codes import same

# A worker needs seconds; what takes longer than this was given up by it.
PATIENCE: Final = timedelta(minutes=15)


class ChoiceUnfit(Refusal):
    """What was chosen cannot be had; `line` is the key of the line it is about, or "" for the whole."""

    def __init__(self, bad: BadPrice) -> None:
        self.line = bad.place
        super().__init__(said(bad))


class NothingChosen(Refusal):
    """The offer stands like this already."""

    sentence = gettext_lazy(
        "A proposta já está assim. Para ficar com ela, aprove; para mudar, escolha outra combinação."
    )


class SignedAlready(Refusal):
    """Somebody has signed, or sent a signed copy: what was signed does not change any more."""

    sentence = gettext_lazy(
        "Alguém já assinou esta versão, e o que foi assinado não muda. Para outra combinação, peça à empresa uma nova "
        "versão. Nada foi mudado."
    )


class ChoiceUnderWay(Refusal):
    """Somebody else's choice is being made into a version."""

    sentence = gettext_lazy("Outra escolha acabou de ser confirmada e está sendo preparada. Espere alguns segundos.")


@dataclass(frozen=True)
class Chosen:
    """What came with the click: the version and bundle shown, what was picked of its lines by their keys."""

    version: int
    bundle_sha256: str
    picks: dict[str, Pick]
    origin: Origin


def preview_choice(version: ProposalVersion, picks: dict[str, Pick]) -> CleanDraft:
    """What this offer would come to; it writes nothing. Raises ChoiceUnfit."""
    try:
        return chosen_draft(draft_of(version.proposal, version), picks, plan_of(OfferChoice.vendors_own(version)))
    except BadPrice as bad:
        raise ChoiceUnfit(bad) from None


def confirm_choice(proposal: Proposal, chosen: Chosen, *, by: PanelUser, at: datetime) -> OfferChoice:
    """Records what the customer chose of the version shown; the worker makes the next version of it.

    Only the vendor's limits can be chosen, and only while nobody has signed. The same choice twice is one. Raises
    NotAllowed, NotCurrent, NotNow, SignedAlready, ChoiceUnfit, NothingChosen, ChoiceUnderWay.
    """
    require("proposal.choose", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        person = standing_person("proposal.choose", locked, by)
        if (before := _confirmed_before(locked, chosen, person, at)) is not None:
            return before
        version = current_of(locked)
        require_current(locked, chosen.version)
        if not same(version.bundle_sha256, chosen.bundle_sha256):
            raise NotCurrent
        require_move("proposal.choose", locked, at)
        if acted_upon(version):
            raise SignedAlready
        _give_up_stalled(version, at)
        return _confirm(locked, version, chosen, person, at)


def is_awaited(choice: OfferChoice, at: datetime) -> bool:
    """Whether the worker is still expected to make a version of it."""
    return choice.is_under_way and at < choice.asked_at + PATIENCE


def _confirm(proposal: Proposal, version: ProposalVersion, chosen: Chosen, by: PanelUser, at: datetime) -> OfferChoice:
    after = preview_choice(version, chosen.picks)
    changed = checked(lines_of(version), chosen.picks)
    if not changed:
        raise NothingChosen
    choice = OfferChoice.objects.create(
        company_id=proposal.company_id,
        proposal=proposal,
        version=version,
        panel_user=by,
        asked_at=at,
        picks=as_kept(changed),
        total=after.totals.total,
    )
    data = {
        "choice": choice.pk,
        "version": version.version,
        "bundle_sha256": version.bundle_sha256,
        "picks": choice.picks,
        "total": str(choice.total),
    }
    record("choice.confirmed", sale=proposal.pk, by=by, at=at, data=data, personal=chosen.origin.personal())
    return choice


def _confirmed_before(proposal: Proposal, chosen: Chosen, by: PanelUser, at: datetime) -> OfferChoice | None:
    """The same click arriving twice, also once its version stands; of what its worker gave up it is another one."""
    standing = (
        proposal.choices.filter(version__version=chosen.version, failed_at=None).select_related("version").first()
    )
    if standing is None or standing.panel_user_id != by.pk:
        return None
    if standing.is_under_way and not is_awaited(standing, at):
        return None
    try:
        changed = checked(lines_of(standing.version), chosen.picks)
    except BadPrice:
        return None
    return standing if as_kept(changed) == standing.picks else None


def _give_up_stalled(version: ProposalVersion, at: datetime) -> None:
    standing = version.choices.under_way().first()
    if standing is None:
        return
    if is_awaited(standing, at):
        raise ChoiceUnderWay
    fail_choice(standing, Failure.STALLED, at=at)


def fail_choice(choice: OfferChoice, failure: Failure, *, at: datetime) -> None:
    """Says that no version comes of it, and why; what stood stands. Under the sale's lock, by those who found out."""
    choice.failed_at, choice.failure = at, failure
    choice.save(update_fields=["failed_at", "failure"])
    data = {"choice": choice.pk, "version": choice.version.version, "failure": failure.value}
    record("choice.failed", sale=choice.proposal_id, by=System(choice.company_id), at=at, data=data)
