"""A receipt by itself holds or does not; beside a file or dossier the trail agrees, contradicts it, or says why not."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from aceite_verify.canonical import canonical, rfc3339
from aceite_verify.checking import check
from aceite_verify.cli import main
from aceite_verify.findings import Report, Verdict
from aceite_verify.trust import Trust
from tests.verify import sale
from tests.verify.papers import original
from tests.verify.sale import AT, evidence, file_with, pem, receipted, rechained, record
from tests.verify.test_checking import TRUST

Proof = dict[str, Any]
NOBODY = Trust(TRUST.at, {})


def receipt_of(proof: Proof, which: int = 0) -> Proof:
    """What a signer was mailed of this evidence."""
    act = proof["statements"][which]
    return {
        "type": "aceite.receipt.v1",
        "statement": act["statement"],
        "openings": act["openings"],
        "sha256": act["sha256"],
        "head": act["event"],
        "at": act["receipt"]["at"],
        "signature": act["receipt"]["signature"],
        "key": proof["keys"][0],
    }


def told(receipt: Proof, beside: bytes | None = None, trust: Trust = TRUST) -> Report:
    return check(canonical(receipt), trust, beside=beside)


def codes(report: Report, verdict: Verdict) -> list[str]:
    return [finding.code for finding in report.findings if finding.verdict is verdict]


def rewritten(change: Callable[[Proof], None]) -> bytes:
    """The same file, made anew by who holds the server and the keys."""
    proof = evidence()
    change(proof)
    rechained(proof["trail"])
    return file_with(proof)


def test_a_receipt_holds_by_itself() -> None:
    report = told(receipt_of(evidence()))
    assert [finding.code for finding in report.findings] == ["key.trusted", "receipt.sound"]
    assert report.exit_status == 0
    assert told(receipt_of(evidence()), trust=NOBODY).exit_status == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda r: r["statement"].update(sale=8), "statement.changed"),
        (lambda r: r["openings"]["name"].update(value="Gil"), "statement.opening_false"),
        (lambda r: r.update(head="f" * 64), "receipt.false"),
        (lambda r: r.update(at=rfc3339(AT)), "receipt.false"),
        (lambda r: r.update(sha256="f" * 64), "receipt.false"),
        (lambda r: r["key"].update(public_key=pem(ec.generate_private_key(ec.SECP256R1()))), "key.false"),
        (lambda r: r.update(type="aceite.evidence.v1"), "receipt.malformed"),
        (lambda r: r.pop("signature"), "receipt.malformed"),
        (lambda r: r.update(statement=[]), "receipt.malformed"),
        (lambda r: r.update(at=r["at"].replace("T", " ")), "receipt.malformed"),
        (lambda r: r.update(at="9" * 5000), "receipt.malformed"),
    ],
)
def test_a_receipt_that_was_changed_does_not(change: Callable[[Proof], None], said: str) -> None:
    receipt = receipt_of(evidence())
    change(receipt)
    assert said in codes(told(receipt), Verdict.BAD)


@pytest.mark.hostile
@pytest.mark.parametrize("raw", [b"{", b"{}", b'{"type": 1}', b"{" * 90_000, b'{"type":"aceite.receipt.v1","at":1.5}'])
def test_what_only_begins_like_one_is_told(raw: bytes) -> None:
    assert codes(check(raw, TRUST), Verdict.BAD) == ["receipt.malformed"]


def test_the_file_holds_the_act_where_the_receipt_says() -> None:
    report = told(receipt_of(evidence(), 1), file_with(evidence()))
    assert codes(report, Verdict.GOOD)[-1] == "receipt.in_trail" and report.exit_status == 0


def test_a_trail_without_the_act_contradicts_it() -> None:
    def taken_out(proof: Proof) -> None:
        del proof["trail"][1]

    report = told(receipt_of(evidence()), rewritten(taken_out))
    assert codes(report, Verdict.BAD) == ["receipt.contradicted"] and "trail.sound" in codes(report, Verdict.GOOD)


def test_a_trail_written_anew_contradicts_it() -> None:
    def another_version(proof: Proof) -> None:
        proof["trail"][0]["data"] = {"version": 2}

    assert codes(told(receipt_of(evidence()), rewritten(another_version)), Verdict.BAD) == ["receipt.contradicted"]


def restored(proof: Proof, copied: timedelta, back: timedelta) -> None:
    """Only the sending was in the copy, whose last moment is `copied` after it; the restore came `back` after it."""
    del proof["trail"][1:]
    proof["trail"][0]["at"] = rfc3339(AT + copied)
    rechained(proof["trail"])
    copy = {"until_seq": 1, "until_head": proof["trail"][0]["hash"]}
    record(proof["trail"], "trail.restored", AT + back, copy)
    record(proof["trail"], "proposal.viewed", AT + timedelta(days=1), {})


@pytest.mark.parametrize(
    ("copied", "back", "verdict", "said"),
    [
        (timedelta(0), timedelta(hours=1), Verdict.MISSING, "receipt.later_than_copy"),
        # The receipt was issued after the restore, and so must be in the chain.
        (timedelta(0), timedelta(minutes=2), Verdict.BAD, "receipt.contradicted"),
        # It was issued late, but the act itself can only have come before the copy, and would be in it.
        (timedelta(minutes=14), timedelta(hours=1), Verdict.BAD, "receipt.contradicted"),
    ],
)
def test_what_a_restored_copy_lost_is_no_tampering(
    copied: timedelta, back: timedelta, verdict: Verdict, said: str
) -> None:
    proof = evidence()
    receipted(proof["statements"][0], AT + timedelta(minutes=20 if copied else 8))
    receipt = receipt_of(proof)
    restored(proof, copied, back)
    assert said in codes(told(receipt, file_with(proof)), verdict)


def test_an_act_from_after_the_file_is_not_judged_by_it() -> None:
    def cut(proof: Proof) -> None:
        del proof["trail"][1:]

    report = told(receipt_of(evidence()), rewritten(cut))
    assert codes(report, Verdict.MISSING) == ["receipt.later_than_file"] and report.exit_status == 2


def test_what_has_nothing_to_do_with_it_is_told_so() -> None:
    def another_sale(proof: Proof) -> None:
        for event in proof["trail"]:
            event["chain"] = "sale/8"

    def another_authority(proof: Proof) -> None:
        proof["keys"][0]["issuer"] = pem(sale.certificate("Outra", ec.generate_private_key(ec.SECP256R1())))

    receipt = receipt_of(evidence())
    assert "receipt.other_sale" in codes(told(receipt, rewritten(another_sale)), Verdict.MISSING)
    assert "receipt.other_installation" in codes(told(receipt, rewritten(another_authority)), Verdict.BAD)
    assert "receipt.no_trail" in codes(told(receipt, original()), Verdict.MISSING)
    assert "receipt.no_trail" in codes(told(receipt, b"not a file of ours"), Verdict.BAD)


def test_the_command_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt, file = tmp_path / "recibo.json", tmp_path / "contrato.pdf"
    receipt.write_text(json.dumps(receipt_of(evidence())))
    file.write_bytes(file_with(evidence()))
    assert main([str(receipt), "--with", str(file)]) == 2
    said = capsys.readouterr().out
    assert "Carla: a trilha contém este ato, no lugar 2" in said and "Autoridade não conferida" in said
