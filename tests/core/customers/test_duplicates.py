"""Customers that are likely one: by root of the CNPJ, name, e-mail or telephone."""

from aceite.core.customers.duplicates import MOST_ALIKE, Known, Sign, alike


def groups(*known: Known) -> list[tuple[tuple[int, ...], set[Sign]]]:
    return [(one.keys, set(one.signs)) for one in alike(known)]


def test_branches_of_one_company_share_the_root() -> None:
    head, branch = Known(1, "11222333000181", "Aurora Matriz"), Known(2, "11222333000262", "Aurora Filial")
    assert groups(head, branch, Known(3, "45723174000110", "Boreal")) == [((1, 2), {Sign.ROOT})]


def test_a_name_is_the_same_without_case_accents_and_legal_form() -> None:
    one = Known(1, "12ABC34501DE35", "Padária  Central Ltda.", "x@a.example")
    assert groups(one, Known(7, "16899535009", "PADARIA CENTRAL - ME", "X@A.EXAMPLE")) == [
        ((1, 7), {Sign.NAME, Sign.EMAIL})
    ]


def test_those_with_most_signs_come_first_and_empty_fields_are_no_sign() -> None:
    known = [Known(1, "a", "Rui", phone="1"), Known(2, "b", "Ana", phone="1"), Known(3, "c", "Eva", "e@e", "2")]
    assert groups(*known, Known(4, "d", "Ivo", "e@e", "2"), Known(5, "e", "")) == [
        ((3, 4), {Sign.EMAIL, Sign.PHONE}), ((1, 2), {Sign.PHONE}),
    ]  # fmt: skip


def test_what_so_many_share_is_no_sign() -> None:
    assert groups(*(Known(n, str(n), f"Loja {n}", phone="1") for n in range(MOST_ALIKE + 1))) == []
