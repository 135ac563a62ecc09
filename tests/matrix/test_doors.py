"""Every address × everybody × GET, HEAD and POST × every status that changes the answer; looking changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pytest
from django.apps import apps

from aceite.core.people.models import User
from tests.matrix.answers import EVERYBODY, Answer, Door
from tests.matrix.doors import DOORS
from tests.matrix.knocking import address, addresses, knock, knock_at, page_at, taken_back, writing
from tests.matrix.languages import LANGUAGES, foreign_words, written
from tests.matrix.people import NOBODY
from tests.matrix.world import World
from tests.project.test_hosts import THEIRS, own

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]
every_door = pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
# Which tables answer does not change these answers: every cell once, and what people see on both databases.
once = pytest.mark.sqlite
# What a scanner finds in mails: the ways in, the proposal, and the pages where one signs, approves and declines.
IN_MAILS = {"office:invitation", "panel:invitation", "panel:proposal", "panel:contract", "panel:approve",
            "panel:decline", "panel:sign", "panel:ceremony", "panel:receipt", "panel:order", "panel:enter",
            "panel:enter_code", "office:enter_code", "office:sale", "office:copy"}  # fmt: skip


# A signature names what its session was served, so these doors note it; nothing of the sale is touched by that.
SERVING = {"panel:paper", "panel:contract_file", "panel:contract_print", "panel:contract_page"}
# The same of the vendor's representative, and of nobody else of the team.
SERVING_ANA = {"office:contract_file", "office:contract_picture"}
NOTE = "INSERT documents_serving"


def differing(
    world: World, door: Door, method: str, statuses: Iterable[str], *, contracts: bool = True, strangers: bool = True
) -> list[str]:
    """Each cell of this door that is not as the table says, and each that writes without being asked to.

    Without `strangers`, whom the door never lets in knocks in the first status alone.
    """
    wrong = []
    for place, status in enumerate(statuses):
        url = address(door, world, status)
        # Whom a door never lets in does not notice the switch.
        everybody = contracts and (strangers or place == 0)
        for who in sorted(EVERYBODY if everybody else door.audience(method)):
            with writing() as written:
                answer = knock(world, who, method, url)
            expected = door.answer(method, who, status, contracts=contracts)
            if answer != expected:
                wrong.append(f"{method} {door.name} by {who}, {status}: {answer}, not {expected}")
            notes = door.name in SERVING or (who == "ana" and door.name in SERVING_ANA)
            may = NOTE if method == "GET" and notes else ""
            if method != "POST" and (more := [one for one in written if one != may]):
                wrong.append(f"{method} {door.name} by {who}, {status} writes: {', '.join(more)}")
    return wrong


def entering(world: World, door: Door, who: str, status: str, **other: object) -> list[str]:
    """How this person is let in through a door that is not hers, or writes there; a missing method lets nobody in."""
    wrong = []
    for method in ("GET", "POST"):
        with writing() as written:
            answer = knock(world, who, method, address(door, world, status, **other))
        if written or answer not in {Answer.LOST, Answer.NOT_SO}:
            wrong.append(f"{method} {door.name} by {who}, {status}, with {other}: {answer} {written}")
    return wrong


def foreign(kwargs: Mapping[str, object]) -> bool:
    """Whether below a sale's number something stands that is of this sale alone."""
    # Pages, versions, payments and blocks count in each sale; an unknown ceremony leads back to one's own proposal.
    return "number" in kwargs and bool(
        set(kwargs) - {"company", "number", "version", "page", "part", "width", "ceremony", "at", "kind"}
    )


def test_every_address_has_one_row_and_every_row_an_address() -> None:
    assert sorted(door.name for door in DOORS) == sorted(addresses())


@every_door
def test_looking(door: Door, world: World, on_postgresql: bool) -> None:
    # A stranger is turned away before the sale is looked at; in every status the run on SQLite has it.
    assert differing(world, door, "GET", door.told_apart("GET"), strangers=not on_postgresql) == []


@once
@every_door
def test_looking_without_reading(door: Door, world: World) -> None:
    assert differing(world, door, "HEAD", door.statuses[-1:]) == []


@once
@every_door
def test_posting_an_empty_form(door: Door, world: World) -> None:
    assert differing(world, door, "POST", door.told_apart("POST")) == []


@once
@every_door
def test_where_no_contracts_are_made(door: Door, world: World) -> None:
    with taken_back():
        world.make_no_contracts()
        status = door.statuses[:2][-1:]
        wrong = [differing(world, door, method, status, contracts=False) for method in ("GET", "POST")]
    assert wrong == [[], []]


@pytest.mark.parametrize("door", [door for door in DOORS if door.closed], ids=lambda door: door.name)
def test_a_form_of_another_company(door: Door, world: World) -> None:
    """Eva and Fábio know every address of Aurora's; neither there nor below Boreal's own name do they open anything."""
    kwargs = door.where(world, "sent")
    if "company" not in kwargs:
        return
    wrong = entering(world, door, "eva", "sent") + entering(world, door, "fabio", "sent")
    if set(kwargs) - {"company"} and not door.common:
        # Boreal has a sale of its own under the number 2026-0001, so that only the other ids are foreign.
        other = {"company": "boreal"} | ({"number": "2026-0001"} if foreign(kwargs) else {})
        wrong += entering(world, door, "eva", "sent", **other) + entering(world, door, "fabio", "sent", **other)
    assert wrong == []


@pytest.mark.parametrize(
    "door", [door for door in DOORS if door.closed and len(door.statuses) > 1], ids=lambda door: door.name
)
def test_an_id_of_another_sale(door: Door, world: World) -> None:
    """Whoever may see both sales still finds no contract, file or question of one below the number of the other."""
    kwargs = door.where(world, "order")
    if not foreign(kwargs):
        return
    number = world.sales["sent"].number
    who = "ana" if door.name.startswith("office") else "carla"
    assert entering(world, door, who, "order", number=number) == []


def test_the_address_of_one_company_opens_nothing_of_anothers(world: World, settings: Any) -> None:
    """Boreal's own domain knows no page of Aurora's, whoever asks and however, and of its office none of its own."""
    settings.OPEN_HOUSE = False
    wrong = []
    with taken_back():
        own(world.people.eva, THEIRS)
        assert knock_at(THEIRS, world, NOBODY, "GET", "/boreal/painel/entrar/") == Answer.OK
        for door in DOORS:
            url = address(door, world, door.statuses[-1])
            for who, method in (("carla", "GET"), ("carla", "POST"), (NOBODY, "GET"), ("ana", "GET")):
                if url.startswith("/aurora/") and (answer := knock_at(THEIRS, world, who, method, url)) != Answer.LOST:
                    wrong.append(f"{method} {url} by {who}: {answer}")
    assert wrong == []


@pytest.mark.parametrize("who", [NOBODY, "carla", "bruno"])
def test_a_mail_scanner_changes_nothing(who: str, world: World) -> None:
    before = everything()
    for door in DOORS:
        if door.name in IN_MAILS:
            for method in ("GET", "HEAD"):
                knock(world, who, method, address(door, world, "sent"))
    assert everything() == before
    for door in DOORS:
        if door.name.endswith(":invitation"):
            assert knock(world, who, "POST", address(door, world, "sent")) == Answer.GOES


def everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    return {model._meta.db_table: list(model._base_manager.order_by("pk").values_list()) for model in apps.get_models()}


@once
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_of_the_panel_says_a_word_of_the_other_language(language: str, world: World) -> None:
    wrong, looked = dict[str, list[str]](), 0
    with taken_back():
        User.objects.filter(panel_accesses=world.people.carla).update(language=language)
        theirs = written()
        for door, method, status in pages_of_the_panel():
            who = "carla" if "carla" in door.audience("GET") and door.closed else NOBODY
            page = page_at(world, who, method, address(door, world, status), language)
            looked += bool(page)
            if found := list(foreign_words(page, language, theirs)):
                wrong[f"{method} {door.name}, {status}"] = found
    assert wrong == {}
    assert looked > 60


def pages_of_the_panel() -> Iterator[tuple[Door, str, str]]:
    """Each page in the first status that shows it, and what it says to an empty form; a sale's own in all."""
    for door in DOORS:
        if not door.name.startswith("panel:") or door.name.startswith("panel:preview"):
            continue
        who = "carla" if "carla" in door.audience("GET") else NOBODY
        for method, answer in (("GET", Answer.OK), ("POST", Answer.REFUSED)):
            shown = [status for status in door.told_apart(method) if door.answer(method, who, status) is answer]
            whole = door.name in {"panel:proposal", "panel:contract", "panel:order"}
            yield from ((door, method, status) for status in (shown if whole else shown[:1]))
