"""Signing a rogo: never without two witnesses, told in M, in S, on the page of signatures and by the checker."""

import json
from dataclasses import replace
from datetime import datetime

import pytest
from django.utils import translation

from aceite.core.contracts.at_request import BadRequest, Request
from aceite.core.contracts.checking import problems_before_sending
from aceite.core.contracts.handing_over import ChosenByAnother, hand_over
from aceite.core.contracts.models import Contract, Signer, SignerRole
from aceite.core.contracts.refusing import BadCpf, SignerIsWitness
from aceite.core.contracts.replacing import replace_signer
from aceite.core.contracts.signers import Order, SignerPlan, WitnessIsParty, set_signers
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.revising import revise
from aceite.kit.pdf.pages import text
from aceite_verify.at_request import check_requests
from aceite_verify.embedded import attached_evidence
from aceite_verify.evidence import read_evidence
from aceite_verify.findings import Verdict
from tests import walk
from tests.core.contracts.sent import opened, prepare
from tests.jobs import run_jobs

MARIA = Request("Maria das Dores Siqueira", "168.995.350-09")
LETS = Order(hand_over=True)


@pytest.fixture
def drafted(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Contract:
    """A contract in the draft of a proposal to Padaria Central."""
    return walk.with_contract(walk.draft_for(padaria, bruno, now), bruno, now, carla)


@pytest.fixture
def plans(carla: PanelUser, gil: PanelUser, helena: PanelUser) -> list[SignerPlan]:
    """Carla signs at Maria's request; Gil and Helena witness it."""
    witnesses = [SignerPlan(one, SignerRole.WITNESS, one.cpf) for one in (gil, helena)]
    return [SignerPlan(carla, cpf=carla.cpf, at_request=MARIA), *witnesses]


def offered(drafted: Contract, plans: list[SignerPlan], bruno: Member, now: datetime) -> Proposal:
    """Sent with these signers."""
    assert drafted.version is not None
    set_signers(drafted, plans, LETS, by=bruno, at=now)
    return walk.sent(drafted.version.proposal, bruno, now)


def test_two_witnesses_with_a_cpf_each_are_in_the_plan(
    drafted: Contract, plans: list[SignerPlan], bruno: Member, gil: PanelUser, now: datetime
) -> None:
    PanelUser.objects.filter(pk=gil.pk).update(cpf="")
    hers, *witnesses = plans
    by_a_witness = [replace(hers, at_request=Request()), replace(witnesses[0], at_request=MARIA), witnesses[1]]
    nameless, unknown, herself = Request("", MARIA.cpf), Request(MARIA.name, "111.111.111-11"), Request("Eu", hers.cpf)
    for wrong in (
        [hers],
        [hers, witnesses[0]],
        [hers, replace(witnesses[0], cpf=""), witnesses[1]],
        by_a_witness,
        *([replace(hers, at_request=asked), *witnesses] for asked in (nameless, unknown, herself)),
    ):
        with pytest.raises(BadRequest):
            set_signers(drafted, wrong, by=bruno, at=now)
    endless = replace(hers, at_request=Request("Maria " * 100, MARIA.cpf))
    with translation.override("en"), pytest.raises(BadRequest) as refused:
        set_signers(drafted, [endless, *witnesses], by=bruno, at=now)
    assert "%(" not in str(refused.value) and "letters" in str(refused.value)
    with pytest.raises(WitnessIsParty):
        set_signers(drafted, [hers, replace(witnesses[0], cpf=MARIA.cpf), witnesses[1]], by=bruno, at=now)
    set_signers(drafted, plans, by=bruno, at=now)
    assert Signer.objects.exclude(request_name="").get().request_cpf == "16899535009"


def test_a_third_witness_is_not_the_one_who_asks_though_the_signers_cpf_is_not_known_yet(
    drafted: Contract, plans: list[SignerPlan], bruno: Member, carla: PanelUser, davi: PanelUser, now: datetime
) -> None:
    PanelUser.objects.filter(pk=carla.pk).update(cpf="")
    PanelUser.objects.filter(pk=davi.pk).update(can_sign=True)
    hers, *witnesses = plans
    third = SignerPlan(davi, SignerRole.WITNESS, MARIA.cpf)
    with pytest.raises(WitnessIsParty):
        set_signers(drafted, [replace(hers, cpf=""), *witnesses, third], by=bruno, at=now)


def test_what_was_changed_since_is_asked_again_when_it_is_sent(
    drafted: Contract, plans: list[SignerPlan], bruno: Member, helena: PanelUser, now: datetime
) -> None:
    set_signers(drafted, plans, by=bruno, at=now)
    Signer.objects.filter(panel_user=helena).delete()
    assert drafted.version is not None
    [problem] = problems_before_sending(drafted.version, at=now)
    assert problem.blocks and "duas testemunhas" in problem.sentence


def test_it_is_told_wherever_the_signature_is(
    drafted: Contract,
    plans: list[SignerPlan],
    bruno: Member,
    carla: PanelUser,
    gil: PanelUser,
    helena: PanelUser,
    now: datetime,
) -> None:
    sale = offered(drafted, plans, bruno, now)
    entry = json.loads(current_of(sale).manifest)["contracts"][0]["signers"]
    assert [sorted(one.get("at_request_of", {})) for one in entry] == [["cpf", "name"], [], []]
    walk.signed(sale, carla, gil, helena, at=now)
    run_jobs(now)
    made = walk.contracts_of(sale).get()
    assert made.signed_file is not None and "a rogo de Maria das Dores Siqueira" in text(read(made.signed_file))
    hers = Signer.objects.get(panel_user=carla).statement
    assert hers is not None and MARIA.name not in hers.body
    assert hers.openings["at_request_of"]["value"] == "Maria das Dores Siqueira (168.995.350-09)"
    attached = attached_evidence(read(made.signed_file))
    assert attached is not None
    found = [(one.code, one.verdict) for one in check_requests(read_evidence(attached.data))]
    assert found == [("plan.requested", Verdict.GOOD)]


def test_the_next_version_keeps_it(drafted: Contract, plans: list[SignerPlan], bruno: Member, now: datetime) -> None:
    revise(offered(drafted, plans, bruno, now), by=bruno, at=now)
    assert [one.request_name for one in Signer.objects.order_by("-pk")[:3]][::-1] == [MARIA.name, "", ""]


def test_nobody_who_signs_a_rogo_or_witnesses_it_gives_way_to_whoever_will_not_do(
    drafted: Contract,
    plans: list[SignerPlan],
    bruno: Member,
    carla: PanelUser,
    helena: PanelUser,
    davi: PanelUser,
    now: datetime,
) -> None:
    sale = offered(drafted, plans, bruno, now)
    davi.can_sign, davi.cpf = True, ""
    davi.save()
    hers, witness = (Signer.objects.get(panel_user=person) for person in (carla, helena))
    with pytest.raises(ChosenByAnother):
        hand_over(hers, davi, factors=("session_code",), by=carla, at=now)
    with pytest.raises(BadRequest):
        replace_signer(witness, davi, by=bruno, at=now)
    assert replace_signer(hers, davi, by=bruno, at=now).request_name == MARIA.name
    contracts = list(walk.contracts_of(sale))
    opened(contracts, davi, at=now)
    with pytest.raises(BadCpf):
        prepare(contracts, davi, now, cpf=MARIA.cpf)
    with pytest.raises(SignerIsWitness):
        prepare(contracts, davi, now, cpf=helena.cpf)
