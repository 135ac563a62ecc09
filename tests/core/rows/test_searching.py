"""Finding by parts of words: the same on both databases, through the index or past it."""

from datetime import datetime

import pytest
from django.db import connection

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.customers.actions import CustomerData, save_customer
from aceite.core.customers.models import Customer, CustomerKind
from aceite.core.people.models import Member
from aceite.core.rows import searching
from aceite.core.rows.search_index import missing_index, raise_index
from aceite.kit.text import needles, searchable

NAMES = (
    "Pães São João Ltda.",
    "Joana D'Ávila",
    "Óptica 20/20",
    "A & Z 100% Ltda.",
    "Casa_Nova",
    "Back\\slash",
    'O "Bar"',
)


@pytest.fixture
def items(aurora: Company) -> dict[str, Item]:
    """One item by each of these names."""
    made = (
        Item.objects.create(company=aurora, code=f"C-{n}", name=name, price=1, search=searchable(f"C-{n}", name))
        for n, name in enumerate(NAMES)
    )
    return {item.name: item for item in made}


def found(typed: str) -> list[str]:
    return [item.name for item in Item.objects.matching(typed).order_by("pk")]


@pytest.mark.parametrize("few", [searching.FEW, 0])
@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("são joão", NAMES[:1]),
        ("JOAO sao", NAMES[:1]),
        ("oao", NAMES[:1]),
        ("jo", NAMES[:2]),
        ("j", NAMES[:2]),
        ("oa", ()),
        ("z", NAMES[3:4]),
        ("20/20", NAMES[2:3]),
        ("0%", ()),
        ("100%", NAMES[3:4]),
        ("casa_", NAMES[4:5]),
        ("ca_a", ()),
        ("k\\s", NAMES[5:6]),
        ('"bar"', NAMES[6:]),
        ("d'av", NAMES[1:2]),
        ("c-3 ltda", NAMES[3:4]),
        ("c-3 joana", ()),
        ("\0joana\x1f", NAMES[1:2]),
        ("' OR 1=1 --", ()),
        (" ", NAMES),
    ],
)
def test_parts_of_words_find_what_holds_all_of_them(
    typed: str, names: tuple[str, ...], few: int, items: dict[str, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    # With 0 every search counts as one that finds many, and walks past the index.
    monkeypatch.setattr(searching, "FEW", few)
    assert found(typed) == list(names)


@pytest.mark.parametrize("typed", ["12abc34501de35", "12.ABC.345/01DE-35", "12.abc.345", "345/01de", "C345", "35"])
def test_a_tax_id_is_found_with_and_without_its_signs(
    typed: str, aurora: Company, bruno: Member, now: datetime
) -> None:
    data = CustomerData(CustomerKind.COMPANY, "Padaria Central", "12ABC34501DE35")
    padaria = save_customer(None, data, company=aurora, by=bruno, at=now)
    hits = list(Customer.objects.matching(typed))
    assert hits == ([] if typed == "35" else [padaria])


def test_what_is_taken_for_many_is_found_without_its_index(
    items: dict[str, Item], monkeypatch: pytest.MonkeyPatch
) -> None:
    # Now whatever the planner expects is too many.
    monkeypatch.setattr(searching, "FEW", -1)
    sought = searching.seek(Item, "ltda s", roughly=True)
    assert (sought.keys, sought.least) == (None, 0)
    assert [item.name for item in searching.found(Item.objects.order_by("pk"), sought)] == [NAMES[0]]


def test_of_one_company_no_rows_of_another_are_told(aurora: Company, boreal: Company) -> None:
    for company in (aurora, boreal):
        for name in ("Pão doce", "Pão de dó", "Doce"):
            Item.objects.create(company=company, code=name, name=name, price=1, search=searchable(name))
    ours = Item.objects.filter(company=aurora, name__startswith="Pão").values_list("pk", flat=True)
    with scoped(aurora.pk):
        sought = searching.seek(Item, "pao do", company_id=aurora.pk)
        assert (set(sought.keys or ()), sought.least) == (set(ours), 2)
        assert set(searching.found(Item.objects.all(), sought).values_list("pk", flat=True)) == set(ours)
        assert searching.seek(Item, "pao dodo", company_id=aurora.pk).keys == ()


def test_needles_have_three_letters_and_are_few() -> None:
    assert needles("a Éb  cde") == ["  a", " eb", "cde"]
    assert len(needles("um dois tres " * 9)) == 8


def test_the_index_follows_every_change(items: dict[str, Item]) -> None:
    item = items["Casa_Nova"]
    Item.objects.filter(pk=item.pk).update(search=searchable("Galpão"))
    assert found("galpao") == ["Casa_Nova"] and found("casa_") == []
    Item.objects.filter(pk=item.pk).delete()
    assert found("galpao") == []


@pytest.mark.django_db(transaction=True)
def test_a_fallen_index_is_missed_and_put_up_again(items: dict[str, Item]) -> None:
    on = " ON catalog_item" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER catalog_item_found_update{on}")
    Item.objects.filter(name="Casa_Nova").update(search=searchable("Galpão"))
    assert missing_index() == ["catalog_item_found_update"] and found("galpao") == []
    raise_index()
    assert missing_index() == [] and found("galpao") == ["Casa_Nova"]
