"""What of a sale a visitor looks at: the version shown, its contracts with their signatures, and where it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.utils.translation import gettext as _

from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, Level, Requirement, SignedCopy, Signer
from aceite.core.contracts.plan_words import own_lines
from aceite.core.contracts.states import CopyState, ExternalState
from aceite.core.documents.models import Document
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import State, VersionState
from aceite.core.signatures.models import Statement
from aceite.faces.panel.access import Scope

SIGNED_DIGITALLY = frozenset({Requirement.DIGITAL.value, Requirement.EITHER.value})
SIGNED_ON_PAPER = frozenset({Requirement.MANUAL.value, Requirement.EITHER.value})


@dataclass(frozen=True)
class Shown:
    """One version of a sale as its page shows it; `state` is a word of the status table."""

    proposal: Proposal
    version: ProposalVersion
    newest: ProposalVersion
    state: str
    at: datetime

    @property
    def title(self) -> str:
        """The version's own title; the sale's may already be the next draft's."""
        return self.version.title or self.proposal.title

    @property
    def number(self) -> str:
        """The sale's number."""
        return self.proposal.number

    @property
    def is_newest(self) -> bool:
        """Whether nothing newer was sent."""
        return self.version.pk == self.newest.pk

    @property
    def is_open(self) -> bool:
        """Whether the customer can still answer this version."""
        return self.state == State.SENT and self.is_newest

    @property
    def goes_on(self) -> bool:
        """Whether something is still to come before it is an order; of a draft, in its preview, everything is."""
        return self.is_open or self.state in (State.APPROVED, State.DRAFT)


def shown(scope: Scope, number: str, *, at: datetime, version: int | None = None) -> Shown:
    """The sale's newest sent version, or the one asked for; 404 when this visitor sees none."""
    sale = scope.sale(number)
    if sale is None:
        raise Http404
    newest = scope.versions.first() if scope.is_preview else sale.shown
    if newest is None:
        raise Http404
    wanted = newest
    if version not in (None, newest.version):
        asked = scope.versions.filter(proposal=sale, version=version).first()
        if asked is None:
            raise Http404
        wanted = asked
    for one in (wanted, newest):
        one.proposal, one.company = sale, scope.company
    sale.company, sale.customer = scope.company, scope.customer
    return Shown(sale, wanted, newest, state_word(sale, wanted, newest=newest, at=at), at)


def state_word(sale: Proposal, version: ProposalVersion, *, newest: ProposalVersion, at: datetime) -> str:
    """How a version stands in the customer's eyes: of the vendor's next draft she knows nothing."""
    if version.state in (VersionState.SUPERSEDED, VersionState.WITHDRAWN) or version.pk != newest.pk:
        closed = version.state == VersionState.WITHDRAWN
        return str(VersionState.WITHDRAWN.value if closed else VersionState.SUPERSEDED.value)
    return str(sale.state_at(at).value)


def contracts_of(scope: Scope, version: ProposalVersion) -> list[Contract]:
    """The version's contracts with their signers, copies and files signed outside: a fixed number of queries."""
    found = (
        version.contracts.select_related("document", "signed_file__sealing", "manifest_file__sealing")
        .defer("body", "search")
        .prefetch_related(*_beside(scope))
    )
    return list(found)


def contract_of(scope: Scope, number: str, pk: int, *, at: datetime) -> tuple[Shown, Contract]:
    """One contract of one sale, with the version it belongs to; 404 for a stranger."""
    found = scope.contract(pk)
    if found is None or found.version is None:
        raise Http404
    sale = shown(scope, number, at=at, version=found.version.version)
    if found.version.pk != sale.version.pk:
        raise Http404
    prefetch_related_objects([found], *_beside(scope))
    return sale, found


def _beside(scope: Scope) -> "tuple[Prefetch[Any], ...]":
    """What a contract's page tells besides the contract: who signs, the copies, the files signed outside."""
    return (
        Prefetch("signers", scope.signers),
        Prefetch("countersigners", scope.countersigners),
        Prefetch("copies", scope.copies.prefetch_related("files__document")),
        Prefetch("external_files", scope.external_files),
    )


def place_of(contract: Contract, scope: Scope) -> Signer | None:
    """This visitor's own place among the contract's signers; one she signed under a former access is hers to keep."""
    if scope.is_preview:
        return None
    hers = [one for one in contract.signers.all() if scope.is_hers(one.panel_user)]
    own = next((one for one in hers if one.panel_user_id == scope.person.pk), None)
    return own or next((one for one in hers if one.statement_id is not None), None)


def to_sign(contract: Contract, scope: Scope, *, in_turn: bool = True) -> bool:
    """Whether this visitor still has to sign in the panel; a copy on paper that counts stands for the whole.

    With `in_turn` only when it is her turn.
    """
    place = place_of(contract, scope)
    return (
        place is not None
        and place.statement_id is None
        and not (place.idle and (in_turn or contract.signed_by_customer))
        and contract.requirement in SIGNED_DIGITALLY
        and contract.voided_at is None
        and standing_copy(contract) is None
        and under_way(contract, place) is None
    )


def own_act(contract: Contract, scope: Scope) -> Statement | None:
    """This visitor's own signature on it, whose receipt is hers."""
    place = place_of(contract, scope)
    return place.statement if place is not None else None


def own_outside(contract: Contract, scope: Scope) -> ExternalFile | None:
    """The file this visitor signed outside, where that is her signature."""
    place = place_of(contract, scope)
    if place is None or place.statement_id is None or not scope.may("contract.sign"):
        return None
    return next((one for one in contract.external_files.all() if one.statement_id == place.statement_id), None)


def for_whom(contracts: Sequence[Contract], scope: Scope) -> list[str]:
    """What she reads beside what she signs: for whom and by what right, at whose request, what she witnesses."""
    places = [(place_of(one, scope), list(one.signers.all())) for one in contracts]
    lines = (line for place, named in places if place for line in own_lines(place, named, scope.customer))
    return list(dict.fromkeys(lines))


def passes_on(contract: Contract, sale: Shown, scope: Scope) -> bool:
    """Whether this visitor may put a colleague in her place: also before her turn, unread, and whatever the level."""
    place = place_of(contract, scope)
    # Whoever signs a rogo was chosen by another: the place is not hers to pass on.
    lets = contract.hand_over and place is not None and not place.request_name
    return lets and sale.is_open and scope.may("signer.hand_over") and to_sign(contract, scope, in_turn=False)


def can_choose(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> bool:
    """Whether this visitor may still pick among what was left open: nothing is chosen any more once anybody signed."""
    if not sale.is_open or not sale.version.choosable or not scope.may("proposal.choose"):
        return False
    return not any(_acted_upon(contract) for contract in contracts)


def _acted_upon(contract: Contract) -> bool:
    """As core.contracts.closing asks it, of rows that are here already."""
    signed = any(one.statement_id for one in (*contract.signers.all(), *contract.countersigners.all()))
    sent = any(one.state != ExternalState.REFUSED for one in contract.external_files.all())
    return signed or sent or standing_copy(contract) is not None


def only_outside(contract: Contract) -> bool:
    """Whether nothing in the panel reaches the level it asks for: it is signed with a certificate alone."""
    return contract.level == Level.QUALIFIED


def under_way(contract: Contract, place: Signer) -> ExternalFile | None:
    """The file this signer signed outside and sent, as long as nothing was decided about it."""
    deciding = (ExternalState.WAITING, ExternalState.MANUAL)
    sent = (one for one in contract.external_files.all() if one.signer_id == place.pk)
    return next((one for one in sent if one.state in deciding), None)


def file_to_sign(contract: Contract) -> Document:
    """What the next person signs outside: the contract, or the file that others signed before."""
    accepted = [one for one in contract.external_files.all() if one.state == ExternalState.ACCEPTED]
    newest = max(accepted, key=lambda one: (one.checked_at or one.uploaded_at, one.pk), default=None)
    document = newest.document if newest else contract.document
    if document is None:
        raise Http404
    return document


def newest_copy(contract: Contract) -> SignedCopy | None:
    """The copy the customer sent last."""
    return next(iter(contract.copies.all()), None)


def standing_copy(contract: Contract) -> SignedCopy | None:
    """The newest copy the vendor did not refuse."""
    return next((one for one in contract.copies.all() if one.state != CopyState.REFUSED), None)


def wants_copy(contract: Contract) -> bool:
    """Whether a signed copy on paper is welcome: none waits or was accepted, and the contract is not signed already."""
    return (
        contract.requirement in SIGNED_ON_PAPER
        and contract.voided_at is None
        and not contract.signed_by_customer
        and standing_copy(contract) is None
    )


def signers_of(contract: Contract) -> list[Signer]:
    """Who is named on it; nobody where nothing is to be signed."""
    return [] if contract.requirement == Requirement.NONE else list(contract.signers.all())


def on_paper(contract: Contract, sale: Shown) -> str:
    """What to say of a signer without a signature here where it stands, or will stand, on paper; "" otherwise."""
    if standing_copy(contract) is not None:
        return _("na via assinada em papel")
    return _("assina no papel") if contract.requirement == Requirement.MANUAL and sale.goes_on else ""


def contract_state(contract: Contract, *, goes_on: bool = True) -> str:
    """The word of the status table for a contract in the panel; nothing is pending once its sale came to an end."""
    newest = newest_copy(contract)
    if contract.voided_at is not None:
        return "void"
    if contract.requirement == Requirement.NONE:
        return "to_read"
    if contract.signed_by_customer or (newest is not None and newest.state == CopyState.ACCEPTED):
        return "signed"
    if newest is not None:
        return newest.state if goes_on or newest.state != CopyState.TO_CHECK else "unanswered"
    return "pending" if goes_on else "unsigned"
