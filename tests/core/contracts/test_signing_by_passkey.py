"""Signing with a passkey: the device's own signature over s, kept so that a file alone can prove it."""

import base64
import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.contracts.confirming_otherwise import confirm_otherwise
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.signing import send_code_again, sign
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import OneTimeCode, Passkey
from aceite.core.people.passkey_refusals import (
    BadSignature,
    CounterBack,
    NoPasskey,
    NotVerified,
    OtherDocument,
    OtherOrigin,
    OtherSite,
    PasskeyElsewhere,
    UnknownPasskey,
    UnreadableAnswer,
)
from aceite.core.people.passkeys import remove_passkey
from aceite.core.proposals.models import ProposalVersion
from aceite.core.signatures.assertions import as_evidence, assertion_sha256
from aceite.core.signatures.ceremonies import Ceremony, touch_options
from aceite.core.signatures.models import Assertion, Statement, Unchangeable
from aceite.core.signatures.proofs import CodeProof, Means, PasskeyProof, WrongMeans
from aceite.core.signatures.statements import StatementExpired
from aceite.core.signatures.verification import faults
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import Refusal
from aceite.kit.hashing import canonical, tagged_sha256
from aceite_verify.canonical import CEREMONY_TAG
from tests.authenticator import PRESENT, Device
from tests.core.contracts.sent import ORIGIN, add_contract, code_of, confirm, freeze, name, opened, prepare, refused
from tests.core.people.holding import registered
from tests.kit.paper_samples import drawing


@pytest.fixture
def phone(carla: PanelUser, now: datetime) -> Device:
    """Carla's, with a passkey for this installation."""
    device = Device(counter=0)
    registered(carla, device, now - timedelta(days=30))
    return device


@pytest.fixture
def begun(contract: Contract, carla: PanelUser, phone: Device, now: datetime) -> Ceremony:
    """Carla read, accepted the terms and chose her passkey."""
    opened([contract], carla, at=now)
    return prepare([contract], carla, now, means=Means.PASSKEY)


def touch(ceremony: Ceremony, device: Device, person: PanelUser, at: datetime, **lies: Any) -> list[Signer]:
    """The device is asked, answers, and the answer is posted."""
    answer = device.answers(touch_options(ceremony, person.user), **lies)
    return sign(ceremony.id, proof=PasskeyProof(answer), by=person, origin=ORIGIN, at=at)


def checked(evidence: dict[str, Any], s: str) -> None:
    """What anybody can do with the file alone: no database, no library of ours."""
    client = base64.b64decode(evidence["client_data"])
    said, data = json.loads(client), base64.b64decode(evidence["authenticator_data"])
    challenge = base64.urlsafe_b64decode(said["challenge"] + "==")
    if evidence["ceremony"] is None:
        assert challenge.hex() == s
    else:
        assert s in evidence["ceremony"]["statements"]
        assert challenge.hex() == tagged_sha256(CEREMONY_TAG, canonical(evidence["ceremony"]))
    assert said["origin"] == evidence["origin"] and data[:32] == hashlib.sha256(evidence["rp_id"].encode()).digest()
    assert data[32] & 0x05 == 0x05 and int.from_bytes(data[33:37]) == evidence["sign_count"]
    key = serialization.load_pem_public_key(evidence["public_key"].encode())
    assert isinstance(key, ec.EllipticCurvePublicKey)
    signed = data + hashlib.sha256(client).digest()
    key.verify(base64.b64decode(evidence["signature"]), signed, ec.ECDSA(hashes.SHA256()))


def test_carla_signs_with_a_touch(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    assert begun.code is None and not OneTimeCode.objects.exists()
    [signer] = touch(begun, phone, carla, now)
    statement = Statement.objects.get(signer=signer)
    assert statement.content()["factors"] == ["session_code", "passkey"]
    assert statement.confirmed_at == now and faults(statement) == []
    assert statement.assertion is not None
    checked(as_evidence(statement.assertion), statement.sha256)


def test_the_trail_holds_the_assertion_fast(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    touch(begun, phone, carla, now)
    event, assertion = Event.objects.get(kind="contract.signed"), Assertion.objects.get()
    assert event.data["assertion_sha256"] == assertion_sha256(assertion)
    Assertion.objects.update(signature=b"another")
    assertion = Assertion.objects.get()
    assert event.data["assertion_sha256"] != assertion_sha256(assertion)
    with pytest.raises(InvalidSignature):
        checked(as_evidence(assertion), Statement.objects.get().sha256)
    with pytest.raises(Unchangeable):
        assertion.save()


def test_one_touch_signs_several(version: ProposalVersion, carla: PanelUser, phone: Device, now: datetime) -> None:
    for title in ("Fornecimento", "Sigilo"):
        name(add_contract(version, title=title), carla)
    freeze(version, now)
    contracts = list(version.contracts.all())
    opened(contracts, carla, at=now)
    ceremony = prepare(contracts, carla, now, means=Means.PASSKEY)
    assert len(touch(ceremony, phone, carla, now)) == 2
    statements = Statement.objects.confirmed()
    assert {one.assertion for one in statements} == {Assertion.objects.get()}
    for one in statements:
        checked(as_evidence(Assertion.objects.get()), one.sha256)


def test_the_proof_outlives_the_passkey(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    touch(begun, phone, carla, now)
    remove_passkey(carla.user, Passkey.objects.get().pk, by=carla, at=now)  # type: ignore[arg-type]
    checked(as_evidence(Assertion.objects.get()), Statement.objects.get().sha256)


def test_twice_is_one_record(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    answer = PasskeyProof(phone.answers(touch_options(begun, carla.user)))
    for _twice in range(2):
        assert len(sign(begun.id, proof=answer, by=carla, origin=ORIGIN, at=now)) == 1
    assert Event.objects.filter(kind="contract.signed").count() == Assertion.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "lies", "kind"),
    [
        ({}, {"challenge": "A" * 43}, OtherDocument),
        ({"origin": "https://evil.example"}, {}, OtherOrigin),
        ({}, {"crossOrigin": True}, OtherOrigin),
        ({"rp_id": "evil.example"}, {}, OtherSite),
        ({"flags": PRESENT}, {}, NotVerified),
        ({"credential": b"another"}, {}, UnknownPasskey),
        ({"key": Device().key}, {}, BadSignature),
        ({}, {"type": "webauthn.create"}, UnreadableAnswer),
    ],
)
def test_a_wrong_answer_signs_nothing_and_is_told(
    changes: dict[str, Any], lies: dict[str, Any], kind: type[Refusal], begun: Ceremony, phone: Device,
    carla: PanelUser, now: datetime,
) -> None:  # fmt: skip
    for changed, value in changes.items():
        setattr(phone, changed, value)
    with pytest.raises(kind):
        touch(begun, phone, carla, now, **lies)
    assert refused() == [kind.__name__] and not Statement.objects.confirmed().exists()
    assert not Assertion.objects.exists() and Passkey.objects.get().last_used_at is None


def test_a_copied_passkey_is_found_out(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    Passkey.objects.update(sign_count=40)
    with pytest.raises(CounterBack):
        touch(begun, phone, carla, now)
    assert refused() == ["CounterBack"]


def test_an_answer_to_another_ceremony_is_refused(
    begun: Ceremony, contract: Contract, phone: Device, carla: PanelUser, now: datetime
) -> None:
    other = prepare([contract], carla, now, means=Means.PASSKEY)
    answer = phone.answers(touch_options(other, carla.user))
    with pytest.raises(OtherDocument):
        sign(begun.id, proof=PasskeyProof(answer), by=carla, origin=ORIGIN, at=now)
    assert len(sign(other.id, proof=PasskeyProof(answer), by=carla, origin=ORIGIN, at=now)) == 1


def test_gils_passkey_signs_nothing_of_carlas(begun: Ceremony, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    his = Device()
    registered(gil, his, now)
    with pytest.raises(UnknownPasskey):
        touch(begun, his, carla, now)


def test_what_was_prepared_for_one_means_is_not_confirmed_by_another(
    begun: Ceremony, contract: Contract, phone: Device, carla: PanelUser, now: datetime
) -> None:
    by_code = prepare([contract], carla, now)
    answer = phone.answers(touch_options(by_code, carla.user))
    attempts: list[Callable[[], Any]] = [
        lambda: sign(begun.id, proof=CodeProof(code_of(by_code)), by=carla, origin=ORIGIN, at=now),
        lambda: sign(by_code.id, proof=PasskeyProof(answer), by=carla, origin=ORIGIN, at=now),
        lambda: send_code_again(begun.id, by=carla, at=now),
    ]
    for attempt in attempts:
        with pytest.raises(WrongMeans):
            attempt()
    confirm(by_code, carla, now)


def test_after_ten_minutes_a_touch_is_too_late(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(StatementExpired):
        touch(begun, phone, carla, now + timedelta(minutes=10))


def test_without_a_passkey_nothing_is_prepared_for_one(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    with pytest.raises(NoPasskey):
        prepare([contract], carla, now, means=Means.PASSKEY)
    assert refused() == ["NoPasskey"] and not Statement.objects.exists()


def test_at_another_address_the_code_is_left(
    begun: Ceremony, contract: Contract, phone: Device, carla: PanelUser, now: datetime, settings: Any
) -> None:
    options = touch_options(begun, carla.user)
    settings.BASE_URL = phone.origin = "https://vendas.aurora.example"
    with pytest.raises(NoPasskey):
        prepare([contract], carla, now, means=Means.PASSKEY)
    with pytest.raises(PasskeyElsewhere):
        sign(begun.id, proof=PasskeyProof(phone.answers(options)), by=carla, origin=ORIGIN, at=now)
    confirm(prepare([contract], carla, now), carla, now)


def test_who_cannot_use_her_passkey_now_takes_the_code(
    contract: Contract, phone: Device, carla: PanelUser, now: datetime
) -> None:
    opened([contract], carla, at=now)
    drawn = drawing([(10, 90), (200, 20), (390, 100)])
    begun = prepare([contract], carla, now, means=Means.PASSKEY, mark_text="", mark_drawing=drawn)
    found = {f"contract/{contract.pk}": contract}
    other = confirm_otherwise(
        begun.id, found, means=Means.CODE, factors=("session_passkey",), by=carla, origin=ORIGIN, at=now
    )
    confirm(other, carla, now)
    [before, after] = Statement.objects.order_by("pk")
    same = ("act", "file", "consent", "opened", "mark", "client_sha256")
    assert {one: before.content()[one] for one in same} == {one: after.content()[one] for one in same}
    assert after.content()["factors"] == ["session_passkey", "email_code"] and before.confirmed_at is None


def test_a_touch_asks_the_database_little(begun: Ceremony, phone: Device, carla: PanelUser, now: datetime) -> None:
    answer = PasskeyProof(phone.answers(touch_options(begun, carla.user)))
    with CaptureQueriesContext(connection) as asked:
        sign(begun.id, proof=answer, by=carla, origin=ORIGIN, at=now)
    real = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(real) <= 18, "\n".join(query["sql"][:100] for query in real)
