"""Amounts, times and codes as Brazilians read them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone, translation

from aceite.core.privacy.sections import Section
from aceite.core.privacy.sheet import sheet
from aceite.faces.ui.templatetags import br

AT = datetime(2026, 11, 24, 18, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "written"),
    [(Decimal("12400"), "R$\u00a012.400,00"), ("0.5", "R$\u00a00,50"), (None, "")],
)
def test_amounts(value: Decimal | str | None, written: str) -> None:
    assert br.brl(value) == written


@pytest.mark.parametrize(
    ("value", "written"), [("1234.5000", "1.234,5"), ("2", "2"), ("100", "100"), ("0.0001", "0,0001"), ("0.00", "0")]
)
def test_quantities_have_the_places_they_need(value: str, written: str) -> None:
    assert br.quantity(Decimal(value)) == written


def test_percentages() -> None:
    assert br.percent(Decimal("7.50")) == "7,5\u00a0%"
    assert br.percent(Decimal(-5)) == "−5\u00a0%"


@pytest.mark.parametrize(
    ("zone", "written"),
    [
        ("America/Sao_Paulo", "24/11/2026, 15:30 (horário de Brasília)"),
        ("America/Manaus", "24/11/2026, 14:30 (horário do Amazonas)"),
        ("America/Rio_Branco", "24/11/2026, 13:30 (horário do Acre)"),
        ("America/Noronha", "24/11/2026, 16:30 (horário de Fernando de Noronha)"),
        ("Asia/Kolkata", "25/11/2026, 00:00 (UTC+05:30)"),
        ("UTC", "24/11/2026, 18:30 (UTC)"),
    ],
)
def test_a_moment_names_the_viewers_zone(zone: str, written: str) -> None:
    with timezone.override(ZoneInfo(zone)):
        assert br.moment(AT) == f'<time datetime="2026-11-24T18:30:00+00:00">{written}</time>'


def test_a_day_is_the_day_of_the_viewers_zone() -> None:
    with timezone.override(ZoneInfo("Asia/Tokyo")):
        assert br.date_br(AT) == "25/11/2026"
    assert br.date_br(date(2026, 1, 2)) == "02/01/2026"


def test_a_day_in_english_is_read_as_no_other_day() -> None:
    with translation.override("en"), timezone.override(ZoneInfo("America/Sao_Paulo")):
        assert br.date_br(date(2026, 11, 5)) == "5\u00a0Nov\u00a02026"
        assert br.moment(AT).endswith(">24\u00a0Nov\u00a02026, 15:30 (Brasília time)</time>")
        assert br.day(AT) == "Tuesday, 24\u00a0Nov\u00a02026 (Brasília time)"


def test_the_copy_of_a_persons_data_writes_them_as_pages_do() -> None:
    parts = [Section("cadastro", "Cadastro", [{"dia": date(2026, 11, 5), "hora": AT}])]
    with timezone.override(ZoneInfo("America/Sao_Paulo")):
        told = sheet("Carla", "Aurora", parts, AT)
        with translation.override("en"):
            in_english = sheet("Carla", "Aurora", parts, AT)
    assert "<dd>05/11/2026</dd>" in told and "<dd>24/11/2026, 15:30 (horário de Brasília)</dd>" in told
    assert "<dd>5\u00a0Nov\u00a02026</dd>" in in_english
    assert in_english.count("24\u00a0Nov\u00a02026, 15:30 (Brasília time)") == 2


@time_machine.travel(datetime(2026, 11, 27, 18, 30, tzinfo=UTC), tick=False)
def test_ago() -> None:
    assert "há 3\u00a0dias" in br.ago(AT)


def test_codes_of_people_and_places() -> None:
    assert br.taxid("52998224725") == "529.982.247-25"
    assert br.masked_taxid("52998224725") == "***.982.247-**"
    assert br.cep("01310100") == "01310-100"
    assert br.phone("+5511987654321") == "(11) 98765-4321"


def test_what_is_no_tax_id_is_shown_but_never_where_it_should_be_hidden() -> None:
    assert br.taxid("isento") == "isento"
    assert br.masked_taxid("1234") == "***"


@pytest.mark.parametrize(("count", "written"), [(0, "0 B"), (999, "999 B"), (1200, "1,2 kB"), (25_000_000, "25,0 MB")])
def test_file_sizes(count: int, written: str) -> None:
    assert br.file_size(count) == written
