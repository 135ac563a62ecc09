"""The vendor's countersignature: a named representative performs the same act as a customer's signer (TRUST).

Prepared and read first, then confirmed by a mailed code or a passkey; all her contracts of a sale in one ceremony.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from aceite.core.contracts.checks import cpf_for
from aceite.core.contracts.completing import Following, complete
from aceite.core.contracts.desks import (
    Chair,
    Desk,
    refuse_below_ours,
    refuse_now,
    refuse_unseen,
    refuse_witness_of_ours,
)
from aceite.core.contracts.marks import read_mark
from aceite.core.contracts.models import Countersigner
from aceite.core.contracts.plans import acted_of, plan_of
from aceite.core.contracts.refusing import AlreadySigned, NothingToSign
from aceite.core.contracts.signing import Given, contract_id_of, cpf_in, note_refusal
from aceite.core.contracts.stating import hashes_of, matter_of
from aceite.core.people.models import Member
from aceite.core.people.passkey_refusals import NoPasskey
from aceite.core.people.passkeys import has_passkey
from aceite.core.proposals.locking import as_it_stands, lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.rows.worded import Blank, Change
from aceite.core.signatures.ceremonies import Ceremony, begin, find, try_to_confirm
from aceite.core.signatures.consent import Occasion
from aceite.core.signatures.models import Statement
from aceite.core.signatures.proofs import Means, Proof
from aceite.core.signatures.statements import MarkGiven, Opened, Signatory, Will, build, new_ceremony
from aceite.core.trail.actors import Origin
from aceite.core.trail.recording import Held, head, hold
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.taxid import format_taxid
from aceite_verify.signing_plan import REPRESENTATIVE

_SIGN: Final = Change(Countersigner.objects.filter(pk=Blank("pk")), statement=Blank("statement"), cpf=Blank("cpf"))


def prepare_countersigning(proposal: Proposal, *, given: Given, by: Member, origin: Origin, at: datetime) -> Ceremony:
    """Prepares a statement for each contract that waits for this representative, and mails one code for all.

    Nothing is mailed when a passkey is to confirm them. Raises NotAllowed, and what `signing.prepare_signing` raises.
    """
    require("contract.countersign", proposal, by)
    try:
        desk = Desk.of(as_it_stands(proposal.pk), by)
        chairs = _to_sign(desk, at)
        given.refuse_other_terms(desk.proposal.company, Occasion.COUNTERSIGNATURE)
        if given.means is Means.PASSKEY and not has_passkey(by.user_id):
            raise NoPasskey
        hash_required = desk.proposal.company.requires_device_hash
        for chair in chairs:
            refuse_below_ours(chair, given.proved_by)
            refuse_unseen(chair, given.opened, hash_required=hash_required)
            refuse_witness_of_ours(chair, cpf_for(chair.countersigner, given.cpf))
        mark = given.mark or read_mark(given.mark_text, given.mark_drawing, company_id=by.company_id, at=at)
    except Refusal as refusal:
        note_refusal(refusal, proposal.pk, [], by=by, origin=origin, at=at)
        raise
    return begin(_statements(desk, chairs, given, mark, at), means=given.means, by=by, at=at)


def countersign(
    begun: Ceremony | str, *, proof: Proof, by: Member, origin: Origin, at: datetime
) -> list[Countersigner]:
    """Confirms a ceremony, given by its id or as `find` gave it; returns the representative's rows.

    Twice, or in two tabs, is one record. Raises ceremonies.NoSuchCeremony, and a Refusal for each reason why not; the
    trail keeps it, a wrong code counts.
    """
    if not by.may("contract.countersign"):
        raise NotAllowed
    ceremony = find(begun, by=by) if isinstance(begun, str) else begun
    sale, ids = ceremony.statements[0].sale_id, [contract_id_of(one) for one in ceremony.statements]
    with transaction.atomic(savepoint=False):
        rows, refusal = _attempt(ceremony, proof, by=by, origin=origin, at=at)
        if refusal is not None:
            note_refusal(refusal, sale, ids, by=by, origin=origin, at=at)
    # Raised only now: the refusal's event and the counted try belong to the transaction that has just ended well.
    if refusal is not None:
        raise refusal
    return rows


def _attempt(
    ceremony: Ceremony, proof: Proof, *, by: Member, origin: Origin, at: datetime
) -> tuple[list[Countersigner], Refusal | None]:
    sale = ceremony.statements[0].sale_id
    proposal = lock_sale(sale)
    try:
        chain, _of_company = hold(by.company_id, sale)
        desk = Desk.of(proposal, by)
        chairs = desk.on([contract_id_of(one) for one in ceremony.statements])
        rows = [chair.countersigner for chair in chairs]
        if all(chair.has_signed for chair in chairs):
            return rows, None
        require("contract.countersign", proposal, by)
        left = [chair for chair in chairs if not chair.has_signed]
        refuse_now(desk, left, at)
        by_contract = {contract_id_of(one): one for one in ceremony.statements}
        pairs = [(chair, by_contract[chair.contract.pk]) for chair in left]
        for chair, statement in pairs:
            refuse_below_ours(chair, statement.content()["factors"])
            refuse_witness_of_ours(chair, cpf_in(statement))
        only = [statement for _chair, statement in pairs]
        refusal = try_to_confirm(ceremony, proof, only=only, chain=chain, by=by, origin=origin, at=at)
    except Refusal as reason:
        return [], reason
    if refusal is None:
        for chair, statement in pairs:
            _sign_one(_Turn(proposal, chair, chain, at), statement, by=by, origin=origin)
    return rows, refusal


@dataclass(frozen=True)
class _Turn:
    """One place to be signed, and the chain in which it will stand."""

    proposal: Proposal
    chair: Chair
    chain: Held
    at: datetime


def _sign_one(turn: _Turn, statement: Statement, *, by: Member, origin: Origin) -> None:
    chair = turn.chair
    mine = next(each for each in chair.countersigners if each.pk == chair.countersigner.pk)
    mine.statement, mine.cpf = statement, cpf_in(statement)
    _SIGN.make(pk=mine.pk, statement=statement, cpf=mine.cpf)
    after = Following(turn.proposal, chair.contract, turn.chain, by, turn.at)
    said = {
        "countersigner": mine.pk,
        "member": by.pk,
        "role": REPRESENTATIVE,
        **hashes_of(statement),
    }
    after.record("contract.countersigned", personal={"name": by.name, **origin.personal()}, **said)
    plan = plan_of(chair.contract, chair.signers, chair.countersigners)
    if plan.complete(acted_of(chair.signers, chair.countersigners)):
        complete(after, chair.signers, chair.countersigners)


def _to_sign(desk: Desk, at: datetime) -> list[Chair]:
    left = [chair for chair in desk.chairs if not chair.has_signed]
    if not left:
        raise AlreadySigned
    chairs = desk.waiting()
    refuse_now(desk, chairs or left, at)
    if not chairs:
        raise NothingToSign
    return chairs


def _statements(desk: Desk, chairs: Sequence[Chair], given: Given, mark: MarkGiven, at: datetime) -> list[Statement]:
    ceremony, newest = new_ceremony(), head(desk.by.company_id, desk.proposal.pk)
    built = []
    for chair in chairs:
        matter = matter_of(chair.contract, chair.document, desk.proposal)
        opened = given.opened.get(chair.contract.pk, Opened())
        will = Will(consent_sha256=given.consent_sha256, factors=given.proved_by, opened=opened, mark=mark)
        signatory = _signatory(desk, chair, cpf_for(chair.countersigner, given.cpf))
        built.append(build(matter, signatory=signatory, will=will, ceremony=ceremony, head=newest, by=desk.by, at=at))
    return built


def _signatory(desk: Desk, chair: Chair, cpf: str) -> Signatory:
    company, person = desk.proposal.company, desk.by
    bound = desk.version.openings.get(f"countersigner/{chair.countersigner.pk}/name", {}).get("value", "")
    return Signatory(
        person.kind,
        person.pk,
        person.name,
        email=person.email,
        cpf=cpf,
        role=REPRESENTATIVE,
        on_behalf_of=f"{company.legal_name} (CNPJ {format_taxid(company.cnpj)})",
        bound_name=bound,
    )
