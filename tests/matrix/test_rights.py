"""Every door of the panel × every right: held alone, or the only one withheld; and of whom none is left."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from aceite.core.customers.people import deactivate_panel_user
from aceite.core.customers.rights import COLUMNS, RIGHTS, coherent
from tests.cast import only
from tests.matrix.answers import Answer, Door
from tests.matrix.doors import DOORS
from tests.matrix.doors_rights import OPENED_BY, SEE, opening
from tests.matrix.knocking import address, heard, knock, taken_back, writing
from tests.matrix.world import World

pytestmark = [pytest.mark.matrix, pytest.mark.django_db]
PANEL = [door for door in DOORS if door.name.startswith("panel:") and door.closed]
# An amount as pages write it; what people typed is masked, and never has a digit behind the sign.
AMOUNT = re.compile(r"R\$(?:\s|&nbsp;)*[0-9]|[0-9]\.[0-9]{3},[0-9]{2}")
SWEPT = "DELETE django_session"
EVERYTHING = frozenset(COLUMNS)
ALONE = [frozenset({right}) for right in COLUMNS] + [frozenset()]
WITHHELD = [EVERYTHING - {right} for right in COLUMNS] + [EVERYTHING - {"prices", "sign", "approve", "invoices"}]


def knocks(door: Door) -> Iterator[tuple[str, str]]:
    """Each method of the door, in the first status of a sale in which it is there for Carla."""
    for method in ("GET", "POST"):
        for status in door.statuses:
            answer = door.answer(method, "carla", status)
            if answer is Answer.NOT_SO:
                break
            if answer is not Answer.LOST:
                yield method, status
                break


def held_of(rights: frozenset[str]) -> frozenset[str]:
    """What somebody who is given these really has."""
    given = coherent({column: name in rights for name, column in COLUMNS.items()})
    return frozenset(name for name, column in COLUMNS.items() if given[column])


def differing(world: World, rights: frozenset[str]) -> list[str]:
    """Each door that stands open to Carla with these rights alone, or closed, against the table; and each that says a
    price to her who sees none."""
    wrong = []
    held = held_of(rights)
    with taken_back():
        only(world.people.carla, *rights)
        for door in PANEL:
            for method, status in knocks(door):
                answer, said = heard(world, "carla", method, address(door, world, status))
                opened = bool(OPENED_BY.get(door.name, held | {"see"}) & (held | {"see"}))
                if (answer != Answer.LOST) != opened:
                    wrong.append(f"{method} {door.name}: {answer} with {sorted(held)}")
                if "prices" not in held and (price := AMOUNT.search(said)):
                    wrong.append(f"{method} {door.name} says {price[0]}: {said[price.start() - 80 : price.end()]}")
    world.people.carla.refresh_from_db()
    return wrong


def test_every_right_is_in_the_table_and_every_door_in_it_exists() -> None:
    assert set(OPENED_BY) <= {door.name for door in PANEL}
    assert set().union(*OPENED_BY.values()) == EVERYTHING
    assert len(RIGHTS) == len(EVERYTHING)


@pytest.mark.parametrize("rights", ALONE, ids=lambda rights: "+".join(sorted(rights)) or "none")
def test_one_right_alone(rights: frozenset[str], world: World) -> None:
    assert differing(world, rights) == []


@pytest.mark.parametrize("rights", WITHHELD, ids=lambda rights: "all but " + "+".join(sorted(EVERYTHING - rights)))
def test_every_right_but_one(rights: frozenset[str], world: World) -> None:
    assert differing(world, rights) == []


def telling(rights: frozenset[str], opening: frozenset[str]) -> bool:
    """Whether to knock with these rights at a door that those open: each alone opens it, and all the others together
    do not; a door that asks for none stays open with none, and one that is not hers stays shut with all."""
    if not opening:
        return rights == EVERYTHING
    if opening == SEE:
        return rights in (frozenset(), EVERYTHING)
    return rights == EVERYTHING - opening or (len(rights) == 1 and rights <= opening)


@pytest.mark.parametrize("who", ["gil", "helena", "davi", "joana_herself", "fabio"])
def test_the_rights_of_everybody_else(who: str, world: World) -> None:
    """That rights only ever add is held to by Carla, at every door with every set above."""
    wrong = []
    person = getattr(world.people, who)
    opened_by = {door: opening(who, door) for door in PANEL}
    for rights in {*ALONE, EVERYTHING, *(EVERYTHING - rights for rights in OPENED_BY.values())}:
        held = held_of(rights) | SEE
        with taken_back():
            only(person, *rights)
            for door in (door for door, needed in opened_by.items() if telling(rights, needed)):
                for method, status in knocks(door):
                    answer = knock(world, who, method, address(door, world, status))
                    if (answer != Answer.LOST) != bool(opened_by[door] & held):
                        wrong.append(f"{method} {door.name}: {answer} with {sorted(held)}")
        person.refresh_from_db()
    assert wrong == []


def test_the_open_page_of_whoever_was_removed_does_nothing(world: World) -> None:
    """Carla's access ends while her pages are open: what she still posts or asks for opens and writes nothing."""
    wrong = []
    with taken_back():
        deactivate_panel_user(world.people.carla, by=world.people.bruno, at=timezone.now())
        for door in PANEL:
            for method, status in knocks(door):
                with writing() as written:
                    answer = knock(world, "carla", method, address(door, world, status))
                # A session that ended is swept away by whoever comes with it.
                if set(written) - {SWEPT} or answer not in {Answer.ENTERS, Answer.LOST}:
                    wrong.append(f"{method} {door.name}: {answer} {written}")
    world.people.carla.refresh_from_db()
    assert wrong == []
