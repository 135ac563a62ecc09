"""What is signed and approved is proved by its file alone: the offline checker and other people's tools agree."""

import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail

from aceite.core.contracts.signing import sign
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.signatures.ceremonies import touch_options
from aceite.core.signatures.models import InstanceKey, KeyKind, Receipt
from aceite.core.signatures.proofs import Means, PasskeyProof
from aceite.core.trail.actors import System
from aceite_verify.checking import check
from aceite_verify.findings import Verdict
from aceite_verify.receipts import receipt_holds, receipt_key, receipt_text
from aceite_verify.statements import statement_hash
from aceite_verify.trust import read_trust
from tests.anchoring import anchor_trail
from tests.authenticator import Device
from tests.core.contracts.sent import ORIGIN, opened, prepare
from tests.core.people.holding import registered
from tests.jobs import run_jobs
from tests.walk import approved, contracts_of, draft_for, fresh, sent, signed, with_contract

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Signed by Carla and Gil, approved by Carla, and filed by the worker."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, gil)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, gil, at=now)
    approved(fresh(sale), carla, now)
    run_jobs()
    return fresh(sale)


@pytest.fixture(params=["contract", "approval"])
def filed(request: pytest.FixtureRequest, closed: Proposal) -> tuple[Document, Document]:
    """The file and the original it begins with."""
    if request.param == "contract":
        contract = contracts_of(closed).get()
        assert contract.signed_file is not None and contract.document is not None
        return contract.signed_file, contract.document
    approval = closed.approvals.select_related("file", "version__paper").get()
    assert approval.file is not None and approval.version.paper is not None
    return approval.file, approval.version.paper


@pytest.fixture
def trust(tmp_path: Path) -> Path:
    """A folder that trusts this installation."""
    (tmp_path / "instance").mkdir()
    authority = InstanceKey.objects.get(kind=KeyKind.AUTHORITY)
    (tmp_path / "instance" / "authority.pem").write_text(authority.certificate)
    return tmp_path


def test_nothing_in_the_file_is_found_wanting(filed: tuple[Document, Document], trust: Path, now: datetime) -> None:
    report = check(read(filed[0]), read_trust(trust, at=now))
    assert [finding for finding in report.findings if finding.verdict == Verdict.BAD] == []
    assert "key.trusted" in {finding.code for finding in report.findings}


@pytest.mark.parametrize("count", [1, 2])
def test_a_passkeys_signature_is_checked_from_the_file_alone(
    count: int, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, request: pytest.FixtureRequest
) -> None:
    proposal, phone = draft_for(padaria, bruno, now), Device()
    for number in range(count):
        with_contract(proposal, bruno, now, carla, title=f"Contrato {number}")
    contracts = list(contracts_of(sent(proposal, bruno, now)))
    registered(carla, phone, now)
    opened(contracts, carla, at=now)
    begun = prepare(contracts, carla, now, means=Means.PASSKEY)
    answer = phone.answers(touch_options(begun, carla.user))
    sign(begun.id, proof=PasskeyProof(answer), by=carla, origin=ORIGIN, at=now)
    run_jobs()
    folder = request.getfixturevalue("trust")
    signed = list(contracts_of(fresh(proposal)))
    assert len(signed) == count
    for contract in signed:
        report = check(read(contract.signed_file), read_trust(folder, at=now))  # type: ignore[arg-type]
        assert [finding for finding in report.findings if finding.verdict == Verdict.BAD] == []
        assert "assertion.sound" in {finding.code for finding in report.findings}


def test_an_anchor_from_before_stands_in_the_file_and_holds_its_trail(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime, request: pytest.FixtureRequest
) -> None:
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    sale = sent(proposal, bruno, now)
    for hour in (1, 30):
        anchor_trail(sale.company_id, by=System(sale.company_id), at=now + timedelta(hours=hour))
    signed(sale, carla, at=now + timedelta(hours=20))
    run_jobs(now + timedelta(hours=31))
    contract = contracts_of(sale).get()
    report = check(read(contract.signed_file), read_trust(request.getfixturevalue("trust"), at=now))  # type: ignore[arg-type]
    assert [finding.detail["number"] for finding in report.findings if finding.code == "anchor.sound"] == ["1"]
    assert [finding for finding in report.findings if finding.verdict == Verdict.BAD] == []


def test_it_begins_with_what_was_sent(filed: tuple[Document, Document]) -> None:
    file, original = filed
    assert read(file)[: original.size] == read(original)


def test_other_peoples_tools_find_it_sound(filed: tuple[Document, Document], tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(read(filed[0]))
    seal = subprocess.run(["pdfsig", path], capture_output=True, text=True).stdout
    assert "Signature is Valid" in seal and "Total document signed" in seal
    assert subprocess.run(["qpdf", "--check", path], capture_output=True).returncode == 0


def test_each_act_has_one_receipt_however_often_it_is_filed(closed: Proposal) -> None:
    assert Receipt.objects.count() == 3
    run_jobs()
    assert Receipt.objects.count() == 3


def test_the_signer_is_mailed_her_own_receipt_and_nobody_elses(closed: Proposal, carla: PanelUser) -> None:
    letters = [letter for letter in mail.outbox if carla.email in letter.to[0] and letter.attachments]
    receipts = [json.loads(data) for letter in letters for name, data, _kind in letter.attachments if "recibo" in name]
    assert sorted(receipt["statement"]["act"] for receipt in receipts) == ["approve", "sign"]
    for receipt in receipts:
        assert receipt["openings"]["name"]["value"] == carla.name
        text = receipt_text(statement=statement_hash(receipt["statement"]), head=receipt["head"], at=receipt["at"])
        assert receipt_holds(receipt["signature"], text, key=receipt_key(receipt["key"]["public_key"]))
