"""A receipt holds for one statement, one place of the trail, one moment and one key."""

import base64

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from aceite_verify.receipts import BadKey, receipt_holds, receipt_key, receipt_text

KEY = ec.generate_private_key(ec.SECP256R1())
TEXT = receipt_text(statement="a" * 64, head="b" * 64, at="2026-11-24T15:00:00.000000Z")
SIGNATURE = base64.b64encode(KEY.sign(TEXT, ec.ECDSA(hashes.SHA256()))).decode()


def pem(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def test_the_text_is_one_line_of_tag_and_canonical_json() -> None:
    head = b'aceite.receipt.v1\n{"at":"2026-11-24T15:00:00.000000Z","head":"bbb'
    assert TEXT.startswith(head) and TEXT.endswith(b'aaa"}')


def test_a_receipt_holds_under_its_key_alone() -> None:
    other = ec.generate_private_key(ec.SECP256R1())
    assert receipt_holds(SIGNATURE, TEXT, key=receipt_key(pem(KEY)))
    assert not receipt_holds(SIGNATURE, TEXT, key=receipt_key(pem(other)))


def test_a_receipt_for_something_else_does_not_hold() -> None:
    other = receipt_text(statement="a" * 64, head="c" * 64, at="2026-11-24T15:00:00.000000Z")
    assert not receipt_holds(SIGNATURE, other, key=receipt_key(pem(KEY)))


@pytest.mark.parametrize(
    "signature",
    ["", "not base64 ☺", "AAAA", SIGNATURE[:-8], SIGNATURE + "AAAA"],
    ids=["none", "no base64", "no DER", "cut", "longer"],
)
def test_what_is_no_signature_does_not_hold(signature: str) -> None:
    assert not receipt_holds(signature, TEXT, key=receipt_key(pem(KEY)))


@pytest.mark.parametrize(
    "text",
    ["", "-----BEGIN PUBLIC KEY-----", pem(ec.generate_private_key(ec.SECP384R1())), "☺"],
    ids=["none", "cut", "another curve", "no PEM"],
)
def test_what_is_no_key_for_receipts_is_refused(text: str) -> None:
    with pytest.raises(BadKey):
        receipt_key(text)


def test_a_key_of_another_kind_is_refused() -> None:
    with pytest.raises(BadKey, match="P-256"):
        receipt_key(pem(rsa.generate_private_key(65537, 2048)))
