"""By what right each signs, in words: with the last day wherever the bundle has one."""

from datetime import datetime

import pytest

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Signer
from aceite.core.contracts.plan_words import own_lines, power_line
from aceite.core.customers.models import Customer, PanelUser

AURORA = Company(zone="America/Sao_Paulo")
# The first moment after the last day, 31/12/2026, as `empowering` keeps it.
OVER = datetime(2027, 1, 1, tzinfo=AURORA.tz)
GIL = Signer(company=AURORA, panel_user=PanelUser(pk=2, name="Gil"), panel_user_id=2)


def carla(power: str, until: datetime | None) -> Signer:
    person = PanelUser(pk=1, name="Carla")
    return Signer(company=AURORA, panel_user=person, power=power, jointly=[2], power_until=until)


@pytest.mark.parametrize(
    ("power", "endless", "ending"),
    [
        ("alone", "Carla obriga o cliente sozinho(a).", "Carla obriga o cliente sozinho(a), até 31/12/2026."),
        (
            "joint",
            "Carla obriga o cliente em conjunto com Gil.",
            "Carla obriga o cliente em conjunto com Gil, até 31/12/2026.",
        ),
        ("proxy", "Carla assina por procuração.", "Carla assina por procuração válida até 31/12/2026."),
        ("", "", ""),
    ],
)
def test_each_power_is_printed_with_its_end(power: str, endless: str, ending: str) -> None:
    assert power_line(carla(power, None), [GIL]) == endless
    assert power_line(carla(power, OVER), [GIL]) == ending


@pytest.mark.parametrize(
    ("power", "endless", "ending"),
    [
        ("alone", "Você assina por Padaria", "Você assina por Padaria, com poder válido até 31/12/2026."),
        (
            "joint",
            "Você assina por Padaria, em conjunto com Gil.",
            "Você assina por Padaria, em conjunto com Gil, com poder válido até 31/12/2026.",
        ),
        (
            "proxy",
            "Você assina por Padaria, por procuração.",
            "Você assina por Padaria, por procuração válida até 31/12/2026.",
        ),
        ("", "Você assina por Padaria", "Você assina por Padaria"),
    ],
)
def test_whoever_signs_reads_until_when_she_may(power: str, endless: str, ending: str) -> None:
    padaria = Customer(name="Padaria")
    assert own_lines(carla(power, None), [GIL], padaria) == [endless]
    assert own_lines(carla(power, OVER), [GIL], padaria) == [ending]
