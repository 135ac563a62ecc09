"""Signing: only who is named, only what was read, only with the code; and once."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.contracts.models import Contract, Requirement, Signer
from aceite.core.contracts.opening import record_opening
from aceite.core.contracts.refusing import (
    AlreadySigned,
    BadCpf,
    BadMark,
    BlankMark,
    MarkTooShort,
    NotASigner,
    NotDigital,
    NothingToSign,
    NotOpened,
    SignerIsWitness,
)
from aceite.core.contracts.replacing import replace_signer
from aceite.core.contracts.signing import send_code_again, sign
from aceite.core.customers.addresses import change_address
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import deactivate_panel_user
from aceite.core.people.codes import CodeExpired, CodeLocked, CodeNotYours, CodeReplaced, CodeUsed, WrongCode
from aceite.core.people.models import Member
from aceite.core.proposals import locking
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.permitting import NotCurrent, NotNow
from aceite.core.proposals.states import State
from aceite.core.signatures.ceremonies import NoSuchCeremony
from aceite.core.signatures.consent import ConsentChanged, ConsentMissing
from aceite.core.signatures.device import OtherFile
from aceite.core.signatures.models import Statement
from aceite.core.signatures.proofs import CodeProof
from aceite.core.signatures.statements import ChangedMeanwhile, Opened, StatementExpired
from aceite.core.signatures.verification import faults
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Refusal
from tests.core.contracts.sent import (
    ORIGIN,
    add_contract,
    code_of,
    confirm,
    draft,
    freeze,
    name,
    opened,
    prepare,
    refused,
    sign_all,
)
from tests.kit.paper_samples import drawing


def kinds(kind: str) -> int:
    return Event.objects.filter(kind=kind).count()


def test_carla_signs(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    [signer] = confirm(prepare([contract], carla, now), carla, now)
    statement = Statement.objects.get(signer=signer)
    assert statement.confirmed_at == now and statement.ip == ORIGIN.ip
    assert statement.file_sha256 == contract.document.sha256  # type: ignore[union-attr]
    assert faults(statement) == []
    assert kinds("contract.signed") == 1 and kinds("contract.completed") == 0


def test_a_name_changed_since_the_sending_stands_beside_the_bound_one(
    contract: Contract, version: ProposalVersion, carla: PanelUser, now: datetime
) -> None:
    place = contract.signers.get(panel_user=carla)
    version.openings = {f"signer/{place.pk}/name": {"value": carla.name, "salt": "00"}}
    version.save()
    PanelUser.objects.filter(pk=carla.pk).update(name="Carla N. Prado")
    opened([contract], carla, at=now)
    confirm(prepare([contract], carla, now), carla, now)
    said = {name: kept["value"] for name, kept in Statement.objects.get().openings.items()}
    assert (said["name"], said["bound_name"], said["email"]) == ("Carla N. Prado", "Carla Nogueira", carla.email)


def test_who_owns_a_new_address_reads_anew(contract: Contract, carla: PanelUser, ana: Member, now: datetime) -> None:
    opened([contract], carla, at=now)
    moved = change_address(carla, "carla.nogueira@padaria.example", by=ana, at=now)
    with pytest.raises(NotOpened):
        prepare([contract], moved, now)


def test_an_access_ended_while_the_code_waits_for_the_lock(
    contract: Contract, carla: PanelUser, ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    monkeypatch.setattr(locking, "_lock", lambda _sale: deactivate_panel_user(carla, by=ana, at=now))
    with pytest.raises(NotAllowed):
        confirm(ceremony, carla, now)
    assert contract.signers.get(panel_user=carla).statement is None


def test_the_last_one_completes_it(
    contract: Contract, carla: PanelUser, gil: PanelUser, helena: PanelUser, now: datetime
) -> None:
    sign_all([contract], carla, gil, helena, at=now)
    contract.refresh_from_db()
    assert contract.completed_at == now and kinds("contract.completed") == 1


def test_no_personal_value_stands_in_statement_or_chain(contract: Contract, carla: PanelUser, now: datetime) -> None:
    sign_all([contract], carla, at=now)
    chain = str([event.content() for event in Event.objects.all()])
    words = Statement.objects.get().body + chain
    assert not any(secret in words for secret in ("Carla", carla.cpf, ORIGIN.ip, "Padaria"))


def test_user_who_is_not_configured_cannot_sign(
    version: ProposalVersion, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    made = add_contract(version)
    name(made, carla)
    freeze(version, now)
    made.refresh_from_db()
    opened([made], gil, at=now)
    with pytest.raises(NotASigner):
        prepare([made], gil, now)
    assert refused() == ["NotASigner"] and not Statement.objects.exists()


@pytest.mark.parametrize("who", ["davi", "fabio", "joana_herself"])
def test_strangers_and_people_without_the_right_cannot_sign(
    contract: Contract, who: str, request: pytest.FixtureRequest, now: datetime
) -> None:
    with pytest.raises(NotAllowed):
        prepare([contract], request.getfixturevalue(who), now)


def test_a_contract_that_was_not_opened_is_not_signed(contract: Contract, carla: PanelUser, now: datetime) -> None:
    with pytest.raises(NotOpened):
        prepare([contract], carla, now)


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"mark_text": "  "}, BlankMark),
        ({"mark_text": "Ca"}, MarkTooShort),
        ({"mark_text": ". . ."}, MarkTooShort),
        ({"mark_text": "Carla \U0001f600"}, BadMark),
        ({"mark_drawing": drawing()}, BlankMark),
        ({"mark_drawing": drawing([(10, 10), (14, 12)])}, MarkTooShort),
        ({"mark_drawing": b"no picture"}, BadMark),
        ({"consent_sha256": ""}, ConsentMissing),
        ({"consent_sha256": "0" * 64}, ConsentChanged),
        ({"cpf": "111.444.777-35"}, BadCpf),
    ],
)
def test_what_is_missing_on_the_page_is_refused(
    contract: Contract, carla: PanelUser, now: datetime, changes: dict[str, Any], refusal: type[Refusal]
) -> None:
    opened([contract], carla, at=now)
    with pytest.raises(refusal):
        prepare([contract], carla, now, **changes)
    assert refused() == [refusal.__name__] and not Statement.objects.exists()


def test_a_drawn_mark_is_kept_and_bound(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now, mark_drawing=drawing([(10, 90), (200, 20), (390, 100)]))
    [statement] = ceremony.statements
    assert statement.mark is not None and statement.content()["mark"]["sha256"] == statement.mark.sha256
    assert faults(Statement.objects.get()) == []


def test_another_file_on_the_device_is_refused(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    with pytest.raises(OtherFile):
        prepare([contract], carla, now, opened={contract.pk: Opened(client_sha256="e" * 64)})


def test_two_tabs_leave_one_record(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    first, second = prepare([contract], carla, now), prepare([contract], carla, now)
    [done] = confirm(second, carla, now)
    assert confirm(first, carla, now) == confirm(second, carla, now) == [done]
    assert kinds("contract.signed") == 1 and Statement.objects.confirmed().count() == 1


def test_preparing_again_after_signing_says_so(contract: Contract, carla: PanelUser, now: datetime) -> None:
    sign_all([contract], carla, at=now)
    with pytest.raises(AlreadySigned):
        prepare([contract], carla, now)


def test_several_contracts_are_one_ceremony(version: ProposalVersion, carla: PanelUser, now: datetime) -> None:
    made = [add_contract(version, title=title) for title in ("Fornecimento", "Instalação")]
    for each in made:
        name(each, carla)
    freeze(version, now)
    contracts = list(Contract.objects.all())
    opened(contracts, carla, at=now)
    ceremony = prepare(contracts, carla, now)
    confirm(ceremony, carla, now)
    assert kinds("code.requested") == 1 and kinds("contract.completed") == 2
    assert len({statement.file_sha256 for statement in ceremony.statements}) == 2


def test_contracts_of_two_sales_are_no_ceremony(
    contract: Contract, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    other = draft(carla.customer, bruno, now, sequence=2)
    name(add_contract(other), carla)
    freeze(other, now)
    with pytest.raises(NothingToSign):
        prepare(list(Contract.objects.all()), carla, now)


def test_a_paper_contract_is_not_signed_here(version: ProposalVersion, carla: PanelUser, now: datetime) -> None:
    name(add_contract(version, Requirement.MANUAL), carla)
    freeze(version, now)
    [made] = Contract.objects.all()
    opened([made], carla, at=now)
    with pytest.raises(NotDigital):
        prepare([made], carla, now)


def test_wrong_codes_are_counted_and_five_lock(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    wrong = "000000" if code_of(ceremony) != "000000" else "111111"
    for _try in range(4):
        with pytest.raises(WrongCode):
            confirm(ceremony, carla, now, wrong)
    with pytest.raises(CodeLocked):
        confirm(ceremony, carla, now, wrong)
    with pytest.raises(CodeLocked):
        confirm(ceremony, carla, now)
    assert len(refused()) == 6 and kinds("contract.signed") == 0


def test_a_used_code_signs_nothing_else(version: ProposalVersion, carla: PanelUser, now: datetime) -> None:
    for title in ("Fornecimento", "Instalação"):
        name(add_contract(version, title=title), carla)
    freeze(version, now)
    one, two = Contract.objects.all()
    opened([one, two], carla, at=now)
    ceremony = prepare([one], carla, now)
    digits = code_of(ceremony)
    confirm(ceremony, carla, now)
    Statement.objects.filter(ceremony=ceremony.id).update(subject=f"contract/{two.pk}")
    with pytest.raises(CodeUsed):
        confirm(ceremony, carla, now, digits)
    assert Signer.objects.get(contract=two).statement is None


def test_an_expired_code_and_an_expired_statement(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    with pytest.raises(StatementExpired):
        confirm(ceremony, carla, now + timedelta(minutes=10))
    Statement.objects.update(expires_at=now + timedelta(hours=1))
    with pytest.raises(CodeExpired):
        confirm(ceremony, carla, now + timedelta(minutes=10))


def test_an_older_code_opens_nothing(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    first = prepare([contract], carla, now)
    prepare([contract], carla, now)
    with pytest.raises(CodeReplaced):
        confirm(first, carla, now)


def test_a_code_sent_again_works(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    again = send_code_again(ceremony.id, by=carla, at=now)
    assert again.code and ceremony.code and again.code.pk != ceremony.code.pk
    confirm(again, carla, now)
    send_code_again(ceremony.id, by=carla, at=now)
    assert kinds("contract.signed") == 1 and kinds("code.requested") == 2


def test_a_foreign_code_is_refused(contract: Contract, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    opened([contract], carla, gil, at=now)
    hers, his = prepare([contract], carla, now), prepare([contract], gil, now)
    with pytest.raises(NoSuchCeremony):
        sign(hers.id, proof=CodeProof(code_of(hers)), by=gil, origin=ORIGIN, at=now)
    Statement.objects.filter(ceremony=hers.id).update(code=his.code)
    with pytest.raises(CodeNotYours):
        confirm(hers, carla, now, code_of(his))


def test_past_the_last_day_nobody_signs(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    later = now + timedelta(days=16)
    with pytest.raises(NotNow):
        prepare([contract], carla, later)


def test_a_code_cannot_sign_a_cancelled_sale(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    type(contract.version.proposal).objects.update(state=State.CANCELLED)  # type: ignore[union-attr]
    with pytest.raises(NotNow):
        confirm(ceremony, carla, now)


def test_an_older_version_is_not_signed(contract: Contract, carla: PanelUser, bruno: Member, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    proposal = contract.version.proposal  # type: ignore[union-attr]
    proposal.versions.update(state="superseded")
    proposal.current = ProposalVersion.objects.create(
        company=proposal.company, proposal=proposal, version=2, state="sent", valid_until=now.date(), created_at=now,
        bundle_sha256="c" * 64,
    )  # fmt: skip
    proposal.save()
    with pytest.raises(NotCurrent):
        confirm(ceremony, carla, now)


def test_a_viewing_in_between_refuses_nobody(
    contract: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    record_opening(contract, by=gil, origin=ORIGIN, at=now)
    confirm(ceremony, carla, now)
    assert kinds("contract.signed") == 1


def test_a_replaced_signer_in_between_asks_for_a_new_confirmation(
    contract: Contract, carla: PanelUser, gil: PanelUser, joana_herself: PanelUser, bruno: Member, now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("aceite.core.contracts.replacing.names", lambda *_: False)
    PanelUser.objects.filter(pk=joana_herself.pk).update(customer=carla.customer)
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    replace_signer(Signer.objects.get(panel_user=gil), joana_herself, by=bruno, at=now)
    with pytest.raises(ChangedMeanwhile):
        confirm(ceremony, carla, now)


def test_a_head_that_is_not_in_the_chain_is_refused(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    Statement.objects.update(head="f" * 64)
    with pytest.raises(ChangedMeanwhile):
        confirm(ceremony, carla, now)


def test_witness_may_not_give_a_partys_cpf_when_signing(
    contract: Contract, carla: PanelUser, helena: PanelUser, now: datetime
) -> None:
    Signer.objects.filter(panel_user=helena).update(cpf="")
    opened([contract], helena, at=now)
    with pytest.raises(SignerIsWitness):
        prepare([contract], helena, now, cpf=carla.cpf)


def test_witness_with_a_cpf_given_meanwhile_is_found_under_the_lock(
    contract: Contract, carla: PanelUser, helena: PanelUser, now: datetime
) -> None:
    Signer.objects.exclude(panel_user__name="Gil Prado").update(cpf="")
    opened([contract], carla, helena, at=now)
    same = "168.995.350-09"
    hers, witness = prepare([contract], carla, now, cpf=same), prepare([contract], helena, now, cpf=same)
    confirm(hers, carla, now)
    with pytest.raises(SignerIsWitness):
        confirm(witness, helena, now)


def test_the_cpf_given_in_the_step_is_fixed(contract: Contract, carla: PanelUser, now: datetime) -> None:
    Signer.objects.filter(panel_user=carla).update(cpf="")
    opened([contract], carla, at=now)
    with pytest.raises(BadCpf):
        prepare([contract], carla, now)
    with pytest.raises(BadCpf):
        prepare([contract], carla, now, cpf="111.111.111-11")
    confirm(prepare([contract], carla, now, cpf="529.982.247-25"), carla, now)
    assert Signer.objects.get(panel_user=carla).cpf == "52998224725"


def test_a_deactivated_person_does_not_finish_signing(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    PanelUser.objects.filter(pk=carla.pk).update(deactivated_at=now)
    with pytest.raises(NotAllowed):
        confirm(ceremony, carla, now)


def test_an_opening_is_noted_once_a_day(contract: Contract, carla: PanelUser, gil: PanelUser, now: datetime) -> None:
    for moment in (now, now + timedelta(hours=2), now + timedelta(days=1)):
        record_opening(contract, by=carla, origin=ORIGIN, at=moment)
    record_opening(contract, by=gil, origin=ORIGIN, at=now)
    assert kinds("contract.opened") == 3
    assert Signer.objects.get(panel_user=carla).opened_at == now


def test_the_act_asks_the_database_little(contract: Contract, carla: PanelUser, now: datetime) -> None:
    opened([contract], carla, at=now)
    ceremony = prepare([contract], carla, now)
    digits = code_of(ceremony)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        sign(ceremony.id, proof=CodeProof(digits), by=carla, origin=ORIGIN, at=now)
    real = [query for query in asked.captured_queries if "SAVEPOINT" not in query["sql"]]
    assert len(real) <= 16, "\n".join(query["sql"][:100] for query in real)
