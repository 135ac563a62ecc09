"""A company's own certificate: what is taken, and for each thing that can be wrong its own words."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from aceite.kit.sealing import refusals
from aceite.kit.sealing.authority import open_key
from aceite.kit.sealing.pfx import CompanyCertificate, Upload, accept
from aceite.kit.sealing.pfx_form import BIGGEST
from aceite.kit.sealing.refusals import PfxRefused
from aceite.kit.sealing.sealer import open_sealer
from aceite.kit.sealing.sealing import seal
from tests.kit.outside_judges import pdfsig
from tests.kit.paper_samples import contract
from tests.kit.sealing.certificates import (
    AT,
    AURORA_CNPJ,
    PADARIA_CNPJ,
    SIGNS,
    Made,
    aurora,
    issuer,
    made,
    names_cnpj,
    pfx,
    root,
    rsa_key,
    usage,
)

KEPT = b"a chave do ambiente"


def taken(
    data: bytes, password: str = "segredo", cnpj: str = AURORA_CNPJ, days: int = 0, known: bytes = b""
) -> CompanyCertificate:
    return accept(Upload(data, password, cnpj), keep_under=KEPT, at=AT + timedelta(days=days), known=known)


def refused(data: bytes, password: str = "segredo", cnpj: str = AURORA_CNPJ, days: int = 0) -> PfxRefused:
    with pytest.raises(PfxRefused) as caught:
        taken(data, password, cnpj, days)
    return caught.value


def company(*extensions: tuple[x509.ExtensionType, bool], bits: int = 2048) -> Made:
    return made("AURORA", issuer(), key=rsa_key(bits=bits), extensions=extensions)


def test_a_good_certificate_tells_its_holder_and_its_time() -> None:
    got = taken(pfx(aurora()))
    assert (got.holder, got.cnpj, got.chain_complete) == ("AURORA EQUIPAMENTOS LTDA", AURORA_CNPJ, True)
    assert (got.valid_until - got.valid_from).days == 3650


def test_its_key_is_kept_under_our_own_passphrase() -> None:
    got = taken(pfx(aurora()))
    assert open_key(got.issued.key, KEPT).private_numbers() == aurora().key.private_numbers()


def test_it_seals() -> None:
    got = taken(pfx(aurora()))
    by = open_sealer(got.issued, got.chain, passphrase=KEPT)
    told = pdfsig(seal(contract().render(), by=by, reason="Selo da empresa", at=AT).data)
    assert "Signature is Valid" in told and "AURORA EQUIPAMENTOS LTDA" in told


@pytest.mark.parametrize("tag", [0x13, 0x04, 0x0C])
@pytest.mark.parametrize("cnpj", [AURORA_CNPJ, PADARIA_CNPJ])
def test_the_cnpj_is_read_with_letters_and_from_every_kind_of_string(tag: int, cnpj: str) -> None:
    assert taken(pfx(company(names_cnpj(cnpj, tag), SIGNS)), cnpj=cnpj).cnpj == cnpj


def test_the_company_may_write_its_cnpj_with_points() -> None:
    assert taken(pfx(aurora()), cnpj="12.ABC.345/01DE-35").cnpj == AURORA_CNPJ


def test_a_chain_without_its_root_is_taken_and_told_as_incomplete() -> None:
    without_root = replace(aurora(), issuers=aurora().issuers[:1])
    assert taken(pfx(without_root)).chain_complete is False


def test_issuers_the_installation_knows_complete_the_chain() -> None:
    got = taken(pfx(aurora(), chain=False), known=issuer().pem + root().pem)
    assert got.chain_complete and got.chain.count(b"BEGIN CERTIFICATE") == 2


def test_certificates_that_lead_nowhere_stay_out() -> None:
    crowded = replace(aurora(), issuers=(*aurora().issuers, root("Sobra").certificate))
    assert taken(pfx(crowded)).chain.count(b"BEGIN CERTIFICATE") == 2


def test_a_wrong_password() -> None:
    assert isinstance(refused(pfx(aurora()), "Segredo"), refusals.WrongPassword)
    assert isinstance(refused(pfx(aurora()), ""), refusals.WrongPassword)
    assert isinstance(refused(pfx(aurora()), "ação 🔑"), refusals.WrongPassword)


def test_expired_and_not_yet_valid_say_the_day() -> None:
    assert isinstance(refused(pfx(aurora()), days=3290), refusals.Expired)
    assert "22/11/2035" in str(refused(pfx(aurora()), days=3290))
    assert isinstance(refused(pfx(aurora()), days=-366), refusals.NotYetValid)
    assert "24/11/2025" in str(refused(pfx(aurora()), days=-366))


def test_another_companys_certificate_names_both() -> None:
    refusal = refused(pfx(aurora()), cnpj=PADARIA_CNPJ)
    assert isinstance(refusal, refusals.OtherCnpj)
    assert "12.ABC.345/01DE-35" in str(refusal) and "45.723.174/0001-10" in str(refusal)


@pytest.mark.parametrize("cnpj", ["", "12345678901234", "000000000000000000"])
def test_a_certificate_without_cnpj(cnpj: str) -> None:
    assert isinstance(refused(pfx(company(names_cnpj(cnpj), SIGNS))), refusals.HasNoCnpj)
    assert isinstance(refused(pfx(company(SIGNS))), refusals.HasNoCnpj)


def test_a_missing_chain() -> None:
    assert isinstance(refused(pfx(aurora(), chain=False)), refusals.MissingChain)


def test_legacy_encryption_says_how_to_convert() -> None:
    refusal = refused(pfx(aurora(), legacy=True))
    assert isinstance(refusal, refusals.LegacyEncryption) and "openssl pkcs12 -legacy" in str(refusal)
    # Told before the password is tried.
    assert isinstance(refused(pfx(aurora(), legacy=True), "errada"), refusals.LegacyEncryption)


def test_a_key_that_may_not_sign() -> None:
    only_ciphers = company(names_cnpj(AURORA_CNPJ), (usage("key_encipherment"), True))
    assert isinstance(refused(pfx(only_ciphers)), refusals.MayNotSign)
    ca = company(names_cnpj(AURORA_CNPJ), (x509.BasicConstraints(ca=True, path_length=0), True), SIGNS)
    assert isinstance(refused(pfx(ca)), refusals.MayNotSign)


def test_a_weak_or_strange_key() -> None:
    assert isinstance(refused(pfx(company(names_cnpj(AURORA_CNPJ), SIGNS, bits=1024))), refusals.WeakKey)
    curve = made("AURORA", issuer(), key=ec.generate_private_key(ec.SECP256K1()), extensions=[SIGNS])
    assert isinstance(refused(pfx(curve)), refusals.WeakKey)
    assert isinstance(refused(edwards()), refusals.WeakKey)


def edwards() -> bytes:
    key, name = ed25519.Ed25519PrivateKey.generate(), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    certificate = builder.serial_number(1).not_valid_before(AT).not_valid_after(AT).sign(key, None)
    how = serialization.BestAvailableEncryption(b"segredo")
    return pkcs12.serialize_key_and_certificates(b"x", key, certificate, None, how)


def test_a_file_without_private_key() -> None:
    how = serialization.BestAvailableEncryption(b"segredo")
    without = pkcs12.serialize_key_and_certificates(None, None, None, [aurora().certificate], how)
    assert isinstance(refused(without), refusals.HasNoKey)


@pytest.mark.parametrize("data", [b"", b"x", b"%PDF-1.7", b"0" * 5000, b"\x30\x80" * 3000])
def test_what_is_no_pfx(data: bytes) -> None:
    assert isinstance(refused(data), refusals.NotAPfx)


def test_a_pem_or_a_damaged_pfx_is_none() -> None:
    assert isinstance(refused(aurora().pem), refusals.NotAPfx)
    assert isinstance(refused(pfx(aurora())[:-40]), refusals.NotAPfx)


def test_too_big() -> None:
    assert isinstance(refused(bytes(BIGGEST + 1)), refusals.TooBig)


def test_every_reason_has_its_own_sentence() -> None:
    kinds = PfxRefused.__subclasses__()
    assert len({kind.SENTENCE for kind in kinds}) == len(kinds) == 12
