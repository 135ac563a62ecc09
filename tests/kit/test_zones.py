"""Zones are called what Brazilians call them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from aceite.kit.zones import zone_name

AT = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        ("America/Bahia", "horário de Brasília"),
        ("America/Cuiaba", "horário do Amazonas"),
        ("America/Eirunepe", "horário do Acre"),
        ("America/Noronha", "horário de Fernando de Noronha"),
        ("America/New_York", "UTC−05:00"),
        ("Europe/London", "UTC"),
    ],
)
def test_a_zone_has_its_legal_name_or_its_distance(zone: str, name: str) -> None:
    assert zone_name(AT.astimezone(ZoneInfo(zone))) == name


def test_a_plain_offset_is_its_own_name() -> None:
    assert zone_name(AT) == "UTC"
