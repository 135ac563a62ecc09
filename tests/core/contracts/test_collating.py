"""Sheets in any order, turned, missing, double or of another paper are told for what they are."""

from hypothesis import given
from hypothesis import strategies as st

from aceite.core.contracts.collating import Collation, Finding, Sheet, Wanted, collate
from aceite.kit.pdf.qr import PageCode

CODE, FIRST_VERSION, ELSEWHERE = "K7QM3T9XP2WD8HRA", "0000000000000001", "0000000000000002"
WANTED = Wanted(CODE, 5, {FIRST_VERSION: "versão 1"})


def page(number: int, turn: int = 0, code: str = CODE) -> Sheet:
    """A sheet that says which page it is."""
    return Sheet((PageCode(code, number),), turn)


def pages(*numbers: int) -> Collation:
    """The contract's pages, in this order."""
    return collate([page(number) for number in numbers], WANTED)


def order(found: Collation) -> list[int]:
    """The pages as they are put."""
    return [number for sheet in found.placed for number in sheet.pages]


@given(st.permutations(range(1, 6)), st.lists(st.sampled_from([0, 90, 180, 270]), min_size=5, max_size=5))
def test_the_whole_contract_in_any_order_is_all_right(came: list[int], turns: list[int]) -> None:
    found = collate([page(number, turn) for number, turn in zip(came, turns, strict=True)], WANTED)
    assert found.all_right and order(found) == [1, 2, 3, 4, 5]
    assert found.in_order == (came == [1, 2, 3, 4, 5])
    assert {came[sheet.came]: sheet.turn for sheet in found.placed} == dict(zip(came, turns, strict=True))


ANY_CODE = st.builds(PageCode, st.sampled_from([CODE, FIRST_VERSION, ELSEWHERE]), st.integers(0, 9))
ANY_SHEET = st.builds(Sheet, st.lists(ANY_CODE, max_size=2).map(tuple), st.sampled_from([0, 90, 180, 270]))


@given(st.lists(ANY_SHEET, max_size=12), st.integers(0, 7))
def test_nothing_is_lost_and_nothing_made_up(sheets: list[Sheet], wanted: int) -> None:
    found = collate(sheets, Wanted(CODE, wanted, WANTED.others))
    assert sorted(sheet.came for sheet in found.placed) == list(range(len(sheets)))
    printed = {code.page for sheet in sheets for code in sheet.codes if code.code == CODE and code.page <= wanted} - {0}
    assert set(order(found)) == printed
    assert set(found.missing) <= set(range(1, wanted + 1)) - printed
    assert order(found) == sorted(order(found)) or any(len(sheet.pages) > 1 for sheet in found.placed)
    assert found.all_right <= (printed == set(range(1, wanted + 1)))


@given(st.permutations(range(1, 6)), st.sets(st.integers(1, 5), min_size=1))
def test_every_missing_page_is_named(came: list[int], gone: set[int]) -> None:
    found = pages(*(number for number in came if number not in gone))
    assert found.missing == tuple(sorted(gone)) and found.lacking == len(gone) and not found.all_right


def test_the_second_of_two_is_double_and_stands_beside_the_first() -> None:
    found = pages(3, 1, 2, 3, 4, 5)
    assert order(found) == [1, 2, 3, 3, 4, 5] and not found.missing and not found.all_right
    assert [sheet.came for sheet in found.found(Finding.DOUBLE)] == [3]


def test_another_version_is_named_and_a_stranger_is_not() -> None:
    found = collate([page(1), page(2, code=FIRST_VERSION), page(3, code=ELSEWHERE)], WANTED)
    assert [(sheet.finding, sheet.named) for sheet in found.placed] == [
        (Finding.RIGHT, ""), (Finding.OTHER_PAPER, "versão 1"), (Finding.STRANGER, ""),
    ]  # fmt: skip
    assert found.missing == (2, 3, 4, 5)


def test_a_sheet_without_a_code_stays_behind_the_one_it_came_after() -> None:
    found = collate([page(3), page(1), Sheet(), page(4), page(5)], WANTED)
    assert [sheet.came for sheet in found.placed] == [1, 2, 0, 3, 4]
    assert found.missing == (2,) and [sheet.came for sheet in found.found(Finding.UNREADABLE)] == [2]


def test_two_sheets_on_one_photo_count_for_both() -> None:
    both = Sheet((PageCode(CODE, 2), PageCode(CODE, 1)), 90)
    found = collate([both, page(3), page(4), page(5)], WANTED)
    assert found.all_right and order(found) == [1, 2, 3, 4, 5]


def test_papers_whose_pages_are_not_told_apart_are_counted() -> None:
    """Those printed before a page's code said which page it is."""
    unnumbered = [page(0)] * 4
    found = collate(unnumbered, WANTED)
    assert found.lacking == 1 and not found.missing and not found.all_right
    assert not collate([page(0)] * 5, WANTED).lacking


def test_a_page_the_contract_does_not_have_is_not_of_this_contract() -> None:
    assert pages(6).found(Finding.STRANGER) and pages(6).missing == (1, 2, 3, 4, 5)
