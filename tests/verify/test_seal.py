"""The seal as anyone checks it: what holds, what could not be checked, and never a word too much."""

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import AuthorityInformationAccessOID

from aceite.kit.pdf.increment import Update
from aceite.kit.sealing.authority import Issued, kept_key, new_authority, new_seal, revocation_list
from aceite.kit.sealing.longterm import ValidationData, append_long_term
from aceite.kit.sealing.sealer import open_sealer
from aceite.kit.sealing.sealing import append_sealed, seal
from aceite.kit.sealing.stamps import TimeAuthority
from aceite.kit.sealing.timestamps import TimeAuthorities
from aceite_verify.findings import Finding, Verdict
from aceite_verify.seal import check
from aceite_verify.trust import Roots, Tree, Trust
from aceite_verify.words import ENGLISH, PORTUGUESE
from tests.house.reading import ROOT
from tests.kit.sealing import tsa
from tests.kit.sealing.certificates import AT, AURORA_CNPJ, SIGNS, Made, issuer, made, names_cnpj, root, usage
from tests.kit.sealing.samples import (
    PASSPHRASE,
    REASON,
    authority,
    certificates,
    everybody,
    length,
    nobody,
    revocations,
    seal_certificate,
    sealed,
    sealer,
    stamped,
    update,
)
from tests.kit.test_pdf_increment import ORIGINALS
from tests.updated import append_pages


def told(data: bytes, trust: Trust, evidence: dict[str, Any] | None = None) -> dict[str, Verdict]:
    return {found.code: found.verdict for found in check(data, original_length=None, trust=trust, evidence=evidence)}


def bad_codes(data: bytes, trust: Trust, original_length: int | None = None) -> set[str]:
    found = check(data, original_length=original_length, trust=trust)
    return {each.code for each in found if each.verdict is Verdict.BAD}


@contextmanager
def time_authorities(at: datetime) -> Iterator[TimeAuthorities]:
    with tsa.serving(tsa.honest(at)) as server:
        authorities = TimeAuthorities([TimeAuthority(server.url, tsa.tsa_root().pem)], seconds=20)
        yield authorities
        authorities.close()


def long_term(data: bytes, at: datetime, revoked: bytes = b"") -> bytes:
    lists = [revoked or revocation_list(authority(), passphrase=PASSPHRASE, revoked={}, at=AT)]
    with time_authorities(at) as authorities:
        return append_long_term(data, ValidationData(authority().certificate, lists), by=authorities, at=at).data


def sealed_by(by: Made, at: datetime = AT) -> bytes:
    opened = open_sealer(Issued(by.pem, kept_key(by.key, PASSPHRASE)), by.chain, passphrase=PASSPHRASE)
    return append_sealed(update(), by=opened, reason=REASON, at=at).data


def test_with_roots_stamp_and_revocation_list_all_is_good() -> None:
    found = check(stamped(), original_length=length(), trust=everybody())
    assert [each.code for each in found] == ["seal.intact", "seal.stamped", "trust.instance", "seal.not_revoked"]
    assert {each.verdict for each in found} == {Verdict.GOOD}


def test_without_trust_folder_nothing_bad_and_never_only_good() -> None:
    assert told(stamped(), nobody()) == {
        "seal.intact": Verdict.GOOD,
        "seal.stamp_not_checked": Verdict.MISSING,
        "trust.not_checked": Verdict.MISSING,
    }


def test_without_time_stamp_the_time_is_the_sealing_computers() -> None:
    assert told(sealed(), everybody())["seal.not_stamped"] is Verdict.MISSING


def test_without_revocation_list_revocation_is_unknown() -> None:
    trust = Trust(AT, {Tree.INSTANCE: Roots(roots=certificates(authority().certificate))})
    assert told(sealed(), trust)["seal.revocation_unknown"] is Verdict.MISSING


@pytest.mark.parametrize("kind", ORIGINALS)
def test_every_kind_of_original_is_good_sealed_and_kept(kind: str) -> None:
    original = ORIGINALS[kind]()
    plain = append_sealed(Update(original, update().pages), by=sealer(), reason=REASON, at=AT).data
    for data in (plain, long_term(plain, AT)):
        assert bad_codes(data, everybody(), len(original)) == set()


def test_long_term_files_are_good_and_tell_their_later_stamps() -> None:
    later = long_term(long_term(stamped(), AT), AT + timedelta(days=1))
    found = told(later, everybody())
    assert set(found.values()) == {Verdict.GOOD} and "seal.kept" in found


def test_a_revoked_seal_is_bad() -> None:
    assert told(sealed(), everybody(revoked=True))["seal.revoked"] is Verdict.BAD


def test_revoked_after_its_stamp_is_good_and_told() -> None:
    later = revocation_list(
        authority(),
        passphrase=PASSPHRASE,
        revoked={certificates(seal_certificate().certificate)[0].serial_number: AT + timedelta(days=2)},
        at=AT + timedelta(days=3),
    )
    own = replace(everybody().tree(Tree.INSTANCE), lists=(read_list(later),))
    trust = replace(everybody(), at=AT + timedelta(days=4), trees={**everybody().trees, Tree.INSTANCE: own})
    assert told(stamped(), trust)["seal.revoked_later"] is Verdict.GOOD
    assert told(sealed(), trust)["seal.revoked"] is Verdict.BAD


def read_list(pem_list: bytes) -> Any:
    from_pem = x509.load_pem_x509_crl(pem_list)
    return type(revocations()).load(from_pem.public_bytes(Encoding.DER))


def test_a_list_that_has_run_out_says_nothing() -> None:
    trust = replace(everybody(), at=AT + timedelta(days=60))
    assert told(sealed(), trust)["seal.revocation_unknown"] is Verdict.MISSING


def test_a_list_signed_by_somebody_else_says_nothing() -> None:
    other = new_authority(passphrase=PASSPHRASE, at=AT)
    forged = read_list(revocation_list(other, passphrase=PASSPHRASE, revoked={}, at=AT))
    own = replace(everybody().tree(Tree.INSTANCE), lists=(forged,))
    trust = replace(everybody(), trees={Tree.INSTANCE: own})
    assert told(sealed(), trust)["seal.revocation_unknown"] is Verdict.MISSING


def test_years_later_the_list_inside_a_kept_file_still_speaks() -> None:
    years = replace(everybody(), at=AT + timedelta(days=3000), trees=without_lists())
    assert told(long_term(stamped(), AT), years)["seal.not_revoked"] is Verdict.GOOD
    assert told(stamped(), years)["seal.revocation_unknown"] is Verdict.MISSING


def without_lists() -> dict[Tree, Roots]:
    return {tree: replace(roots, lists=()) for tree, roots in everybody().trees.items()}


def test_another_installation_is_not_ours() -> None:
    other = new_authority(passphrase=PASSPHRASE, at=AT)
    by = open_sealer(new_seal(other, passphrase=PASSPHRASE, at=AT), other.certificate, passphrase=PASSPHRASE)
    data = append_sealed(update(), by=by, reason=REASON, at=AT).data
    assert told(data, everybody())["trust.unknown"] is Verdict.BAD
    assert told(data, nobody())["trust.not_checked"] is Verdict.MISSING


def icp_brasil(*, roots: bytes) -> Trust:
    return Trust(AT, {Tree.ICP_BRASIL: Roots(roots=certificates(roots))})


def company(*extensions: tuple[x509.ExtensionType, bool]) -> Made:
    return made("AURORA", issuer(), extensions=[names_cnpj(AURORA_CNPJ), *extensions])


def test_a_companys_seal_leads_to_its_own_tree() -> None:
    assert told(sealed_by(company(SIGNS)), icp_brasil(roots=root().pem))["trust.icp_brasil"] is Verdict.GOOD


def test_a_root_of_time_authorities_vouches_for_no_seal() -> None:
    trust = Trust(AT, {Tree.TIMESTAMPS: Roots(roots=certificates(root().pem))})
    assert told(sealed_by(company(SIGNS)), trust)["trust.not_checked"] is Verdict.MISSING


def test_a_certificate_that_may_not_sign_is_not_trusted() -> None:
    data = sealed_by(company((usage("key_encipherment"), True)))
    assert told(data, icp_brasil(roots=root().pem))["trust.unknown"] is Verdict.BAD


def test_a_certificate_that_claims_icp_brasil_is_not_ours_to_refuse_without_its_roots() -> None:
    false_root = made("Raiz", None, organization="ICP-Brasil")
    data = sealed_by(made("x", false_root, extensions=[SIGNS]))
    assert told(data, everybody())["trust.not_checked"] is Verdict.MISSING


def test_neither_is_one_that_names_a_cnpj_as_icp_brasil_does() -> None:
    assert told(sealed_by(company(SIGNS)), everybody())["trust.not_checked"] is Verdict.MISSING
    assert told(sealed_by(made("AURORA", issuer(), extensions=[SIGNS])), everybody())["trust.unknown"] is Verdict.BAD


def test_a_seal_made_after_its_certificates_end_is_not_trusted() -> None:
    short = made("AURORA", issuer(), extensions=[SIGNS], start=AT - timedelta(days=20), days=30)
    late = open_sealer(Issued(short.pem, kept_key(short.key, PASSPHRASE)), short.chain, passphrase=PASSPHRASE)
    forced = replace(late, valid_until=AT + timedelta(days=999))
    data = append_sealed(update(), by=forced, reason=REASON, at=AT + timedelta(days=20)).data
    assert "trust.unknown" in bad_codes(data, icp_brasil(roots=root().pem))


def test_a_seal_older_than_its_acts_is_bad() -> None:
    def acts(at: str) -> dict[str, Any]:
        return {"statements": [{"confirmed_at": at}]}

    assert "seal.before_its_acts" not in told(sealed(), everybody(), acts("2026-11-24T12:00:00.700000Z"))
    assert told(sealed(), everybody(), acts("2026-11-24T12:00:01.000000Z"))["seal.before_its_acts"] is Verdict.BAD


@pytest.mark.parametrize("evidence", [{"statements": 7}, {"statements": [{}]}, {"statements": [{"confirmed_at": "x"}]}])
def test_hostile_evidence_ends_in_a_finding(evidence: dict[str, Any]) -> None:
    assert told(sealed(), everybody(), evidence) == {"seal.unreadable": Verdict.BAD}


def test_the_seal_must_follow_the_original_at_once() -> None:
    assert bad_codes(sealed(), everybody(), length()) == set()
    assert bad_codes(sealed(), everybody(), len(sealed()) - 10) == {"seal.elsewhere"}
    twice = seal(with_pages(), by=sealer(), reason=REASON, at=AT).data
    assert bad_codes(twice, everybody(), length()) == {"seal.elsewhere"}


def with_pages() -> bytes:
    return append_pages(update().original, update().pages, at=AT)


def test_nothing_is_ever_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    place = x509.UniformResourceIdentifier("http://127.0.0.1:9/x")
    ways = (AuthorityInformationAccessOID.OCSP, AuthorityInformationAccessOID.CA_ISSUERS)
    access = x509.AuthorityInformationAccess([x509.AccessDescription(way, place) for way in ways])
    lists = x509.CRLDistributionPoints([x509.DistributionPoint([place], None, None, None)])
    inviting = company(SIGNS, (access, False), (lists, False))
    data = sealed_by(replace(inviting, issuers=()))

    def refuse(*_words: object, **_more: object) -> None:
        raise AssertionError("a socket was asked for")

    class Refused(socket.socket):
        connect = connect_ex = sendto = bind = refuse  # type: ignore[assignment]

    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    found = told(data, icp_brasil(roots=root().pem))
    assert "seal.unreadable" not in found and found["seal.intact"] is Verdict.GOOD


def codes_in_the_code() -> set[str]:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "verify/aceite_verify").glob("seal*.py")]
    made_of = {f"trust.{tree.name.lower()}" for tree in (Tree.ICP_BRASIL, Tree.GOVBR, Tree.INSTANCE)}
    written = {code for text in texts for code in re.findall(r'"((?:seal|trust)\.[a-z_]+)"', text)}
    return written | made_of


def test_every_finding_has_its_words_in_both_languages() -> None:
    assert codes_in_the_code() <= PORTUGUESE.sentences.keys() & ENGLISH.sentences.keys()


def test_the_words_find_their_details() -> None:
    found: list[Finding] = check(stamped(), original_length=None, trust=everybody())
    assert [each.code for each in found if "—" in PORTUGUESE.sentence(each)] == []
