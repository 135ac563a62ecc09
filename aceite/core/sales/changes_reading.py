"""*Li as mudanças*: which earlier version somebody of the customer has seen, and that she read what changed since."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from aceite.core.companies.models import ChangesPolicy, Company
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import SignedCopy, Signer
from aceite.core.contracts.states import CopyState, ExternalState
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion, ProposalVersionQuerySet
from aceite.core.proposals.permitting import NotCurrent, require
from aceite.core.sales.models import Approval, ChangesRead, Viewing
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.trail.recording import record

# What a comparison reads anew, of the versions it is made of.
LONG: Final = ("manifest", "openings", "introduction", "terms", "taxes_text")


def last_seen(version: ProposalVersion, person: PanelUser) -> ProposalVersion | None:
    """The newest version before this one that she looked at, or of which she opened a contract; of a first version
    nothing is asked."""
    if version.version == 1:
        return None
    looked = Viewing.objects.filter(company_id=person.company_id, version=OuterRef("pk"), panel_user=person)
    opened = Signer.objects.filter(contract__version=OuterRef("pk"), panel_user=person, opened_at__isnull=False)
    earlier = _before(version).filter(Exists(looked) | Exists(opened))
    return earlier.defer(*LONG).order_by("-version").first()


def last_sent(version: ProposalVersion) -> ProposalVersion | None:
    """The version that was sent before this one."""
    if version.version == 1:
        return None
    return _before(version).defer(*LONG).order_by("-version").first()


def must_be_read(version: ProposalVersion, person: PanelUser, company: Company) -> bool:
    """Whether she has to say that she read the changes before she signs or approves: see `ChangesPolicy`.

    Not asked of whoever saw no earlier version, nor where nothing but the customer's own choice lies between.
    """
    if version.version == 1 or company.changes_policy == ChangesPolicy.NEVER:
        return False
    since = last_seen(version, person)
    if since is None or ChangesRead.objects.filter(version=version, panel_user=person).exists():
        return False
    if company.changes_policy == ChangesPolicy.SIGNED and not _answered_before(version):
        return False
    return not only_chosen(since, version)


def only_chosen(older: ProposalVersion, newer: ProposalVersion) -> bool:
    """Whether nothing but what the customer chose lies between them; of an offer without choices nothing is asked."""
    if not newer.choosable:
        return False
    return OfferChoice.vendors_own(newer).pk == OfferChoice.vendors_own(older).pk


def read_changes(proposal: Proposal, *, version: int, by: PanelUser, at: datetime) -> ChangesRead | None:
    """Records that she read what changed since the version she saw last; once a person and version.

    None where she saw no earlier one. Raises NotAllowed, and NotCurrent where a newer version came meanwhile.
    """
    require("panel.see", proposal, by)
    with transaction.atomic():
        locked = lock_sale(proposal)
        shown = locked.shown
        if shown is None or shown.version != version:
            raise NotCurrent
        since = last_seen(shown, by)
        if since is None:
            return None
        read, new = ChangesRead.objects.get_or_create(
            company_id=by.company_id, version=shown, panel_user=by, defaults={"since": since, "read_at": at}
        )
        if new:
            data = {
                "version": shown.version, "bundle_sha256": shown.bundle_sha256,
                "since": since.version, "since_sha256": since.bundle_sha256,
            }  # fmt: skip
            record("changes.read", sale=locked.pk, by=by, at=at, data=data)
        return read


def _before(version: ProposalVersion) -> ProposalVersionQuerySet:
    return ProposalVersion.objects.filter(
        proposal=version.proposal_id, version__lt=version.version, sent_at__isnull=False
    )


def _answered_before(version: ProposalVersion) -> bool:
    """Whether somebody signed or approved an earlier version, in whatever way."""
    earlier = Q(contract__version=OuterRef("pk"))
    acts = (
        Exists(Signer.objects.filter(earlier, statement__isnull=False)),
        Exists(SignedCopy.objects.filter(earlier).exclude(state=CopyState.REFUSED)),
        Exists(ExternalFile.objects.filter(earlier).exclude(state=ExternalState.REFUSED)),
        Exists(Approval.objects.filter(version=OuterRef("pk"))),
    )
    return _before(version).filter(acts[0] | acts[1] | acts[2] | acts[3]).exists()
