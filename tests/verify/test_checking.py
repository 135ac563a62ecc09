"""A good file is good in every part, and each untruth in its evidence has its own finding."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from asn1crypto import pem
from asn1crypto.x509 import Certificate
from cryptography.hazmat.primitives.asymmetric import ec

from aceite_verify.canonical import canonical, commit, rfc3339, sha256_hex
from aceite_verify.checking import check
from aceite_verify.findings import INCOMPLETE, INVALID, Report, Verdict
from aceite_verify.trust import Roots, Tree, Trust
from tests.kit.sealing.samples import authority
from tests.updated import append_pages
from tests.verify import sale
from tests.verify.papers import manifest, original, signed
from tests.verify.sale import (
    AT,
    CARLA,
    SEALED_AT,
    asserted,
    evidence,
    file_with,
    good_file,
    receipted,
    rechained,
    record,
    stated,
)

Proof = dict[str, Any]
Change = Callable[[Proof], None]
ROOTS = (Certificate.load(sale.ROOTS[0]), Certificate.load(pem.unarmor(authority().certificate)[2]))
TRUST = Trust(SEALED_AT, {Tree.INSTANCE: Roots(ROOTS)})


def report(data: bytes) -> Report:
    return check(data, TRUST)


def faults(data: bytes) -> list[str]:
    return [finding.code for finding in report(data).findings if finding.verdict is Verdict.BAD]


def goods(data: bytes) -> list[str]:
    return [finding.code for finding in report(data).findings if finding.verdict is Verdict.GOOD]


def changed(change: Change, kind: str = "contract") -> bytes:
    proof = evidence(kind)
    change(proof)
    return file_with(proof)


@pytest.mark.parametrize(("kind", "acts"), [("contract", 2), ("approval", 1)])
def test_a_good_file_is_good_in_every_part(kind: str, acts: int) -> None:
    data = file_with(evidence(kind))
    assert goods(data) == [
        "evidence.read", "original.intact", "increment.sound", "seal.intact", "trust.instance", "bundle.sound",
        *["statement.sound"] * acts, "statement.complete", "trail.sound", "key.trusted", *["receipt.sound"] * acts,
    ]  # fmt: skip
    assert faults(data) == []


def test_the_findings_name_people_and_numbers() -> None:
    told = {finding.code: finding.detail for finding in report(good_file()).findings}
    assert told["statement.sound"] == {"name": "Gil", "at": "2026-11-24T15:09:00.000000Z"}
    assert told["original.intact"]["length"] == str(len(original()))


def test_an_unknown_installation_leaves_the_check_incomplete() -> None:
    found = check(good_file(), Trust(SEALED_AT))
    assert found.exit_status == INCOMPLETE
    assert "key.unknown_issuer" in [finding.code for finding in found.findings]


# What is said about the bundle and the file -------------------------------------------------------------------------


def other_manifest(proof: Proof) -> None:
    proof["bundle"]["manifest"]["contracts"][1]["title"] = "Outro"


def other_code(proof: Proof) -> None:
    proof["original"]["code"] = "0" * 16


def bundle_of_another_sale(proof: Proof) -> None:
    del proof["bundle"]["manifest"]["contracts"][1]
    proof["bundle"]["sha256"] = sha256_hex(canonical(proof["bundle"]["manifest"]))


def other_pages(proof: Proof) -> None:
    proof["original"]["pages"] = 2


def other_original(proof: Proof) -> None:
    proof["original"]["sha256"] = "f" * 64


def proves_approval(proof: Proof) -> None:
    proof["kind"] = "approval"


# What is said in the first statement --------------------------------------------------------------------------------


def said(name: str, value: Any) -> Change:
    """Another word in Carla's statement, hashed and recorded anew by somebody who holds the server."""

    def change(proof: Proof) -> None:
        act, event = proof["statements"][0], proof["trail"][1]
        act["statement"][name] = value
        stated(act)
        event["data"]["statement_sha256"] = act["sha256"]
        proof["trail"][-1]["data"]["statements"][0] = act["sha256"]
        remade(proof)

    return change


def remade(proof: Proof) -> None:
    """Chain and receipts anew."""
    old = [event["hash"] for event in proof["trail"]]
    rechained(proof["trail"])
    new = {before: event["hash"] for before, event in zip(old, proof["trail"], strict=True)}
    for act in proof["statements"]:
        act["event"] = new[act["event"]]
        receipted(act)


def word_changed(proof: Proof) -> None:
    proof["statements"][0]["statement"]["nonce"] = "01"


def other_name(proof: Proof) -> None:
    proof["statements"][0]["openings"]["name"]["value"] = "Eva"


def consent_reworded(proof: Proof) -> None:
    next(iter(proof["consents"].values()))["text"] += " E pago em dobro."


def consent_lost(proof: Proof) -> None:
    proof["consents"].clear()


def confirmed_later(proof: Proof) -> None:
    proof["statements"][0]["confirmed_at"] = rfc3339(AT + timedelta(minutes=9))


def one_left_out(proof: Proof) -> None:
    del proof["statements"][1]


def nobody_left(proof: Proof) -> None:
    proof["statements"].clear()


def another_event(proof: Proof) -> None:
    proof["statements"][0]["event"] = proof["trail"][0]["hash"]


def unknown_event(proof: Proof) -> None:
    proof["statements"][0]["event"] = "f" * 64


def inserted(kind: str, **data: Any) -> Change:
    """An event between the preparing and the signing."""

    def change(proof: Proof) -> None:
        trail, head = proof["trail"], proof["trail"][0]["hash"]
        record(trail, kind, AT, data)
        trail.insert(1, trail.pop())
        remade(proof)
        assert trail[0]["hash"] == head

    return change


def voided(proof: Proof) -> None:
    record(proof["trail"], "signature.voided", AT, {"statement_sha256": proof["statements"][0]["sha256"]})


def never_completed(proof: Proof) -> None:
    proof["trail"].pop()


# Receipts and keys --------------------------------------------------------------------------------------------------


def forged_receipt(proof: Proof) -> None:
    receipted(proof["statements"][0], key=sale.ROOT_KEY)
    proof["statements"][0]["receipt"]["key"] = sale.key_id()


def receipt_of_another_key(proof: Proof) -> None:
    receipted(proof["statements"][0], key=sale.ROOT_KEY)


def receipt_of_another_act(proof: Proof) -> None:
    proof["statements"][0]["receipt"] = proof["statements"][1]["receipt"]


def receipt_out_of_time(proof: Proof) -> None:
    receipted(proof["statements"][0], AT + timedelta(days=400))


def key(**said: str) -> Change:
    return lambda proof: proof["keys"][0].update(said)


OTHER = ec.generate_private_key(ec.SECP256R1())
SELF_MADE = sale.pem(sale.certificate("Aurora", sale.KEY, by=OTHER))


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("change", "said"),
    [
        (other_manifest, {"bundle.changed"}),
        (other_code, {"bundle.other_file", "statement.not_named"}),
        (bundle_of_another_sale, {"bundle.other_file", "statement.other_bundle", "statement.not_named"}),
        (other_pages, {"original.pages", "bundle.other_file", "statement.other_file", "statement.not_named"}),
        (other_original, {"original.changed", "bundle.other_file", "statement.other_file", "statement.not_named"}),
        (proves_approval, {"bundle.other_file", "statement.other_act", "statement.incomplete"}),
        (word_changed, {"statement.changed"}),
        (said("bundle", "f" * 64), {"statement.other_bundle"}),
        (said("file", {"sha256": "f" * 64, "length": 1, "pages": 1}), {"statement.other_file"}),
        (said("act", "decline"), {"statement.other_act", "consent.changed"}),
        (said("sale", 8), {"statement.other_sale"}),
        (said("head", "f" * 64), {"statement.head_unknown"}),
        (said("at", rfc3339(AT - timedelta(minutes=5))), {"statement.other_time"}),
        (said("at", rfc3339(AT + timedelta(hours=1))), {"statement.other_time"}),
        (said("at", "noon"), {"statement.other_time"}),
        (said("signer", {"kind": "panel_user", "id": 99}), {"statement.not_named", "statement.opening_false"}),
        (said("signer", None), {"statement.not_named", "statement.opening_false"}),
        (said("factors", ["passkey"]), {"assertion.absent"}),
        (said("factors", ["external_icp_brasil"]), {"apart.incomplete"}),
        (said("external", {"decided_by": "rules"}), {"apart.incomplete"}),
        (other_name, {"statement.opening_false"}),
        (consent_reworded, {"consent.changed"}),
        (consent_lost, {"consent.changed"}),
        (confirmed_later, {"statement.other_time"}),
        (one_left_out, {"statement.incomplete"}),
        (nobody_left, {"statement.incomplete"}),
        (never_completed, {"statement.incomplete"}),
        (another_event, {"statement.unrecorded", "receipt.false"}),
        (unknown_event, {"statement.unrecorded", "receipt.false"}),
        (inserted("proposal.revised"), {"statement.changed_meanwhile"}),
        (inserted("signer.replaced", new_panel_user=CARLA), {"statement.changed_meanwhile"}),
        (voided, {"statement.voided"}),
        (lambda proof: proof["trail"].clear(), {"trail.empty", "statement.unrecorded", "statement.incomplete"}),
        (forged_receipt, {"receipt.false"}),
        (receipt_of_another_key, {"receipt.unknown_key"}),
        (receipt_of_another_act, {"receipt.false"}),
        (receipt_out_of_time, {"receipt.out_of_time"}),
        (key(id="f" * 64), {"key.false", "receipt.unknown_key"}),
        (key(public_key=sale.pem(OTHER)), {"key.false", "receipt.unknown_key"}),
        (key(certificate=SELF_MADE), {"key.false", "receipt.unknown_key"}),
        (key(certificate="☺"), {"key.false", "receipt.unknown_key"}),
        (key(issuer=sale.pem(sale.CERTIFICATE)), {"key.false", "receipt.unknown_key"}),
    ],
)
def test_each_untruth_is_found(change: Change, said: set[str]) -> None:
    data = changed(change)
    assert set(faults(data)) == said
    assert report(data).exit_status == INVALID


def test_a_colleague_who_looked_in_between_refuses_nobody() -> None:
    assert faults(changed(inserted("proposal.viewed"))) == []


def test_a_successor_named_by_the_trail_may_sign() -> None:
    def replaced(proof: Proof) -> None:
        inserted("proposal.viewed")(proof)
        proof["trail"][1] |= {"kind": "signer.replaced", "data": {"new_panel_user": 99}}
        remade(proof)
        said("head", proof["trail"][1]["hash"])(proof)

    assert "statement.not_named" not in faults(changed(replaced))


def test_an_act_without_receipt_is_not_called_proved() -> None:
    def without(proof: Proof) -> None:
        proof["statements"][0]["receipt"] = None

    data = changed(without)
    assert faults(data) == [] and "receipt.absent" in [finding.code for finding in report(data).findings]


def test_a_passkey_is_told_beside_its_act() -> None:
    assert "assertion.sound" in goods(changed(lambda proof: asserted(proof["statements"][0])))


# The evidence as such -----------------------------------------------------------------------------------------------


def test_evidence_spelt_otherwise_is_found() -> None:
    assert faults(file_with(json.dumps(evidence()).encode())) == ["evidence.not_canonical"]


def test_evidence_that_has_no_one_spelling_is_found() -> None:
    def decomposed(proof: Proof) -> None:
        next(iter(proof["consents"].values()))["title"] = "A\u0303"

    proof = evidence()
    decomposed(proof)
    assert faults(file_with(json.dumps(proof).encode())) == ["evidence.not_canonical", "statement.unreadable"]


def test_a_file_without_evidence_says_so() -> None:
    found = report(append_pages(original(), manifest()))
    assert ([finding.code for finding in found.findings], found.exit_status) == (
        ["evidence.absent", "seal.none"],
        INVALID,
    )


def test_a_file_of_somebody_else_says_so() -> None:
    found = report(original())
    assert ([finding.code for finding in found.findings], found.exit_status) == (["file.not_signed_here"], INCOMPLETE)


@pytest.mark.hostile
def test_evidence_inside_the_original_proves_nothing() -> None:
    proof = evidence()
    inside = file_with(proof)
    proof["original"] |= {"length": len(inside), "sha256": sha256_hex(inside)}
    assert "evidence.in_original" in faults(append_pages(file_with(proof), manifest()))


@pytest.mark.hostile
def test_two_evidences_are_none() -> None:
    twice = append_pages(good_file(), manifest(), attachments={"evidence.json": canonical(evidence())})
    assert faults(twice) == ["file.unreadable"]


@pytest.mark.hostile
@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{}", b"[]", b"null", b"\xff", b'{"type":', b'{"type":1}', b'{"a":1,"a":1}', b'{"a":1.5}', b'{"a":NaN}',
        b"[" * 100_000, b'{"a":' * 60 + b"1" + b"}" * 60, b" " * (17 * 1024 * 1024),
    ],
)  # fmt: skip
def test_what_is_no_evidence_is_told_and_nothing_breaks(raw: bytes) -> None:
    assert set(faults(file_with(raw))) <= {"evidence.malformed", "file.unreadable"}
    assert report(file_with(raw)).exit_status == INVALID


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("kind", "order"), ("original", None), ("bundle", []), ("statements", {}), ("statements", [1]),
        ("consents", None), ("trail", [{}]), ("trail", "x"), ("keys", [None]), ("type", "aceite.evidence.v2"),
    ],
)  # fmt: skip
def test_evidence_of_another_form_is_malformed(place: str, value: Any) -> None:
    assert faults(changed(lambda proof: proof.update({place: value}))) == ["evidence.malformed"]


@pytest.mark.hostile
@pytest.mark.parametrize("data", [b"", b"%PDF-", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", signed()[:-900], b"%PDF-" * 9999])
def test_no_bytes_break_the_checker(data: bytes) -> None:
    assert report(data).exit_status in {INVALID, INCOMPLETE}


@pytest.mark.hostile
def test_no_single_changed_byte_of_a_good_file_stays_unnoticed() -> None:
    data = bytearray(good_file())
    for place in range(0, len(original()), 97):
        data[place] ^= 1
        assert report(bytes(data)).exit_status == INVALID
        data[place] ^= 1


def test_commitments_are_those_of_the_product() -> None:
    assert evidence()["statements"][0]["statement"]["signer"]["name"] == commit("Carla", sale.SALT)
