"""A file signed outside is judged in a child, and looked at page by page where the rules ask for people's eyes."""

from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from aceite.kit.limits import run_limited
from aceite.kit.sealing.external import Judged, judge_file
from aceite_verify.findings import Verdict
from aceite_verify.outside import Basis, Expected, Outcome
from aceite_verify.trust import Files, Tree
from tests import outside_signing as outside
from tests.kit.paper_samples import contract
from tests.kit.sealing.certificates import AT
from tests.verify import forging

CARLA = Expected("Carla Nogueira", cpf="52998224725")


def trusted() -> Files:
    by = outside.icp_brasil()
    lists = {f"lista {place}": each.dump() for place, each in enumerate(outside.revocations(by))}
    return {Tree.ICP_BRASIL: {"raiz": by.issuers[0].public_bytes(Encoding.DER), "ac": by.der, **lists}}


def judged(data: bytes) -> Judged:
    basis = Basis(contract().render(), pages=1, since=AT)
    return judge_file(data, basis, CARLA, trusted=trusted(), at=AT + timedelta(hours=1))


def by_carla(pdf: bytes, box: tuple[int, int, int, int] | None = None) -> bytes:
    return outside.signed(pdf, outside.e_cpf("Carla Nogueira", CARLA.cpf), box=box)


def told(found: Judged) -> set[str]:
    return {each.code for each in found.findings if each.verdict is not Verdict.GOOD}


def test_what_the_child_says_comes_back_whole() -> None:
    found = judged(by_carla(contract().render()))
    assert found.outcome is Outcome.ACCEPTED
    assert found.certificate["holder"]["cpf"] == CARLA.cpf and len(found.certificate["fingerprint"]) == 64


def rewritten() -> bytes:
    return forging.appended(contract().render(), lambda writer: None).replace(b"%PDF-1.7", b"%PDF-1.6", 1)


def test_a_rewritten_file_is_compared_page_by_page() -> None:
    found = judged(by_carla(rewritten()))
    assert found.outcome is Outcome.MANUAL
    assert {each.code for each in found.findings} >= {"external.other_beginning", "external.page_same"}
    changed = judged(by_carla(forging.appended(rewritten(), forging.overlay)))
    assert "external.page_differs" in told(changed)


@pytest.mark.parametrize(
    ("box", "code"), [((60, 700, 300, 780), "external.stamp_over_text"), ((60, 100, 200, 140), "")]
)
def test_a_stamp_over_what_is_printed_is_left_to_people(box: tuple[int, int, int, int], code: str) -> None:
    found = judged(by_carla(contract().render(), box=box))
    assert told(found) == ({code} if code else set())


def test_a_bomb_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(_work: str, _job: object, *, seconds: int, memory_mb: int) -> bytes:
        assert seconds <= 20
        return run_limited("tests.kit.jobs_for_children:sleep", b"", seconds=1, memory_mb=memory_mb)

    monkeypatch.setattr("aceite.kit.sealing.external.run_limited", endless)
    assert told(judged(by_carla(contract().render()))) == {"external.too_hard"}
