"""The moment a PDF signed outside counts: her place is signed, S binds the file and the certificate."""

from datetime import datetime

from aceite.core.contracts.completing import Following, follow
from aceite.core.contracts.external import opened_of, origin_of
from aceite.core.contracts.external_basis import newest_file
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_turns import Turn, facts_of, refuse_by_rules
from aceite.core.contracts.models import Signer
from aceite.core.contracts.signing import signatory_of
from aceite.core.contracts.states import ExternalState
from aceite.core.contracts.stating import matter_of
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.signatures.models import Statement
from aceite.core.signatures.statements import SignedOutside, Will, declare
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite_verify.external_pages import OUTDATED
from aceite_verify.holders import Kind
from aceite_verify.outside import FACTORS


def sign_by_file(file: ExternalFile, turn: Turn, *, by: Actor, at: datetime) -> None:
    """Takes the file as her signature, decided by the rules or by a member (`by`). Call it under the sale's lock.

    S is hers: she signed the PDF, agreed to the terms and sent it; its moment is that of the decision, as before it
    nobody could know that the file counts. When she sent it stands in S too.
    """
    place, base = turn.place, newest_file(turn.place.contract)
    _mark_accepted(file, turn, by=by, at=at)
    statement = _stated(file, turn, base, by=by, at=at)
    file.statement = place.signer.statement = statement
    file.save(update_fields=["statement"])
    place.signer.cpf = file.cpf
    Signer.objects.filter(pk=place.signer.pk).update(statement=statement, cpf=file.cpf)
    _record(file, turn, statement, at)
    after = Following(turn.sitting.proposal, place.contract, turn.chain, file.uploaded_by, at)
    follow(after, turn.sitting.named_on(place.contract))
    _refuse_outdated(file, turn, by=by, at=at)


def _refuse_outdated(file: ExternalFile, turn: Turn, *, by: Actor, at: datetime) -> None:
    """Those that wait for the vendor were signed on the file before this one: told at once, they are signed anew."""
    waiting = ExternalFile.objects.filter(contract=file.contract_id, state=ExternalState.MANUAL)
    for other in waiting.select_related("document", "uploaded_by").order_by("pk"):
        refuse_by_rules(other, turn, OUTDATED, by=by, at=at)


def _mark_accepted(file: ExternalFile, turn: Turn, *, by: Actor, at: datetime) -> None:
    file.state, file.checked_at = ExternalState.ACCEPTED, at
    file.checked_by = by if isinstance(by, Member) else None
    file.save(update_fields=["state", "checked_at", "checked_by", "confirmation"])
    # What the rules left to people, and so this person answers for.
    left = [found.code for found in file.left_to_people]
    note = {"note": file.confirmation} if file.confirmation else {}
    data = {**facts_of(file, turn.sitting), "confirmed": left}
    record("external.accepted", by=by, at=at, sale=turn.sitting.proposal.pk, data=data, personal=note, held=turn.chain)


def _stated(file: ExternalFile, turn: Turn, base: Document, *, by: Actor, at: datetime) -> Statement:
    place, sitting = turn.place, turn.sitting
    kind = str(file.certificate["kind"])
    outside = SignedOutside(
        file=file.document,
        base_sha256=base.sha256,
        certificate_sha256=str(file.certificate["fingerprint"]),
        kind=kind,
        claimed_at=str(file.certificate["claimed"]),
        uploaded_at=file.uploaded_at,
        decided_by="vendor" if isinstance(by, Member) else "rules",
    )
    factors = (*(str(factor) for factor in file.factors), FACTORS[Kind(kind)])
    return declare(
        matter_of(place.contract, place.document, sitting.proposal),
        signatory=signatory_of(sitting, place, file.cpf),
        will=Will(file.consent_sha256, factors, opened_of(file), outside=outside),
        head=turn.chain.hash,
        by=file.uploaded_by,
        origin=origin_of(file),
        at=at,
    )


def _record(file: ExternalFile, turn: Turn, statement: Statement, at: datetime) -> None:
    data = {
        **facts_of(file, turn.sitting),
        "role": turn.place.signer.role,
        "statement_sha256": statement.sha256,
        "file_sha256": statement.file_sha256,
        "bundle_sha256": statement.bundle_sha256,
    }
    personal = {"name": file.uploaded_by.name, **origin_of(file).personal()}
    sale = turn.sitting.proposal.pk
    record("contract.signed", by=file.uploaded_by, at=at, sale=sale, data=data, personal=personal, held=turn.chain)
