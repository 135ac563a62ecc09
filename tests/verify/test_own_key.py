"""What not even the holder of the installation's key may do: a false update under a seal that is perfectly good."""

from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name

from aceite_verify.checking import check
from aceite_verify.findings import INVALID, VALID, Report, Verdict
from tests.verify import forging, test_increment
from tests.verify.complete import everybody, final, sealed, stamped
from tests.verify.forging import Forgery

pytestmark = pytest.mark.hostile


def report(data: bytes) -> Report:
    return check(data, everybody())


def codes(found: Report, verdict: Verdict) -> set[str]:
    return {finding.code for finding in found.findings if finding.verdict is verdict}


def the_update_for_itself(_writer: Any) -> None:
    return


def a_page_before_the_first(writer: Any) -> None:
    """A page of the forger's own, before D's."""
    tree = writer.root.raw_get("/Pages")
    words = writer.add_object(forging.stream(b"BT ET"))
    page = forging.dictionary(Type=pdf_name("/Page"), Parent=tree, Contents=words, Resources=generic.DictionaryObject())
    page["/MediaBox"] = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 595, 842)])
    kids = writer.root["/Pages"]["/Kids"]
    kids.insert(0, writer.add_object(page))
    writer.root["/Pages"]["/Count"] = generic.NumberObject(int(writer.root["/Pages"]["/Count"]) + 1)


def first_page_redefined(writer: Any) -> None:
    page = forging.first_page(writer)
    page["/Contents"] = writer.add_object(forging.stream(b"BT ET"))
    writer.update_container(page)


def words_of_page_one(writer: Any) -> None:
    contents = forging.first_page(writer).raw_get("/Contents").reference
    writer.objects[(contents.generation, contents.idnum)] = forging.stream(b"BT ET")


FALSE_UPDATES = {
    first_page_redefined: "increment.page_redefined",
    words_of_page_one: "increment.content_redefined",
    forging.another_page_tree: "increment.page_tree_swapped",
    test_increment.other_tree: "increment.page_tree_swapped",
    a_page_before_the_first: "increment.page_inserted",
    forging.open_action: "increment.action_added",
    forging.marking: "increment.catalog_changed",
}


def test_the_honest_update_is_valid() -> None:
    assert report(stamped(the_update_for_itself)).exit_status == VALID


@pytest.mark.parametrize(("change", "said"), FALSE_UPDATES.items(), ids=[each.__name__ for each in FALSE_UPDATES])
def test_a_false_update_is_rejected_though_its_seal_is_good(change: Any, said: str) -> None:
    found = report(sealed(change))
    assert found.exit_status == INVALID
    assert said in codes(found, Verdict.BAD)
    # Nobody tampered with what the key sealed: it is the update itself that is refused.
    assert {"seal.intact", "original.intact"} <= codes(found, Verdict.GOOD)


@pytest.mark.parametrize("forge", [forging.junk, forging.zeroed, forging.shortened_range])
def test_what_takes_the_seal_away_is_found_beside_it(forge: Forgery) -> None:
    assert report(forge(final())).exit_status == INVALID
