"""The register of powers: noted with care, bound with what is sent, and a contract that binds nobody is not sent."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from aceite.core.contracts.models import Signer
from aceite.core.customers.models import Customer, PanelUser, SigningPower
from aceite.core.customers.powers import PowerData, ProxyFile, forget_power, note_power
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.sales.sending import ready_to_send
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.threads import at_once
from tests.walk import draft_for, fresh, sent, with_contract

PROXY = ProxyFile("procuracao.pdf", b"%PDF-1.7 procura")


def test_a_proxy_is_bound_with_what_is_sent_until_the_end_of_its_last_day(
    padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    data = PowerData("proxy", ends_on=date(2026, 12, 31), proxy=PROXY, basis="Livro 12, folha 3")
    kept = note_power(carla, data, by=bruno, at=now)
    assert kept is not None and kept.proxy is not None
    offer = draft_for(padaria, bruno, now)
    with_contract(offer, bruno, now, carla)
    version = current_of(sent(offer, bruno, now))
    [said] = json.loads(version.manifest)["contracts"][0]["signers"]
    until = "2027-01-01T03:00:00.000000Z"
    assert said["power"] == {"kind": "proxy", "jointly": [], "until": until, "proxy": kept.proxy.sha256}
    assert Signer.objects.get().power_until == datetime(2027, 1, 1, 3, tzinfo=UTC)
    # The register may change and the file go; what was sent keeps both.
    note_power(carla, PowerData(""), by=bruno, at=now)
    assert not SigningPower.objects.exists() and Document.objects.filter(sha256=kept.proxy.sha256).exists()
    assert set(Event.objects.filter(kind__startswith="power.").values_list("kind", flat=True)) == {
        "power.noted", "power.removed",
    }  # fmt: skip


def test_a_contract_whose_parties_cannot_bind_the_customer_is_not_sent(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    note_power(carla, PowerData("joint", jointly=[gil]), by=bruno, at=now)
    offer = draft_for(padaria, bruno, now)
    contract = with_contract(offer, bruno, now, carla)
    [problem] = ready_to_send(fresh(offer), at=now)
    assert problem.blocks and "não obriga o cliente" in str(problem.sentence)
    contract.signers.create(company=contract.company, panel_user=gil, cpf=gil.cpf, position=1)
    assert ready_to_send(fresh(offer), at=now) == []


def test_a_proxy_that_is_over_is_not_sent_where_the_contract_would_wait_for_it(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    note_power(carla, PowerData("proxy", ends_on=now.date() - timedelta(days=2), proxy=PROXY), by=bruno, at=now)
    offer = draft_for(padaria, bruno, now)
    contract = with_contract(offer, bruno, now, carla, gil)
    [problem] = ready_to_send(fresh(offer), at=now)
    assert problem.blocks and "não obriga o cliente" in str(problem.sentence)
    note_power(gil, PowerData("alone"), by=bruno, at=now)
    [problem] = ready_to_send(fresh(offer), at=now)
    assert problem.blocks and "já venceu: Carla" in str(problem.sentence)
    type(contract).objects.update(quorums={"1": 1})
    assert ready_to_send(fresh(offer), at=now) == []


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (PowerData("never"), "kind"),
        (PowerData("joint"), "jointly"),
        (PowerData("proxy"), "proxy"),
        (PowerData("proxy", proxy=ProxyFile("foto.pdf", b"\xff\xd8\xff")), "proxy"),
        (PowerData("alone", basis="x" * 200), "basis"),
    ],
)
def test_what_cannot_be_noted_is_said_beside_its_field(
    data: PowerData, field: str, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit) as refused:
        note_power(carla, data, by=bruno, at=now)
    assert refused.value.field == field and not SigningPower.objects.exists()


def test_a_person_of_another_customer_signs_jointly_with_nobody_here(
    carla: PanelUser, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit):
        note_power(carla, PowerData("joint", jointly=[joana_herself]), by=bruno, at=now)


def test_nobody_signs_jointly_with_whoever_may_not_sign(
    carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    with pytest.raises(Unfit, match=f"{davi.name} não pode assinar"):
        note_power(carla, PowerData("joint", jointly=[gil, davi]), by=bruno, at=now)
    assert not SigningPower.objects.exists()


def test_readers_and_strangers_note_nothing(carla: PanelUser, iris: Member, eva: Member, now: datetime) -> None:
    for nobody in (iris, eva):
        with pytest.raises(NotAllowed):
            note_power(carla, PowerData("alone"), by=nobody, at=now)


def test_what_was_noted_of_an_erased_person_goes_with_its_file(carla: PanelUser, bruno: Member, now: datetime) -> None:
    kept = note_power(carla, PowerData("proxy", proxy=PROXY), by=bruno, at=now)
    assert kept is not None and kept.proxy is not None
    forget_power(carla, at=now)
    assert not SigningPower.objects.exists()
    assert not Document.objects.filter(sha256=kept.proxy.sha256, removed_at=None).exists()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_note_a_power_first_note_one(carla: PanelUser, bruno: Member, now: datetime) -> None:
    noted = at_once(carla.company_id, *[lambda: note_power(carla, PowerData("alone"), by=bruno, at=now)] * 4)
    assert {each.pk for each in noted} == {SigningPower.objects.get().pk}
