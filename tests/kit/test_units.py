"""A unit beside a quantity: in the plural where it is a word that has one, as it was typed where it is not."""

from decimal import Decimal

import pytest

from aceite.kit.units import unit_words


@pytest.mark.parametrize(
    ("unit", "many"),
    [
        ("módulo", "módulos"), ("peça", "peças"), ("unidade", "unidades"), ("mês", "meses"), ("par", "pares"),
        ("sessão", "sessões"), ("viagem", "viagens"), ("item", "itens"), ("dia", "dias"),
        ("un", "un"), ("kWp", "kWp"), ("m²", "m²"), ("PEÇA", "PEÇA"), ("painel", "painel"), ("", ""),
        ("metro quadrado", "metro quadrado"), ("peças", "peças"),
    ],
)  # fmt: skip
def test_from_two_on_a_word_has_its_plural(unit: str, many: str) -> None:
    assert unit_words(unit, Decimal(2)) == unit_words(unit, Decimal(44)) == many
    assert unit_words(unit, Decimal("1.9")) == unit_words(unit, Decimal(1)) == unit_words(unit, Decimal(0)) == unit
