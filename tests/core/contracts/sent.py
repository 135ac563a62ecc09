"""A sale that was sent, made by rows: what the tests of contracts start from."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from aceite.core.contracts.freezing import Frozen, freeze_contract, render_contract
from aceite.core.contracts.models import Contract, Requirement, Signer, SignerRole
from aceite.core.contracts.opening import record_opening
from aceite.core.contracts.signing import Given, prepare_signing, sign
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.storing import store
from aceite.core.people.codes import digits_of
from aceite.core.people.models import Member, OneTimeCode
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.states import State, VersionState
from aceite.core.signatures.ceremonies import Ceremony
from aceite.core.signatures.consent import consent_for
from aceite.core.signatures.models import Act
from aceite.core.signatures.proofs import CodeProof
from aceite.core.trail.actors import Origin
from aceite.core.trail.models import Event
from aceite.core.trail.recording import record
from aceite.kit.codes import new_code
from aceite.kit.pdf.pages import page_count

ORIGIN = Origin(ip="189.40.12.7", peer="10.0.0.2", user_agent="Firefox")
BUNDLE = "b" * 64
BODY = "<p>A contratada entrega o forno a {{cliente.nome}} por {{proposta.total}}.</p>"


def draft(customer: Customer, seller: Member, at: datetime, sequence: int = 1) -> ProposalVersion:
    """A proposal of one forno, being written."""
    proposal = Proposal.objects.create(
        company=customer.company, number=f"2026-{sequence:04d}", year=2026, sequence=sequence, customer=customer,
        seller=seller, title="Cozinha", created_at=at, total="1000.00",
    )  # fmt: skip
    version = ProposalVersion.objects.create(
        company=customer.company, proposal=proposal, version=1, valid_until=date(2026, 12, 9), total="1000.00",
        created_at=at,
    )  # fmt: skip
    proposal.current = version
    proposal.save()
    return ProposalVersion.objects.select_related("proposal", "company").get(pk=version.pk)


def add_contract(
    version: ProposalVersion, requirement: str = Requirement.DIGITAL, body: str = BODY, title: str = "Fornecimento"
) -> Contract:
    """One more contract in the draft."""
    return Contract.objects.create(
        company=version.company, version=version, title=title, body=body, requirement=requirement,
        position=version.contracts.count(), updated_at=version.created_at,
    )  # fmt: skip


def name(contract: Contract, *people: PanelUser, witness: PanelUser | None = None) -> None:
    """Puts people on a contract, with the CPFs on file."""
    roles = [(person, SignerRole.PARTY) for person in people]
    roles += [(witness, SignerRole.WITNESS)] if witness else []
    for position, (person, role) in enumerate(roles):
        Signer.objects.create(
            company=contract.company, contract=contract, panel_user=person, role=role, cpf=person.cpf, position=position
        )


def planned(contract: Contract, steps: Mapping[int, Sequence[PanelUser]], quorums: Mapping[int, int]) -> None:
    """The people of the contract in steps, with how many of a step suffice."""
    for step, people in steps.items():
        contract.signers.filter(panel_user__in=people).update(step=step)
    contract.quorums = {str(step): needed for step, needed in quorums.items()}
    contract.save(update_fields=["quorums"])


def freeze(version: ProposalVersion, at: datetime, *, real: bool = False) -> None:
    """What sending does to contracts and version, without its paper; `real` renders D."""
    for contract in version.contracts.all():
        code = new_code()
        data = render_contract(contract, code=code, at=at) if real else f"%PDF-{code}".encode()
        pages = page_count(data) if real else 1
        document = store(data, company_id=version.company_id, content_type="application/pdf", at=at, pages=pages)
        signers = list(Signer.objects.standing().filter(contract=contract))
        freeze_contract(contract, Frozen(document, code, BUNDLE), signers, at=at)
    version.state, version.sent_at, version.bundle_sha256, version.manifest = VersionState.SENT, at, BUNDLE, "{}"
    version.save()
    proposal = version.proposal
    proposal.state, proposal.first_sent_at, proposal.expires_at = State.SENT, at, at + timedelta(days=15)
    proposal.waiting_for = "customer"
    proposal.save()
    record("proposal.sent", by=proposal.seller, at=at, sale=proposal.pk, data={"version": version.version})


def opened(contracts: Sequence[Contract], *people: PanelUser, at: datetime) -> None:
    """Each of these people opens each of these contracts."""
    for contract in contracts:
        for person in people:
            record_opening(contract, by=person, origin=ORIGIN, at=at)


def given(**changes: object) -> Given:
    """A page filled in as it should be, or with something else in it."""
    as_it_should = {
        "mark_text": "Carla Nogueira",
        "consent_sha256": consent_for(Act.SIGN, "pt-br").sha256,
        "factors": ("session_code",),
    }
    return Given(**{**as_it_should, **changes})  # type: ignore[arg-type]


def prepare(contracts: Sequence[Contract], person: PanelUser, at: datetime, **changes: object) -> Ceremony:
    """The page is sent, and the code mailed."""
    return prepare_signing(list(contracts), given=given(**changes), by=person, origin=ORIGIN, at=at)


def code_of(ceremony: Ceremony) -> str:
    """The digits in the mail."""
    assert ceremony.code is not None
    return digits_of(OneTimeCode.objects.get(pk=ceremony.code.pk))


def confirm(ceremony: Ceremony, person: PanelUser, at: datetime, code: str | None = None) -> list[Signer]:
    """The digits are typed."""
    return sign(ceremony.id, proof=CodeProof(code or code_of(ceremony)), by=person, origin=ORIGIN, at=at)


def sign_all(contracts: Sequence[Contract], *people: PanelUser, at: datetime) -> None:
    """Each of these people reads and signs these contracts."""
    opened(contracts, *people, at=at)
    for person in people:
        confirm(prepare(contracts, person, at), person, at)


def refused() -> list[str]:
    """Why signatures and answers were refused, as the trail keeps it."""
    return [event.data["reason"] for event in Event.objects.filter(kind="signature.refused")]
