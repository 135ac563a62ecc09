"""What forgers do to a sealed file: each ends in a finding that says bad, and none in an exception."""

from collections.abc import Callable
from io import BytesIO
from random import Random
from typing import Any, cast

import pytest
from asn1crypto import algos, cms, core
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite.kit.pdf.increment import Writer
from aceite_verify.findings import Verdict
from aceite_verify.seal import check
from tests.kit.sealing.certificates import root
from tests.kit.sealing.samples import certificates, everybody, length, nobody, sealed, sealer, stamped, update
from tests.kit.sealing.tsa import tsa_root
from tests.verify import forging
from tests.verify.forging import CHANGES, appended, rewritten, under_a_time_stamp

pytestmark = pytest.mark.hostile

FLIPS = 500
SEED = 20261124


def bad_codes(data: bytes) -> set[str]:
    found = check(data, original_length=length(), trust=everybody())
    return {each.code for each in found if each.verdict is Verdict.BAD}


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_a_change_after_the_seal(change: Callable[[Any], None]) -> None:
    assert bad_codes(appended(stamped(), change)) & {"seal.changed_after", "seal.form_field"}


@pytest.mark.parametrize("change", [forging.overlay, forging.info, forging.orphan])
def test_a_change_followed_by_an_honest_time_stamp(change: Callable[[Any], None]) -> None:
    assert "seal.changed_after" in bad_codes(under_a_time_stamp(appended(stamped(), change), nothing))


@pytest.mark.parametrize("change", CHANGES, ids=[change.__name__ for change in CHANGES])
def test_a_change_hidden_under_an_honest_time_stamp(change: Callable[[Any], None]) -> None:
    assert bad_codes(under_a_time_stamp(stamped(), change)) & {"seal.changed_after", "seal.form_field"}


def nothing(_writer: Any) -> None:
    return


def in_the_open(file: bytes, change: Callable[[Any], None]) -> bytes:
    writer, out = Writer(file, file), BytesIO()
    change(writer)
    cast(Any, writer).write(out)
    return out.getvalue()


def test_validation_data_is_no_change_but_must_be_covered() -> None:
    alone = in_the_open(stamped(), forging.validation_data)
    assert bad_codes(under_a_time_stamp(stamped(), forging.validation_data)) == set()
    assert bad_codes(alone) == {"seal.not_to_the_end"}
    assert bad_codes(under_a_time_stamp(alone, nothing)) == set()


def test_a_form_value_after_the_seal() -> None:
    with_field = appended(update().original, forging.text_field)
    certified = forging.signed(with_field, sealer().signer, field="Selo", certify=True)
    assert "seal.form_field" in bad_codes(appended(certified, forging.filled_field))


def test_a_stranger_signs_an_empty_field() -> None:
    with_field = appended(update().original, forging.empty_field)
    certified = forging.signed(with_field, sealer().signer, field="Selo", certify=True)
    assert "seal.form_field" in bad_codes(certified)
    by = forging.stranger()
    assert "seal.another_signature" in bad_codes(forging.signed(certified, by, field="Vazio"))


def test_a_visible_signature_of_a_stranger_over_page_one() -> None:
    assert {"seal.another_signature", "seal.visible"} <= bad_codes(forging.visible_signature(stamped()))


def test_an_extra_signature() -> None:
    assert "seal.another_signature" in bad_codes(forging.extra_signature(stamped()))


def test_a_signature_that_is_no_certification() -> None:
    assert "seal.not_certified" in bad_codes(forging.signed(update().original, sealer().signer))


def test_a_certification_that_allows_changes() -> None:
    file = stamped()
    assert file.count(b"/P 1\n") == 1
    assert "seal.not_certified" in bad_codes(file.replace(b"/P 1\n", b"/P 2\n"))


@pytest.mark.parametrize(
    ("forge", "code"),
    [
        (forging.junk, "seal.not_to_the_end"),
        (forging.shortened_range, "seal.partly_covered"),
        (forging.zeroed, "seal.unreadable"),
        (forging.capitals, "seal.not_canonical"),
        (forging.padding_used, "seal.not_canonical"),
    ],
)
def test_the_bytes_around_the_signature(forge: forging.Forgery, code: str) -> None:
    assert code in bad_codes(forge(stamped()))


def more_certificates(signed: Any) -> None:
    signed["certificates"].append(cms.CertificateChoices("certificate", certificates(root("Sobra").pem)[0]))


def fewer_certificates(signed: Any) -> None:
    signed["certificates"] = [signed["certificates"][1]]


def another_digest(signed: Any) -> None:
    signed["digest_algorithms"] = [algos.DigestAlgorithm({"algorithm": "sha512"})]


def unsigned_attribute(signed: Any) -> None:
    extra = cms.CMSAttribute({"type": "1.2.3.4", "values": [core.UTF8String("x")]})
    signed["signer_infos"][0]["unsigned_attrs"].append(extra)


def two_stamps(signed: Any) -> None:
    attributes = signed["signer_infos"][0]["unsigned_attrs"]
    attributes.append(attributes[0].copy())


def two_signers(signed: Any) -> None:
    signed["signer_infos"].append(signed["signer_infos"][0].copy())


def swapped_stamp(signed: Any) -> None:
    foreign = PdfFileReader(BytesIO(under_a_time_stamp(sealed(), nothing)))
    token = cms.ContentInfo.load(foreign.embedded_signatures[1].pkcs7_content)
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    signed["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def other_case(signed: Any) -> None:
    """Names compare without regard to case, so pyHanko finds the certificate all the same."""
    sid = signed["signer_infos"][0]["sid"].chosen
    written = sid["issuer"].dump()
    assert b"Aceite" in written
    sid["issuer"] = type(sid["issuer"]).load(written.replace(b"Aceite", b"aCEITE"))


def another_spelling(signed: Any) -> None:
    """The same algorithm without its empty parameters (RFC 5754 takes both)."""
    plain = algos.DigestAlgorithm.load(bytes.fromhex("300b0609608648016503040201"))
    signed["digest_algorithms"] = [plain]
    signed["signer_infos"][0]["digest_algorithm"] = plain


def another_spelling_of_the_mechanism(signed: Any) -> None:
    spelt = algos.SignedDigestAlgorithm({"algorithm": "sha256_ecdsa", "parameters": core.Null()})
    signed["signer_infos"][0]["signature_algorithm"] = spelt


def more_certificates_in_the_stamp(signed: Any) -> None:
    more_certificates(signed["signer_infos"][0]["unsigned_attrs"][0]["values"][0]["content"])


def a_root_in_the_stamp(signed: Any) -> None:
    token = signed["signer_infos"][0]["unsigned_attrs"][0]["values"][0]["content"]
    token["certificates"].append(cms.CertificateChoices("certificate", certificates(tsa_root().pem)[0]))


REWRITTEN = {
    "seal.not_canonical": (
        more_certificates,
        fewer_certificates,
        another_digest,
        another_spelling,
        another_spelling_of_the_mechanism,
        unsigned_attribute,
        two_stamps,
        more_certificates_in_the_stamp,
        a_root_in_the_stamp,
    ),
    "seal.stamp_broken": (swapped_stamp,),
}


@pytest.mark.parametrize(
    ("code", "change"), [(code, change) for code, changes in REWRITTEN.items() for change in changes]
)
def test_a_container_that_was_touched(code: str, change: Callable[[Any], None]) -> None:
    assert code in bad_codes(rewritten(change)(stamped()))


@pytest.mark.parametrize("change", [two_signers, other_case])
def test_a_container_with_two_signers_or_other_names(change: Callable[[Any], None]) -> None:
    assert bad_codes(rewritten(change)(stamped())) & {"seal.not_canonical", "seal.unreadable"}


def test_a_stamp_taken_out_leaves_a_seal_without_stamp() -> None:
    def change(signed: Any) -> None:
        del signed["signer_infos"][0]["unsigned_attrs"]

    found = check(rewritten(change)(stamped()), original_length=length(), trust=everybody())
    assert any(each.code == "seal.not_stamped" and each.verdict is Verdict.MISSING for each in found)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"\0" * 1000, b"%PDF-1.7\n%%EOF\n" * 50])
def test_what_is_no_file_of_ours(data: bytes) -> None:
    for trust in (everybody(), nobody()):
        assert [each.code for each in check(data, original_length=None, trust=trust)] == ["seal.unreadable"]


def test_a_file_without_seal_and_a_cut_one() -> None:
    assert bad_codes(update().original) == {"seal.none"}
    for cut in (1, 100, 1200, 5000, 30_000, len(stamped()) - length()):
        assert bad_codes(stamped()[:-cut])


def flipped(data: bytes, place: int, bit: int) -> bytes:
    return data[:place] + bytes([data[place] ^ (1 << bit)]) + data[place + 1 :]


@pytest.mark.parametrize("lot", range(10))
def test_no_flipped_bit_goes_unseen(lot: int) -> None:
    die, data = Random(f"{SEED} {lot}"), stamped()
    places = [(die.randrange(len(data)), die.randrange(8)) for _flip in range(FLIPS // 10)]
    assert [place for place in places if not bad_codes(flipped(data, *place))] == []


@pytest.mark.parametrize("lot", range(4))
def test_no_flipped_bit_in_the_signature_goes_unseen(lot: int) -> None:
    """The one part that no signature covers: here a careless checker lets one in six pass."""
    die, data = Random(f"{SEED} {lot}"), stamped()
    start, end = forging.gap(data)
    places = [(die.randrange(start, end), die.randrange(8)) for _flip in range(50)]
    assert [place for place in places if not bad_codes(flipped(data, *place))] == []
