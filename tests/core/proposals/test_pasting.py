"""A table becomes lines: its columns are recognised, its numbers read as Brazilians write them, its errors named."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.adding import add_lines
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.pasting import Column, Known, Row, columns_of, read_rows
from aceite.core.trail.refusals import NotAllowed
from tests.walk import OVEN, draft_for, fresh

OVEN_KNOWN = Known(7, "FRN-010", "Forno combinado", "product", "un", Decimal(38900), "Elétrico")
ALL = [Column.CODE, Column.NAME, Column.QUANTITY, Column.UNIT, Column.PRICE]


def read(*cells: str, columns: Sequence[Column] = ALL) -> Row:
    [row] = read_rows([cells], columns, {"frn-010": OVEN_KNOWN})
    return row


def test_a_column_says_how_often_a_line_is_paid() -> None:
    columns = [Column.CODE, Column.NAME, Column.PRICE, Column.RECURS, Column.PERIODS]
    headings = ["Código", "Item", "Preço", "Recorrência", "Vezes"]
    assert columns_of([headings, ["x"] * 5], lambda _text: False) == (columns, True)
    care = {"man": Known(8, "MAN", "Manutenção", "service", "un", Decimal(890), "", "month", 12)}

    def rhythm(*cells: str) -> tuple[str, int]:
        [row] = read_rows([cells], columns, care)
        assert row.good
        line = DraftLine(**row.values)
        return line.recurs, line.periods

    assert rhythm("", "Manutenção", "890", "Mensal", "12x") == ("month", 12)
    assert rhythm("", "Manutenção", "890", "por trimestre", "até cancelar") == ("quarter", 0)
    assert rhythm("MAN", "", "", "", "") == ("month", 12)
    assert rhythm("MAN", "", "", "", "24") == ("month", 24)
    # Twelve were months, and are not twelve years.
    assert (rhythm("MAN", "", "", "anual", ""), rhythm("MAN", "", "", "uma vez", "")) == (("year", 0), ("", 0))
    [wrong] = read_rows([("MAN", "", "", "quinzenal", "361")], columns, care)
    assert [cell.wrong is not None for cell in wrong.cells] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("heading", "columns"),
    [
        (["Código", "Produto", "Qtde.", "UN", "Preço Unit."], ALL),
        (["Ref", "Descrição", "Quantidade", "Unid.", "Valor unitário (R$)"], ALL),
        (["Item", "Descrição", "Preço", "Preço"], [Column.NAME, Column.DESCRIPTION, Column.PRICE, Column.NONE]),
    ],
)
def test_columns_are_recognised_by_their_heading(heading: list[str], columns: list[Column]) -> None:
    assert columns_of([heading, ["x"] * len(heading)], lambda _text: False) == (columns, True)


def test_columns_without_heading_are_recognised_by_what_is_in_them() -> None:
    grid = [["FRN-010", "Forno combinado", "2", "un", "38.900,00"], ["X-1", "Bancada de inox", "1,5", "m", "R$ 700"]]
    assert columns_of(grid, lambda text: text == "FRN-010" or text == "X-1") == (ALL, False)
    assert columns_of([["Bancada", "700"], ["Mesa", "80"]], lambda _t: False)[0] == [Column.NAME, Column.PRICE]


def test_a_row_becomes_a_line() -> None:
    row = read("", "Bancada de inox", "1,5", "m", "R$ 1.234,56")
    assert row.good
    assert row.values == {
        "name": "Bancada de inox", "quantity": Decimal("1.5"), "unit": "m", "unit_price": Decimal("1234.56"),
    }  # fmt: skip


def test_the_catalogue_fills_what_the_table_leaves_empty() -> None:
    row = read("frn-010", "", "2", "", "35000.5")
    line = DraftLine(**row.values)
    assert (line.item_id, line.name, line.unit, line.quantity) == (7, "Forno combinado", "un", Decimal(2))
    assert row.from_catalogue == "Forno combinado"
    assert (line.code, line.unit_price) == ("frn-010", Decimal("35000.5"))


@pytest.mark.parametrize("typed", ["R$ 50,00", "r$50"])
def test_a_discount_in_reais_is_not_taken_as_a_part_of_a_hundred(typed: str) -> None:
    [row] = read_rows([("Mesa", "100", typed)], [Column.NAME, Column.PRICE, Column.DISCOUNT], {})
    assert [str(cell.wrong) for cell in row.cells if cell.wrong] == [
        "Na tabela o desconto é em %. Escreva, por exemplo, 10 ou 10 %."
    ]


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        (("", "Mesa", "duas", "un", "10"), "“%(text)s” não é um número. Escreva como 1.234,56."),
        (("", "Mesa", "1", "un", "1,234.56"), "“%(text)s” não é um número. Escreva como 1.234,56."),
        (("", "Mesa", "0", "un", "10"), "A quantidade precisa ser maior que zero."),
        (("", "Mesa", "1,00001", "un", "10"), "Use no máximo %(places)s casas decimais."),
        (("", "Mesa", "1", "un", "-10"), "O preço não pode ser negativo. Para abater um valor, use o desconto."),
        (("", "Mesa " * 41, "1", "un", "10"), "O texto tem %(count)s letras; cabem %(limit)s. Encurte-o."),
        (("", "Mesa", "1", "un", ""), "Falta o preço."),
        (("", "", "1", "un", "10"), "Falta o nome do item."),
        (("X-9", "", "1", "un", "10"), "Falta o nome do item: nenhum item do catálogo tem este código."),
    ],
)
def test_what_is_wrong_is_named_in_its_cell(cells: tuple[str, ...], wrong: str) -> None:
    row = read(*cells)
    assert not row.good
    assert [cell.wrong.sentence for cell in row.cells if cell.wrong] == [wrong]


def test_what_no_column_holds_is_said_of_the_row() -> None:
    row = read_rows([["X-9", "1"]], [Column.CODE, Column.QUANTITY], {})[0]
    assert row.missing is not None and row.lacks_a_column and not row.good
    assert not read("", "Mesa", "1", "un", "").lacks_a_column


def test_headings_and_sums_are_told_from_lines() -> None:
    assert read("", "Cozinha", "", "", "").heading == "Cozinha"
    assert read("", "Total:", "", "", "99.000,00").is_sum


def test_lines_are_added_once_and_into_the_last_section(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now, lines=(OVEN, DraftLine("Mesa", section="Salão")))
    pasted = [DraftLine("Pia", key="p-0"), DraftLine("Balcão", section="Loja", key="p-1")]
    for _time in range(2):
        add_lines(proposal, pasted, by=bruno, at=now)
    lines = [(line.name, line.section) for line in draft_of(fresh(proposal)).lines]
    assert lines[1:] == [("Mesa", "Salão"), ("Pia", "Salão"), ("Balcão", "Loja")]


def test_lines_are_added_behind_the_last_one_of_their_section(padaria: Customer, bruno: Member, now: datetime) -> None:
    proposal = draft_for(
        padaria, bruno, now, lines=(DraftLine("Pia", section="Bar"), DraftLine("Mesa", section="Salão"))
    )
    pasted = [DraftLine("Balcão", section="Bar", key="p-0"), DraftLine("Torneira", section="Bar", key="p-1")]
    add_lines(proposal, pasted, by=bruno, at=now)
    lines = [(line.name, line.section) for line in draft_of(fresh(proposal)).lines]
    assert lines == [("Pia", "Bar"), ("Balcão", "Bar"), ("Torneira", "Bar"), ("Mesa", "Salão")]


def test_who_may_not_edit_adds_nothing(padaria: Customer, bruno: Member, iris: Member, now: datetime) -> None:
    proposal = draft_for(padaria, bruno, now)
    with pytest.raises(NotAllowed):
        add_lines(proposal, [DraftLine("Pia")], by=iris, at=now)
