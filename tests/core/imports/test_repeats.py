"""One number or code in several rows of a sheet: what is said beside each before is what becomes of it."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import pytest

from aceite.core.catalog.actions import ItemData, save_item
from aceite.core.catalog.models import Item
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer
from aceite.core.imports import running
from aceite.core.imports.acts import Choice, start_import
from aceite.core.imports.known import register_of
from aceite.core.imports.models import Import, ImportedRow, WhenKnown
from aceite.core.imports.registers import Taking
from aceite.core.imports.repeats import Foretold, foretell, repeated
from aceite.core.imports.states import Outcome
from aceite.core.people.models import Member
from aceite.core.prices.actions import ListData, save_list
from aceite.core.sales.merging_customers import MergeChoice, merge_customers
from aceite.faces.office.import_page import preview
from tests.core.imports.sheets import imported, taken
from tests.jobs import run_jobs

Rows = Sequence[Sequence[object]]
ITEMS: Rows = (
    ("Código", "Nome", "Preço"),
    ("F-1", "Forno", 10),
    ("M-1", "Mesa", 20),
    ("F-1", "Forno novo", 30),
)
PADARIA: Rows = (
    ("CNPJ", "Nome", "Cidade", "Contato", "E-mail do contato"),
    ("12ABC34501DE35", "Padaria Central Ltda.", "Santos", "Rita", "rita@padaria.example"),
    ("12ABC34501DE35", "Outra", "Recife", "Otávio", "otavio@padaria.example"),
    ("12ABC34501DE35", "Outra", "Recife", "Rita", "RITA@padaria.example"),
)


def foretold(importing: Import, by: Member, at: datetime, *, update: bool = False) -> list[Foretold]:
    """What is said before the import begins."""
    register, how = register_of(importing), Taking(by.company, by, at, update=update)
    return foretell(repeated(importing.rows(), importing.columns, register), importing.columns, register, how)


def outcomes(importing: Import) -> dict[int, str]:
    return dict(ImportedRow.objects.filter(of=importing).values_list("number", "outcome"))


def test_both_rows_of_a_new_code_say_where_the_other_is_and_which_enters(bruno: Member, now: datetime) -> None:
    importing = taken(bruno, now, ITEMS, "items")
    first, second = foretold(importing, bruno, now)
    assert (first.number, first.said) == (2, "O mesmo código está na linha 4. Entra esta.")
    assert (second.number, second.said) == (4, "O mesmo código está na linha 2. Esta é recusada.")
    assert not first.refused and second.refused
    assert outcomes(imported(importing, bruno, now)) == {2: "created", 3: "created", 4: "failed"}


@pytest.mark.parametrize("update", [False, True])
def test_a_code_there_is_already_keeps_what_the_first_row_said(ana: Member, now: datetime, update: bool) -> None:
    save_item(None, ItemData("F-1", "Forno velho", Decimal(1)), company=ana.company, by=ana, at=now)
    importing = taken(ana, now, ITEMS, "items")
    told = foretold(importing, ana, now, update=update)
    assert [one.said.partition(". ")[2] for one in told] == [
        "Se atualizar, vale o que esta diz; se deixar como está, é pulada.",
        "Se atualizar, esta é recusada; se deixar como está, é pulada.",
    ]
    assert [one.refused for one in told] == [False, update]
    came = outcomes(imported(importing, ana, now, update=update))
    assert (came[2], came[4]) == (("changed", "failed") if update else ("skipped", "skipped"))
    assert Item.objects.get(code="F-1").name == ("Forno" if update else "Forno velho")


def test_after_a_killed_worker_a_changed_code_is_still_known_to_have_been_told(
    ana: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_item(None, ItemData("F-1", "Forno velho", Decimal(1)), company=ana.company, by=ana, at=now)
    monkeypatch.setattr(running, "AT_ONCE", 1)
    importing = taken(ana, now, ITEMS, "items")
    start_import(importing, Choice(importing.columns, WhenKnown.UPDATE), by=ana, at=now)
    running.take_some(importing, importing.rows(), set(), at=now)
    run_jobs(now)
    assert outcomes(importing)[4] == Outcome.FAILED
    assert Item.objects.get(code="F-1").name == "Forno"


def test_the_first_row_that_can_enter_is_the_one_that_does(bruno: Member, now: datetime) -> None:
    rows = (ITEMS[0], ("F-1", "Forno", "barato"), *ITEMS[2:])
    importing = taken(bruno, now, rows, "items")
    wrong, right = foretold(importing, bruno, now)
    # What is wrong with it is told beside it already.
    assert wrong.said == "O mesmo código está na linha 4."
    assert right.said == "O mesmo código está na linha 2. Entra esta."
    assert outcomes(imported(importing, bruno, now)) == {2: "failed", 3: "created", 4: "created"}


def test_further_rows_of_a_customer_bring_only_their_contacts(bruno: Member, now: datetime) -> None:
    importing = taken(bruno, now, PADARIA)
    assert [one.said for one in foretold(importing, bruno, now)] == [
        "O mesmo CPF ou CNPJ está nas linhas 3, 4. O cadastro fica como esta diz.",
        "O mesmo CPF ou CNPJ está nas linhas 2, 4. Desta só conta o contato.",
        "O mesmo CPF ou CNPJ está nas linhas 2, 3. Desta nada entra: ela não traz outro contato.",
    ]
    assert outcomes(imported(importing, bruno, now)) == {2: "created", 3: "changed", 4: "same"}


def test_a_customer_there_is_becomes_what_the_first_row_says(padaria: Customer, bruno: Member, now: datetime) -> None:
    importing = taken(bruno, now, PADARIA)
    assert [one.said.partition(". ")[2] for one in foretold(importing, bruno, now, update=True)] == [
        "Se atualizar, vale o que esta diz; se deixar como está, é pulada.",
        "Se atualizar, desta só conta o contato; se deixar como está, é pulada.",
        "Desta nada entra: ela não traz outro contato.",
    ]
    imported(importing, bruno, now, update=True)
    padaria.refresh_from_db()
    assert (padaria.name, padaria.city) == ("Padaria Central Ltda.", "Santos")
    assert set(padaria.panel_users.values_list("email", flat=True)) == {
        "rita@padaria.example",
        "otavio@padaria.example",
    }


def test_rows_of_a_customer_that_went_into_another_say_that_they_are_skipped(
    padaria: Customer, ana: Member, now: datetime
) -> None:
    data = CustomerData(kind="company", taxid="19131243000197", name="Padaria Nova Ltda.")
    kept = save_customer(None, data, company=ana.company, by=ana, at=now)
    merge_customers(kept, padaria, MergeChoice(), by=ana, at=now)
    importing = taken(ana, now, PADARIA)
    for update in (False, True):
        assert [one.said.partition(". ")[2] for one in foretold(importing, ana, now, update=update)] == [
            "É pulada: este cadastro foi unido a outro."
        ] * 3
    once = taken(ana, now, PADARIA[:2])
    shown = preview(once, once.columns, Taking(ana.company, ana, now, update=True))
    assert (shown.good, shown.known, shown.led_away, shown.again) == (1, 0, 1, [])
    assert set(outcomes(imported(importing, ana, now, update=True)).values()) == {Outcome.SKIPPED}


def test_a_price_stands_twice_when_list_item_and_quantity_are_the_same(ana: Member, now: datetime) -> None:
    save_item(None, ItemData("F-1", "Forno", Decimal(10)), company=ana.company, by=ana, at=now)
    save_list(None, ListData("Atacado", for_everybody=True), company=ana.company, by=ana, at=now)
    heading = ("Tabela", "Código", "A partir de", "Preço")
    rows = (heading, ("Atacado", "F-1", 10, 9), ("Atacado", "F-1", "", 10), ("Atacado", "F-1", "10,00", 8))
    importing = taken(ana, now, rows, "prices")
    assert [one.said for one in foretold(importing, ana, now)] == [
        "O mesmo item, com esta quantidade, está na linha 4. Entra esta.",
        "O mesmo item, com esta quantidade, está na linha 2. Esta é recusada.",
    ]
    assert outcomes(imported(importing, ana, now)) == {2: "created", 3: "created", 4: "failed"}
    assert [one.refused for one in foretold(importing, ana, now, update=True)] == [False, True]
    again = taken(ana, now, (heading, ("Atacado", "F-1", 10, 7), ("Atacado", "F-1", 10, 6)), "prices")
    assert outcomes(imported(again, ana, now, update=True)) == {2: "changed", 3: "failed"}


def test_a_number_in_very_many_rows_names_the_first_of_the_others(bruno: Member, now: datetime) -> None:
    rows = (ITEMS[0], *(("F-1", "Forno", number) for number in range(1, 8)))
    told = foretold(taken(bruno, now, rows, "items"), bruno, now)
    assert told[0].said.startswith("O mesmo código está nas linhas 3, 4, 5, 6 e outras. ")
    assert told[6].said.startswith("O mesmo código está nas linhas 2, 3, 4, 5 e outras. ")
