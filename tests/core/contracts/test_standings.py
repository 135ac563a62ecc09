"""Who is done, whose turn it is and who comes later, as rows tell it; no database is asked."""

from aceite.core.contracts.models import Contract, Countersigner, Signer, SignerRole
from aceite.core.contracts.standings import Course, Standing, course_of
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.core.signatures.models import Statement


def seat(number: int, name: str, *, step: int = 1, signed: bool = False, role: str = SignerRole.PARTY) -> Signer:
    """One signer of a contract that nobody saved."""
    act = Statement(pk=number) if signed else None
    return Signer(panel_user=PanelUser(pk=number, name=name), step=step, role=role, statement=act)


def told(*signers: Signer, quorums: dict[str, int] | None = None, ours: list[Countersigner] | None = None) -> Course:
    """The course over them."""
    return course_of(Contract(quorums=quorums or {}), signers, ours or [])


def standings(course: Course) -> list[list[str]]:
    """Stage by stage."""
    return [[each.standing.value for each in stage.seats] for stage in course.stages]


def test_all_at_once_have_no_steps_and_it_is_everybodys_turn() -> None:
    course = told(seat(1, "Carla", signed=True), seat(2, "Gil"))
    assert standings(course) == [["done", "next"]]
    assert (course.has_steps, course.missing, course.turn) == (False, 1, ["Gil"])


def test_the_next_step_and_the_company_come_later() -> None:
    ana = Countersigner(member=Member(pk=1, name="Ana"))
    course = told(seat(1, "Carla"), seat(2, "Gil", step=2), ours=[ana])
    assert standings(course) == [["next"], ["later"], ["later"]]
    assert [stage.number for stage in course.stages] == [1, 2, 0]
    assert (course.turn, course.missing, course.any_suffices) == (["Carla"], 3, False)
    done = told(seat(1, "Carla", signed=True), seat(2, "Gil", step=2, signed=True), ours=[ana])
    assert [stage.standing for stage in done.stages] == [Standing.DONE, Standing.DONE, Standing.NEXT]


def test_of_three_two_suffice_and_the_third_is_spared_but_not_the_witness() -> None:
    three = [seat(1, "Carla", signed=True), seat(2, "Gil", signed=True), seat(3, "Davi")]
    course = told(*three, seat(4, "Helena", role=SignerRole.WITNESS), quorums={"1": 2})
    assert standings(course) == [["done", "done", "spared", "next"]]
    [stage] = course.stages
    assert (stage.done, stage.asked, stage.needed, stage.parties) == (2, 3, 2, 3)
    assert course.turn == ["Helena"]


def test_where_fewer_suffice_any_of_them_may_be_next() -> None:
    ana = Countersigner(member=Member(pk=1, name="Ana"))
    course = told(seat(1, "Carla"), seat(2, "Gil"), quorums={"1": 1}, ours=[ana])
    assert (course.turn, course.missing, course.any_suffices) == (["Carla", "Gil"], 2, True)
