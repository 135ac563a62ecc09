"""Two hands at the same instant, with real threads and real commits."""

from datetime import datetime

import pytest

from aceite.core.contracts.claiming import claim_copy
from aceite.core.contracts.copies import UploadedFile, upload_copy
from aceite.core.contracts.models import Contract, PendingCopy, SignedCopy, Signer
from aceite.core.contracts.pending import PATIENCE, prepare_copy, send_copy
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.signatures.models import Statement
from aceite.core.trail.models import Event
from aceite.core.trail.verifying import verify_chains
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import ORIGIN, code_of, confirm, opened, prepare, sign_all
from tests.threads import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_two_last_signers_at_the_same_instant_complete_it_once(
    contract: Contract, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    sign_all([contract], carla, at=now)
    opened([contract], gil, helena, at=now)
    his, hers = prepare([contract], gil, now), prepare([contract], helena, now)
    codes = code_of(his), code_of(hers)
    results = at_once(
        contract.company_id,
        lambda: confirm(his, gil, now, codes[0]),
        lambda: confirm(hers, helena, now, codes[1]),
    )
    assert all(isinstance(result, list) for result in results), results
    assert Event.objects.filter(kind="contract.completed").count() == 1
    assert Contract.objects.get().completed_at == now
    assert list(verify_chains()) == []


def test_a_double_submit_is_one_signature(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    digits = code_of(ceremony)
    results = at_once(contract.company_id, *[lambda: confirm(ceremony, carla, now, digits)] * 4)
    assert all(isinstance(result, list) for result in results), results
    assert Event.objects.filter(kind="contract.signed").count() == 1
    assert Statement.objects.confirmed().count() == Signer.objects.filter(statement__isnull=False).count() == 1


def test_a_prepared_copy_sent_twice_at_once_is_one(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    pending = prepare_copy(paper_contract, [UploadedFile("via.jpg", photo())], key="k1", by=carla, at=now)

    def send() -> SignedCopy:
        return send_copy(pending, by=carla, origin=ORIGIN, at=now + PATIENCE)

    first, second = at_once(paper_contract.company_id, send, send)
    assert first == second and SignedCopy.objects.count() == 1 and not PendingCopy.objects.exists()
    assert Event.objects.filter(kind="copy.uploaded").count() == 1


def test_a_copy_sent_twice_at_once_is_one(paper_contract: Contract, carla: PanelUser, now: datetime) -> None:
    files = [UploadedFile("via.jpg", photo())]

    def send() -> SignedCopy:
        return upload_copy(paper_contract, files, key="k1", note="", by=carla, origin=ORIGIN, at=now)

    first, second = at_once(paper_contract.company_id, send, send)
    assert first == second and SignedCopy.objects.count() == 1


def test_of_two_colleagues_who_open_a_copy_at_once_one_has_it(
    paper_contract: Contract, carla: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    sent = [UploadedFile("via.jpg", photo())]
    copy = upload_copy(paper_contract, sent, key="k1", by=carla, origin=ORIGIN, at=now)
    claims = [lambda who=who: claim_copy(copy, by=who, at=now).claimed_by for who in (bruno, ana)]
    first, second = at_once(paper_contract.company_id, *claims)
    assert first == second == SignedCopy.objects.get().claimed_by
