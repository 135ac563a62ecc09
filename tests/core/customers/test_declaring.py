"""Powers declared by the customer: they count from the vendor's word on, and each end is told in time."""

from datetime import date, datetime, timedelta

import pytest

from aceite.core.contracts.empowering import empower
from aceite.core.contracts.models import Signer
from aceite.core.customers import declaring, powers
from aceite.core.customers.declaring import (
    NotWaiting,
    PowerOver,
    confirm_power,
    declare_power,
    refuse_power,
    withdraw_power,
)
from aceite.core.customers.models import Customer, PanelUser, SigningPower
from aceite.core.customers.power_ends import ends_to_tell, tell_end
from aceite.core.customers.powers import PowerData, ProxyFile, note_power
from aceite.core.documents.models import Document
from aceite.core.notices.audience import audience_of
from aceite.core.people.models import Member
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.project.demo.study import power_of_attorney
from tests.kit.paper_samples import drawing
from tests.overtaking import just_before, whole
from tests.threads import at_once

PAPER = ProxyFile("contrato-social.png", drawing())
ALONE = PowerData("alone", basis="Contrato social, cláusula 5ª", proxy=PAPER)


def states(person: PanelUser) -> list[str]:
    return sorted(person.signing_powers.values_list("state", flat=True))


def signs_by(person: PanelUser) -> str:
    """What a contract sent now would say of her."""
    signer = Signer(panel_user=person)
    empower([signer], person.customer)
    return signer.power


def kinds() -> list[str]:
    return list(Event.objects.filter(kind__startswith="power.").order_by("pk").values_list("kind", flat=True))


def test_what_is_declared_counts_from_the_vendors_word_on(carla: PanelUser, bruno: Member, now: datetime) -> None:
    declared = declare_power(carla, ALONE, by=carla, at=now)
    assert declared.proxy is not None and declared.proxy.content_type == "image/png"
    assert signs_by(carla) == ""
    for _twice in range(2):
        confirm_power(declared, by=bruno, at=now)
    assert signs_by(carla) == "alone" and kinds() == ["power.declared", "power.confirmed"]
    # The paper of a power that is no proxy stays with the vendor.
    signer = Signer(panel_user=carla)
    empower([signer], carla.customer)
    assert signer.proxy is None


def test_what_was_over_while_it_waited_takes_no_place(carla: PanelUser, bruno: Member, now: datetime) -> None:
    confirm_power(declare_power(carla, ALONE, by=carla, at=now), by=bruno, at=now)
    ends = PowerData("alone", basis="Ata de posse", ends_on=now.date() + timedelta(days=2), proxy=PAPER)
    renewed = declare_power(carla, ends, by=carla, at=now)
    with pytest.raises(PowerOver):
        confirm_power(renewed, by=bruno, at=now + timedelta(days=4))
    assert states(carla) == ["confirmed", "declared"] and signs_by(carla) == "alone"


def test_until_it_is_confirmed_what_counted_before_counts_on(
    carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    note_power(carla, PowerData("joint", jointly=[gil]), by=bruno, at=now)
    declared = declare_power(carla, ALONE, by=carla, at=now)
    assert signs_by(carla) == "joint" and states(carla) == ["confirmed", "declared"]
    refuse_power(declared, "Falta a página 2.", by=bruno, at=now)
    assert signs_by(carla) == "joint" and states(carla) == ["confirmed", "refused"]
    confirm_power(declare_power(carla, ALONE, by=carla, at=now), by=bruno, at=now)
    assert signs_by(carla) == "alone" and states(carla) == ["confirmed"]


def test_a_refusal_needs_a_reason_and_an_answer_to_what_was_replaced_changes_nothing(
    carla: PanelUser, bruno: Member, now: datetime
) -> None:
    first = declare_power(carla, ALONE, by=carla, at=now)
    with pytest.raises(Unfit):
        refuse_power(first, " ", by=bruno, at=now)
    second = declare_power(carla, ALONE, by=carla, at=now)
    with pytest.raises(NotWaiting):
        confirm_power(first, by=bruno, at=now)
    refuse_power(second, "Não é este contrato social.", by=bruno, at=now)
    with pytest.raises(NotWaiting):
        confirm_power(second, by=bruno, at=now)
    assert signs_by(carla) == ""


def test_what_is_taken_back_leaves_no_file(carla: PanelUser, now: datetime) -> None:
    declare_power(carla, ALONE, by=carla, at=now)
    for _twice in range(2):
        withdraw_power(carla, by=carla, at=now)
    assert not SigningPower.objects.exists() and kinds() == ["power.declared", "power.withdrawn"]
    assert Document.objects.get().removed_at == now


def test_a_paper_taken_back_in_another_window_while_it_is_declared_is_there_all_the_same(
    carla: PanelUser, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    declare_power(carla, ALONE, by=carla, at=now)
    just_before(monkeypatch, declaring, "lock", lambda: withdraw_power(carla, by=carla, at=now))
    assert whole(declare_power(carla, ALONE, by=carla, at=now).proxy) and states(carla) == ["declared"]


def test_a_power_of_attorney_noted_of_two_stays_while_one_is_taken_away(
    carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    both = PowerData("proxy", proxy=ProxyFile("procuracao.pdf", b"%PDF-1.7 procuracao"))
    note_power(carla, both, by=bruno, at=now)
    just_before(monkeypatch, powers, "keep", lambda: note_power(carla, PowerData(""), by=bruno, at=now))
    noted = note_power(gil, both, by=bruno, at=now)
    assert noted is not None and whole(noted.proxy) and not carla.signing_powers.exists()


def test_only_herself_and_who_administers_her_colleagues_declare(
    carla: PanelUser, gil: PanelUser, davi: PanelUser, joana_herself: PanelUser, now: datetime
) -> None:
    carla.can_manage = True
    carla.save()
    declare_power(gil, ALONE, by=carla, at=now)
    declare_power(gil, ALONE, by=gil, at=now)
    for nobody, person in ((gil, carla), (davi, davi), (carla, davi), (joana_herself, gil), (carla, joana_herself)):
        with pytest.raises(NotAllowed):
            declare_power(person, ALONE, by=nobody, at=now)


def test_readers_and_strangers_answer_nothing(carla: PanelUser, iris: Member, eva: Member, now: datetime) -> None:
    declared = declare_power(carla, ALONE, by=carla, at=now)
    for nobody in (iris, eva):
        with pytest.raises(NotAllowed):
            confirm_power(declared, by=nobody, at=now)
        with pytest.raises(NotAllowed):
            refuse_power(declared, "Não.", by=nobody, at=now)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (PowerData("alone"), "proxy"),
        (PowerData("proxy", proxy=PAPER), "proxy"),
        (PowerData("alone", proxy=ProxyFile("a.pdf", b"MZ")), "proxy"),
        (PowerData("alone", proxy=ProxyFile("a.pdf", b"%PDF-1.7 nada")), "proxy"),
        (PowerData("joint", proxy=PAPER), "jointly"),
        (PowerData("alone", proxy=PAPER, ends_on=date(2020, 1, 1)), "ends_on"),
    ],
)
def test_what_cannot_be_declared_is_said_beside_its_field(
    data: PowerData, field: str, carla: PanelUser, now: datetime
) -> None:
    with pytest.raises(Unfit) as refused:
        declare_power(carla, data, by=carla, at=now)
    assert refused.value.field == field and not SigningPower.objects.exists() and not Document.objects.exists()


def test_an_end_is_told_a_month_before_and_once_it_is_over(
    padaria: Customer, carla: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    proxy = ProxyFile("procuracao.pdf", power_of_attorney("Padaria Central Ltda.", "Carla"))
    last = (now + timedelta(days=60)).date()
    power = declare_power(carla, PowerData("proxy", proxy=proxy, ends_on=last), by=carla, at=now)
    confirm_power(power, by=bruno, at=now)
    clock = System(padaria.company_id)
    for days, told in ((29, []), (31, ["power.ending"]), (32, ["power.ending"]), (60, ["power.ending"])):
        at = now + timedelta(days=days)
        for due in ends_to_tell(at):
            tell_end(due, by=clock, at=at)
        assert kinds()[2:] == told
    over = now + timedelta(days=61)
    for _twice in range(2):
        tell_end(power, by=clock, at=over)
    assert kinds()[2:] == ["power.ending", "power.ended"] and not ends_to_tell(over).exists()
    assert [one.member for one in audience_of(Event.objects.latest("pk"), at=over)] == [ana]


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_who_answer_at_once_give_one_answer(carla: PanelUser, bruno: Member, now: datetime) -> None:
    declared = declare_power(carla, ALONE, by=carla, at=now)
    at_once(carla.company_id, *[lambda: confirm_power(declared, by=bruno, at=now)] * 4)
    assert kinds() == ["power.declared", "power.confirmed"] and states(carla) == ["confirmed"]
