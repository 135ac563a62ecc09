"""A file signed outside is accepted, left to people or refused, each with the one thing that decides it."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from threading import Thread
from typing import Any

import pytest

from aceite.kit.pdf.pages import page_count
from aceite_verify.external import Judgement, judge
from aceite_verify.findings import Verdict
from aceite_verify.holders import Kind
from aceite_verify.outside import Basis, Expected, Outcome
from aceite_verify.trust import Trust
from tests import outside_signing as outside
from tests.kit.paper_samples import proposal
from tests.kit.sealing.certificates import AT, Made, made
from tests.kit.test_pdf_increment import with_object_streams
from tests.verify import forging, papers

CARLA = Expected("Carla Nogueira", cpf="52998224725", cnpj="12ABC34501DE35")
GIL = Expected("Gil Prado", cpf="11144477735")


@cache
def given() -> bytes:
    return proposal(60).render()


def basis(*accepted: bytes, others: bool = False) -> Basis:
    return Basis(given(), pages=page_count(given()), since=AT, accepted=accepted, others_pending=others)


def carlas() -> Made:
    return outside.e_cpf("Carla Nogueira", CARLA.cpf)


def by_carla() -> bytes:
    return outside.signed(given(), carlas())


def judged(
    data: bytes, *, on: Basis | None = None, expected: Expected = CARLA, trust: Trust | None = None
) -> Judgement:
    return judge(data, on or basis(), expected, trust or outside.trust())


def told(judgement: Judgement) -> set[str]:
    """What decided: the codes that are not good."""
    return {found.code for found in judgement.findings if found.verdict is not Verdict.GOOD}


def test_her_own_e_cpf_is_accepted() -> None:
    judgement = judged(by_carla())
    assert (judgement.outcome, told(judgement)) == (Outcome.ACCEPTED, set())
    assert judgement.certificate is not None
    assert (judgement.certificate.kind, judgement.certificate.holder.cpf) == (Kind.ICP_BRASIL, CARLA.cpf)


def test_the_companys_e_cnpj_is_accepted_for_its_responsible() -> None:
    pen = outside.e_cnpj("Padaria Central Ltda", CARLA.cnpj, "Carla Nogueira", CARLA.cpf)
    assert judged(outside.signed(given(), pen)).outcome is Outcome.ACCEPTED


def test_govbr_waits_for_the_vendor_to_confirm_the_name() -> None:
    judgement = judged(outside.signed(given(), outside.at_govbr("Carla Nogueira")))
    assert (judgement.outcome, told(judgement)) == (Outcome.MANUAL, {"holder.same_name"})


WHO = [
    (lambda: outside.e_cpf("Carla Nogueira", GIL.cpf), "holder.other_cpf"),
    (lambda: outside.e_cnpj("Outra Ltda", "45723174000110", "Carla Nogueira", CARLA.cpf), "holder.other_cnpj"),
    (lambda: outside.e_cnpj("Padaria", CARLA.cnpj, "Gil Prado", GIL.cpf), "holder.other_responsible"),
    (lambda: outside.at_govbr("Gil Prado"), "holder.other_person"),
    (lambda: outside.at_anybody("Carla Nogueira"), "holder.unknown"),
    (lambda: made("CARLA NOGUEIRA", outside.icp_brasil()), "holder.names_nobody"),
]


@pytest.mark.parametrize(("pen", "code"), WHO, ids=[code for _pen, code in WHO])
def test_somebody_elses_certificate_is_refused(pen: object, code: str) -> None:
    assert callable(pen)
    judgement = judged(outside.signed(given(), pen()))
    assert judgement.outcome is Outcome.REFUSED and code in told(judgement)


def test_a_name_that_resembles_is_left_to_the_vendor() -> None:
    judgement = judged(outside.signed(given(), outside.at_govbr("Carla Maria Nogueira")))
    assert (judgement.outcome, told(judgement)) == (Outcome.MANUAL, {"holder.similar_name"})


def test_a_cpf_not_on_file_is_read_from_a_certificate_with_her_name() -> None:
    judgement = judged(by_carla(), expected=replace(CARLA, cpf=""))
    assert judgement.outcome is Outcome.ACCEPTED
    assert "holder.cpf_read" in {found.code for found in judgement.findings}
    other = judged(by_carla(), expected=replace(GIL, cpf=""))
    assert told(other) == {"holder.other_person"}


def test_without_roots_nobody_is_called_valid() -> None:
    judgement = judged(by_carla(), trust=outside.nobody())
    assert (judgement.outcome, told(judgement)) == (Outcome.MANUAL, {"holder.not_checked"})


@pytest.mark.parametrize(("lists", "code"), [(False, "holder.revocation_unknown"), (True, "holder.revoked")])
def test_a_revoked_certificate(lists: bool, code: str) -> None:
    found = outside.revocations(outside.icp_brasil(), carlas()) if lists else []
    judgement = judged(by_carla(), trust=outside.trust(outside.icp_brasil(), lists=found))
    assert told(judgement) == {code}
    assert judgement.outcome is (Outcome.REFUSED if lists else Outcome.MANUAL)


@pytest.mark.parametrize(
    ("pen", "level", "accepted"),
    [
        (lambda: outside.at_govbr("Carla Nogueira"), "advanced", True),
        (lambda: outside.at_govbr("Carla Nogueira"), "qualified", False),
        (carlas, "qualified", True),
    ],
)
def test_the_contracts_level_is_asked_for(pen: object, level: str, accepted: bool) -> None:
    assert callable(pen)
    judgement = judged(outside.signed(given(), pen()), expected=replace(CARLA, level=level))
    assert ("holder.below_qualified" in told(judgement)) is not accepted


def test_people_sign_one_after_the_other() -> None:
    first = by_carla()
    second = outside.signed(first, outside.e_cpf("Gil Prado", GIL.cpf), field="Assinatura 2")
    assert judged(second, on=basis(first), expected=GIL).outcome is Outcome.ACCEPTED
    assert second.startswith(first)


def test_who_signed_before_the_others_came_is_told_to_sign_the_newest() -> None:
    late = outside.signed(given(), outside.e_cpf("Gil Prado", GIL.cpf))
    assert told(judged(late, on=basis(by_carla()), expected=GIL)) == {"external.outdated"}


def test_the_signatures_of_the_others_may_not_be_lost() -> None:
    alone = outside.signed(rewritten(given()), outside.e_cpf("Gil Prado", GIL.cpf))
    twice = outside.signed(by_carla(), outside.e_cpf("Gil Prado", GIL.cpf), field="Assinatura 2")
    assert told(judged(alone, on=basis(twice), expected=GIL)) == {"external.others_lost"}


def test_a_certification_is_refused_while_others_are_still_to_sign() -> None:
    locked = outside.signed(given(), carlas(), certify=True)
    assert told(judged(locked, on=basis(others=True))) == {"external.forbids_others"}
    assert judged(locked).outcome is Outcome.ACCEPTED


def rewritten(pdf: bytes) -> bytes:
    """As by a program that saves all anew."""
    return forging.appended(pdf, lambda writer: None).replace(b"%PDF-1.7", b"%PDF-1.6", 1)


def test_a_file_that_begins_otherwise_is_left_to_people() -> None:
    judgement = judged(outside.signed(rewritten(given()), carlas()))
    assert (judgement.outcome, told(judgement)) == (Outcome.MANUAL, {"external.other_beginning"})
    assert not judgement.continues


def test_two_new_signatures_are_one_too_many() -> None:
    twice = outside.signed(by_carla(), outside.e_cpf("Gil Prado", GIL.cpf), field="Assinatura 2")
    assert told(judged(twice)) == {"external.too_many"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: given(), "external.none_new"),
        (lambda: forging.appended(given(), lambda writer: None), "external.none_new"),
        (lambda: b"GIF89a", "file.not_pdf"),
        (lambda: b"%PDF-1.7 nonsense", "external.unreadable"),
        (lambda: by_carla()[:-200], "external.unreadable"),
    ],
)
def test_what_is_not_signed_or_no_pdf(data: object, code: str) -> None:
    assert callable(data)
    assert told(judged(data())) == {code}


CHANGES = [
    (forging.overlay, "increment.page_redefined"),
    (forging.replaced_content, "increment.content_redefined"),
    (forging.hidden_content, "increment.page_redefined"),
    (forging.note, "external.annotation"),
    (forging.another_page_tree, "increment.page_tree_swapped"),
]


@pytest.mark.parametrize(("change", "code"), CHANGES, ids=[code for _change, code in CHANGES])
def test_a_page_changed_before_signing_is_refused(change: object, code: str) -> None:
    assert callable(change)
    judgement = judged(outside.signed(forging.appended(given(), change), carlas()))
    assert judgement.outcome is Outcome.REFUSED and code in told(judgement)


@pytest.mark.parametrize("change", [forging.overlay, forging.note, forging.replaced_content])
def test_a_page_changed_after_signing_is_refused(change: object) -> None:
    assert callable(change)
    judgement = judged(forging.appended(by_carla(), change))
    assert judgement.outcome is Outcome.REFUSED and "external.changed_after" in told(judgement)


def in_an_object_stream(writer: Any) -> None:
    """As Acrobat writes: objects of the update packed together."""
    packed = writer.prepare_object_stream()
    writer.add_object(forging.text("nada"), obj_stream=packed)
    writer.update_root()


def test_a_program_may_pack_its_own_objects_together() -> None:
    original = with_object_streams(given())
    data = outside.signed(forging.appended(original, in_an_object_stream), carlas())
    on = Basis(original, pages=page_count(original), since=AT)
    assert (judged(data, on=on).outcome, told(judged(data, on=on))) == (Outcome.ACCEPTED, set())


def test_a_comment_between_objects_says_nothing_and_hidden_bytes_are_left_to_people() -> None:
    with_comment = outside.signed(papers.written(given(), {900: b"null"}, hidden=b"%Signer-Core 7.1\n"), carlas())
    assert judged(with_comment).outcome is Outcome.ACCEPTED
    hidden = outside.signed(papers.written(given(), {900: b"null"}, hidden=b"(segredo)\n"), carlas())
    assert (judged(hidden).outcome, told(judged(hidden))) == (Outcome.MANUAL, {"external.manner"})


def test_an_oddly_written_file_is_left_to_people_with_all_that_can_be_said_of_it() -> None:
    # As Poppler numbers its objects: a generation that no earlier one was freed for.
    odd = papers.written(given(), {900: b"null"}, rows={901: b"%010d 00001 n \n" % len(given())})
    judgement = judged(outside.signed(odd, carlas()))
    assert (judgement.outcome, told(judgement)) == (Outcome.MANUAL, {"external.manner"})
    assert "holder.cpf" in {found.code for found in judgement.findings}


def test_an_intruders_empty_field_is_refused() -> None:
    judgement = judged(outside.signed(forging.appended(given(), forging.empty_field), carlas()))
    assert (judgement.outcome, told(judgement)) == (Outcome.REFUSED, {"external.foreign_field"})


def test_one_changed_byte_breaks_the_signature() -> None:
    data = bytearray(by_carla())
    data[-400] ^= 1
    assert judged(bytes(data)).outcome is Outcome.REFUSED


def test_a_visible_stamp_is_told_with_its_place_and_a_large_one_is_looked_at() -> None:
    small = judged(outside.signed(given(), carlas(), box=(50, 50, 200, 100)))
    assert small.outcome is Outcome.ACCEPTED
    assert [(stamp.page, stamp.rectangle) for stamp in small.stamps] == [(1, (50, 50, 200, 100))]
    large = judged(outside.signed(given(), carlas(), box=(0, 0, 500, 500)))
    assert told(large) == {"external.stamp_large"}


def test_an_attachment_or_an_action_is_refused() -> None:
    opening = judged(outside.signed(forging.appended(given(), forging.open_action), carlas()))
    assert told(opening) == {"increment.action_added"}
    carrying = judged(outside.signed(forging.appended(given(), forging.attached), carlas()))
    assert carrying.outcome is Outcome.REFUSED and "increment.catalog_changed" in told(carrying)


def test_a_signature_that_claims_a_time_before_the_contract_is_judged_as_of_now() -> None:
    early = outside.signed(given(), carlas(), at=AT - timedelta(days=300))
    assert judged(early).outcome is Outcome.ACCEPTED


@pytest.fixture
def listening() -> Iterator[tuple[int, list[str]]]:
    """A server that counts who calls."""
    server, called = socket.create_server(("127.0.0.1", 0)), []

    def wait() -> None:
        while True:
            try:
                connection, _from = server.accept()
            except OSError:
                return
            called.append("called")
            connection.close()

    Thread(target=wait, daemon=True).start()
    yield server.getsockname()[1], called
    server.close()


def test_hostile_addresses_are_never_called(listening: tuple[int, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    port, called = listening
    pen = replace(outside.e_cpf("Carla Nogueira", CARLA.cpf, *outside.invitations(port)), issuers=())
    data = outside.signed(given(), pen)
    counted = judged(data, trust=outside.trust(lists=[]))

    def refuse(*_words: object, **_more: object) -> None:
        raise AssertionError("a socket was asked for")

    class Refused(socket.socket):
        connect = connect_ex = sendto = bind = refuse  # type: ignore[assignment]

    monkeypatch.setattr(socket, "socket", Refused)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    blocked = judged(data, trust=outside.trust(lists=[]))
    assert told(counted) == told(blocked) == {"holder.revocation_unknown"}
    assert called == []
