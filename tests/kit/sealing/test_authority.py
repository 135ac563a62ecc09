"""The installation's own authority: made at first start, its seals renewed, its keys closed."""

import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec

from aceite.kit.sealing.authority import (
    Issued,
    NotASealKey,
    WrongPassphrase,
    fingerprint,
    is_due,
    new_authority,
    new_seal,
    open_key,
    revocation_list,
    serial_number,
)
from aceite.kit.sealing.sealer import NotInForce, open_sealer
from tests.kit.sealing.certificates import AT
from tests.kit.sealing.samples import PASSPHRASE, authority, seal_certificate


def read(issued: Issued) -> x509.Certificate:
    return x509.load_pem_x509_certificate(issued.certificate)


def openssl(*words: str) -> str:
    return subprocess.run(["openssl", *words], capture_output=True, check=True, text=True).stdout


def test_a_ca_lasts_ten_years_and_a_seal_two() -> None:
    ca, seal = read(authority()), read(seal_certificate())
    assert (ca.not_valid_after_utc - AT).days in range(3650, 3654)
    assert (seal.not_valid_after_utc - AT).days == 730
    assert (ca.not_valid_before_utc, seal.not_valid_before_utc) == (AT, AT)


def test_both_keys_are_of_p_256() -> None:
    keys = [open_key(issued.key, PASSPHRASE) for issued in (authority(), seal_certificate())]
    assert all(isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1" for key in keys)


def test_a_seal_signs_and_commits_and_nothing_else() -> None:
    usage = read(seal_certificate()).extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature and usage.content_commitment
    assert not (usage.key_cert_sign or usage.crl_sign or usage.key_encipherment or usage.key_agreement)
    with pytest.raises(x509.ExtensionNotFound):
        read(seal_certificate()).extensions.get_extension_for_class(x509.ExtendedKeyUsage)


def test_openssl_finds_the_path_and_prints_the_same_fingerprint(tmp_path: Path) -> None:
    ca, seal = tmp_path / "ca.pem", tmp_path / "seal.pem"
    ca.write_bytes(authority().certificate)
    seal.write_bytes(seal_certificate().certificate)
    when = str(int(AT.timestamp()) + 60)
    assert "OK" in openssl("verify", "-x509_strict", "-attime", when, "-CAfile", str(ca), str(seal))
    printed = openssl("x509", "-in", str(ca), "-noout", "-fingerprint", "-sha256")
    assert printed.partition("=")[2].strip().replace(":", "").lower() == fingerprint(authority().certificate)


def test_two_installations_have_different_names() -> None:
    other = new_authority(passphrase=PASSPHRASE, at=AT)
    assert read(other).subject != read(authority()).subject


def test_a_renewed_seal_comes_from_the_same_ca_with_another_key() -> None:
    later = AT + timedelta(days=700)
    renewed = new_seal(authority(), passphrase=PASSPHRASE, at=later)
    read(renewed).verify_directly_issued_by(read(authority()))
    assert read(renewed).public_key() != read(seal_certificate()).public_key()
    assert serial_number(renewed.certificate) != serial_number(seal_certificate().certificate)


def test_a_seal_never_outlives_its_ca() -> None:
    last = new_seal(authority(), passphrase=PASSPHRASE, at=AT + timedelta(days=3600))
    assert read(last).not_valid_after_utc == read(authority()).not_valid_after_utc


@pytest.mark.parametrize(("days", "due"), [(0, False), (669, False), (670, True), (729, True), (800, True)])
def test_a_seal_is_due_sixty_days_before_its_end(days: int, due: bool) -> None:
    assert is_due(seal_certificate().certificate, AT + timedelta(days=days)) is due


def test_a_wrong_passphrase_has_its_own_exception() -> None:
    with pytest.raises(WrongPassphrase):
        open_key(seal_certificate().key, b"outra")
    with pytest.raises(WrongPassphrase):
        open_sealer(seal_certificate(), authority().certificate, passphrase=b"")
    with pytest.raises(WrongPassphrase):
        new_seal(authority(), passphrase=b"outra", at=AT)


def test_a_key_is_never_kept_open() -> None:
    assert all(b"BEGIN ENCRYPTED PRIVATE KEY" in issued.key for issued in (authority(), seal_certificate()))


def test_a_key_of_another_certificate_is_refused() -> None:
    mixed = Issued(seal_certificate().certificate, authority().key)
    with pytest.raises(NotASealKey):
        open_sealer(mixed, authority().certificate, passphrase=PASSPHRASE)


@pytest.mark.parametrize("when", [AT - timedelta(days=1), AT + timedelta(days=731)])
def test_a_sealer_knows_when_its_certificate_is_not_in_force(when: datetime) -> None:
    with pytest.raises(NotInForce):
        open_sealer(seal_certificate(), authority().certificate, passphrase=PASSPHRASE).check(when)


def test_a_revocation_list_names_what_was_revoked(tmp_path: Path) -> None:
    serial = serial_number(seal_certificate().certificate)
    made = revocation_list(authority(), passphrase=PASSPHRASE, revoked={serial: AT}, at=AT)
    (tmp_path / "crl.pem").write_bytes(made)
    (tmp_path / "ca.pem").write_bytes(authority().certificate)
    told = openssl("crl", "-in", str(tmp_path / "crl.pem"), "-noout", "-text", "-CAfile", str(tmp_path / "ca.pem"))
    assert f"{serial:X}" in told
