"""Signing in the panel: prepared and read first, then confirmed by code or passkey. Several contracts, one ceremony.

The mark and the mail cost time, so they stand in the preparation; the act itself only reads and writes rows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.db import transaction

from aceite.core.companies.models import Company
from aceite.core.contracts.checks import (
    Place,
    Sitting,
    cpf_for,
    places_of,
    refuse_closed,
    refuse_out_of_turn,
    refuse_shared_cpf,
    refuse_unread,
    refuse_without_proxy,
)
from aceite.core.contracts.completing import Following, follow
from aceite.core.contracts.levels import refuse_below_level
from aceite.core.contracts.marks import read_mark
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.refusing import AlreadySigned, NothingToSign
from aceite.core.contracts.stating import hashes_of, matter_of
from aceite.core.customers.models import PanelUser
from aceite.core.people.codes import CodeRefusal
from aceite.core.people.passkey_refusals import NoPasskey
from aceite.core.people.passkeys import has_passkey
from aceite.core.proposals.locking import Sighted, as_it_stands, read_for_act
from aceite.core.proposals.permitting import require
from aceite.core.rows.worded import Blank, Change
from aceite.core.signatures.agreed_terms import refuse_other_terms
from aceite.core.signatures.ceremonies import Ceremony, begin, find, send_again, try_to_confirm
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.models import Act, Statement
from aceite.core.signatures.proofs import Means, Proof
from aceite.core.signatures.statements import (
    ChangedMeanwhile,
    MarkGiven,
    Opened,
    Signatory,
    Will,
    build,
    new_ceremony,
)
from aceite.core.trail.actors import Actor, Origin
from aceite.core.trail.recording import Held, head, record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.taxid import format_taxid
from aceite_verify.brought_proxies import BROUGHT

_SIGN: Final = Change(Signer.objects.filter(pk=Blank("pk")), statement=Blank("statement"), cpf=Blank("cpf"))


@dataclass(frozen=True)
class Given:
    """What the signer did on the page, and how she will confirm it. `opened` tells it contract by contract (by id).

    `mark` is one that an earlier preparation read already, and `begun_under` the hash of the terms agreed to then: what
    was begun under a text goes on under it.
    """

    mark_text: str = ""
    mark_drawing: bytes | None = None
    mark: MarkGiven | None = None
    cpf: str = ""
    consent_sha256: str = ""
    begun_under: str = ""
    factors: tuple[str, ...] = ()
    means: Means = Means.CODE
    opened: Mapping[int, Opened] = field(default_factory=dict)

    @property
    def proved_by(self) -> tuple[str, ...]:
        """All that will prove her, each once: how she entered, and what confirms the act."""
        return tuple(dict.fromkeys((*self.factors, self.means.value)))

    def refuse_other_terms(self, company: Company, occasion: Occasion) -> None:
        """Raises ConsentMissing, ConsentChanged: the terms agreed to are not those in force."""
        if not self.begun_under or self.begun_under != self.consent_sha256:
            refuse_other_terms(company, occasion, self.consent_sha256)


def signer_needs_cpf(signer: Signer) -> bool:
    """Whether the signing step has to ask for the CPF: neither the vendor nor an earlier act gave it."""
    return not signer.cpf


def prepare_signing(
    contracts: Sequence[Contract], *, given: Given, by: PanelUser, origin: Origin, at: datetime
) -> Ceremony:
    """Prepares a statement for each contract and mails one code for all, unless a passkey is to confirm them.

    Those she signed before are left out. Raises NotAllowed; a Refusal of its own class for each reason why not (see
    `refusing`, permitting.NotNow and NotCurrent, consent.ConsentMissing, limits.TooMany). Each is kept in the trail;
    nothing else is.
    """
    sale = _sale_of(contracts, by)
    ids = [contract.pk for contract in contracts]
    try:
        sitting = Sitting.of(as_it_stands(sale), ids, by)
        refuse_closed(sitting, at)
        places = places_of(sitting)
        waiting = [place for place in places if place.signer.statement_id is None]
        if not waiting:
            raise AlreadySigned
        refuse_out_of_turn(sitting, waiting, at)
        given.refuse_other_terms(sitting.proposal.company, Occasion.SIGNATURE)
        if given.means is Means.PASSKEY and not has_passkey(by.user_id):
            raise NoPasskey
        for place in waiting:
            refuse_below_level(place.contract, given.proved_by)
        refuse_without_proxy(waiting)
        refuse_unread(waiting, given.opened, hash_required=sitting.proposal.company.requires_device_hash)
        cpfs = {place.signer.pk: cpf_for(place.signer, given.cpf) for place in waiting}
        refuse_shared_cpf(sitting, cpfs)
        mark = given.mark or read_mark(given.mark_text, given.mark_drawing, company_id=by.company_id, at=at)
    except Refusal as refusal:
        note_refusal(refusal, sale, ids, by=by, origin=origin, at=at)
        raise
    return begin(_statements(sitting, waiting, cpfs, given, mark, at), means=given.means, by=by, at=at)


def sign(begun: Ceremony | str, *, proof: Proof, by: PanelUser, origin: Origin, at: datetime) -> list[Signer]:
    """Confirms a ceremony, given by its id or as `find` gave it; returns the signers' rows.

    Twice, or in two tabs, is one record. `proof` is of the kind the ceremony was prepared for.

    Raises ceremonies.NoSuchCeremony, and a Refusal for each reason why not; the trail keeps it, a wrong code counts.
    """
    if not by.may("contract.sign"):
        raise NotAllowed
    ceremony = find(begun, by=by) if isinstance(begun, str) else begun
    sale, ids = ceremony.statements[0].sale_id, [contract_id_of(statement) for statement in ceremony.statements]
    try:
        seen = Sighted(by.company_id, sale, lambda: Sitting.of(read_for_act(sale), ids, by))
    except Refusal as reason:
        note_refusal(reason, sale, ids, by=by, origin=origin, at=at)
        raise
    # No savepoint: whatever is refused is refused before anything was written.
    with transaction.atomic(savepoint=False):
        signers, refusal = _attempt(ceremony, proof, seen, by=by, origin=origin, at=at)
        if refusal is not None:
            note_refusal(refusal, sale, ids, by=by, origin=origin, at=at)
    # Raised only now: the refusal's event and the counted try belong to the transaction that has just ended well.
    if refusal is not None:
        raise refusal
    return signers


def send_code_again(ceremony_id: str, *, by: Actor, at: datetime) -> Ceremony:
    """Mails a new code for what was prepared; the older code opens nothing any more. Raises limits.TooMany."""
    return send_again(find(ceremony_id, by=by), by=by, at=at)


def _attempt(
    ceremony: Ceremony, proof: Proof, seen: Sighted[Sitting], *, by: PanelUser, origin: Origin, at: datetime
) -> tuple[list[Signer], Refusal | None]:
    try:
        sitting = seen.under_lock()
        mine = [signer for signer in sitting.signers if signer.panel_user_id == by.pk]
        if len(mine) == len(sitting.contracts) and all(signer.statement_id for signer in mine):
            return mine, None
        require("contract.sign", sitting.proposal, by)
        refuse_closed(sitting, at)
        places = places_of(sitting)
        pairs = _unsigned(places, ceremony.statements)
        refuse_out_of_turn(sitting, [place for place, _statement in pairs], at)
        for place, statement in pairs:
            refuse_below_level(place.contract, statement.content()["factors"])
        _refuse_other_proxy(pairs)
        refuse_shared_cpf(sitting, {place.signer.pk: cpf_in(statement) for place, statement in pairs})
        only = [statement for _place, statement in pairs]
        refusal: CodeRefusal | None = try_to_confirm(
            ceremony, proof, only=only, chain=seen.chain, by=by, origin=origin, at=at
        )
    except Refusal as reason:
        return [], reason
    if refusal is None:
        for place, statement in pairs:
            _sign_one(_Turn(sitting, place, seen.chain), statement, by=by, origin=origin, at=at)
    return [place.signer for place in places], refusal


@dataclass(frozen=True)
class _Turn:
    """One place to be signed, and the chain in which it will stand."""

    sitting: Sitting
    place: Place
    chain: Held


def _sign_one(turn: _Turn, statement: Statement, *, by: PanelUser, origin: Origin, at: datetime) -> None:
    sitting, place = turn.sitting, turn.place
    place.signer.statement, place.signer.cpf = statement, cpf_in(statement)
    _SIGN.make(pk=place.signer.pk, statement=statement, cpf=place.signer.cpf)
    data = {
        "contract": place.contract.pk,
        "version": sitting.version.version,
        "signer": place.signer.pk,
        "panel_user": by.pk,
        "role": place.signer.role,
        **hashes_of(statement),
    }
    personal = {"name": place.signer.panel_user.name, **origin.personal()}
    record("contract.signed", by=by, at=at, sale=sitting.proposal.pk, data=data, personal=personal, held=turn.chain)
    follow(Following(sitting.proposal, place.contract, turn.chain, by, at), sitting.named_on(place.contract))


def _statements(
    sitting: Sitting, waiting: Sequence[Place], cpfs: Mapping[int, str], given: Given, mark: MarkGiven, at: datetime
) -> list[Statement]:
    ceremony, newest = new_ceremony(), head(sitting.by.company_id, sitting.proposal.pk)
    built = []
    for place in waiting:
        matter = matter_of(place.contract, place.document, sitting.proposal)
        will = Will(
            consent_sha256=given.consent_sha256,
            factors=given.proved_by,
            opened=given.opened.get(place.contract.pk, Opened()),
            mark=mark,
        )
        signatory = signatory_of(sitting, place, cpfs[place.signer.pk])
        built.append(
            build(matter, signatory=signatory, will=will, ceremony=ceremony, head=newest, by=sitting.by, at=at)
        )
    return built


def signatory_of(sitting: Sitting, place: Place, cpf: str) -> Signatory:
    """Who signs at this place, and on whose behalf, as the statement tells it."""
    customer = sitting.proposal.customer
    # Nobody acts on behalf of herself, and a witness acts for nobody.
    own = customer.taxid == cpf or place.is_witness
    behalf = "" if own else f"{customer.name} ({format_taxid(customer.taxid)})"
    person = place.signer.panel_user
    # A name changed after sending stays visible beside the one that the bundle commits to.
    bound_name = sitting.version.openings.get(f"signer/{place.signer.pk}/name", {}).get("value", "")
    return Signatory(
        person.kind,
        person.pk,
        person.name,
        email=person.email,
        cpf=cpf,
        role=place.signer.role,
        on_behalf_of=behalf,
        at_request_of=place.signer.asked_by,
        proxy_sha256=brought_by(place.signer),
        bound_name=bound_name,
    )


def brought_by(signer: Signer) -> str:
    """The hash of the power of attorney she brought, where the plan asks for it."""
    return signer.brought_proxy.sha256 if signer.asks_proxy and signer.brought_proxy else ""


def _refuse_other_proxy(pairs: Sequence[tuple[Place, Statement]]) -> None:
    """Raises ChangedMeanwhile: in another tab she brought another file than the one she is about to confirm."""
    for place, statement in pairs:
        if place.signer.asks_proxy and statement.content()["signer"].get(BROUGHT, "") != brought_by(place.signer):
            raise ChangedMeanwhile


def _unsigned(places: Sequence[Place], statements: Sequence[Statement]) -> list[tuple[Place, Statement]]:
    by_contract = {contract_id_of(statement): statement for statement in statements}
    return [(place, by_contract[place.contract.pk]) for place in places if place.signer.statement_id is None]


def _sale_of(contracts: Sequence[Contract], by: PanelUser) -> int:
    versions = {contract.version_id for contract in contracts}
    if len(versions) != 1 or contracts[0].version is None:
        raise NothingToSign
    require("contract.sign", contracts[0].version.proposal, by)
    return contracts[0].version.proposal_id


def note_refusal(
    refusal: Refusal, sale: int, contract_ids: list[int], *, by: Actor, origin: Origin, at: datetime
) -> None:
    """Keeps in the trail that an act of signing was refused, and why."""
    data = {"reason": type(refusal).__name__, "act": str(Act.SIGN.value), "contracts": contract_ids}
    record("signature.refused", by=by, at=at, sale=sale, data=data, personal=origin.personal())


def contract_id_of(statement: Statement) -> int:
    """The contract that a statement is about."""
    return int(statement.subject.removeprefix("contract/"))


def cpf_in(statement: Statement) -> str:
    """The CPF that a statement commits to."""
    return str(statement.openings.get("cpf", {}).get("value", ""))
