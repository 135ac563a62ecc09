"""The words of the table of doors: who, what she is answered, and in which status of the sale something else."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from tests.matrix.people import NOBODY, Cast
from tests.matrix.sales import STATUSES
from tests.matrix.world import World


class Answer(StrEnum):
    """What comes back."""

    OK = "page"
    GOES = "goes on"
    ENTERS = "asks to enter"
    NOTED = "noted without a page"
    LOST = "404"
    NOT_SO = "405"
    CONFLICT = "409"
    GONE = "410"
    REFUSED = "422"


_BY_STATUS = {200: Answer.OK, 204: Answer.NOTED, 302: Answer.GOES, 404: Answer.LOST, 405: Answer.NOT_SO,
              409: Answer.CONFLICT, 410: Answer.GONE, 422: Answer.REFUSED}  # fmt: skip


def seen(status: int, location: str) -> str:
    """The answer as a word of the table; a status the table does not know stays a number."""
    # Who is asked to enter is brought back afterwards; who only lands on that page is not.
    if status == 302 and urlsplit(location).path.endswith("/entrar/") and "next=" in location:
        return Answer.ENTERS
    return _BY_STATUS.get(status, str(status))


EVERYBODY = frozenset({*Cast.__dataclass_fields__, NOBODY})
ENTERED = EVERYBODY - {NOBODY}
OWNERS = frozenset({"ana"})
MANAGERS = OWNERS | {"marcos"}
SELLERS = MANAGERS | {"bruno"}
TEAM = SELLERS | {"iris"}
CARLA = frozenset({"carla"})
SIGNERS = CARLA | {"gil", "helena"}
PADARIA = SIGNERS | {"davi"}
CUSTOMERS = PADARIA | {"joana_herself"}

Given = Mapping[str, Answer]


class Rule:
    """Who is answered what in each status; whoever is not named is a stranger to the door."""

    def __init__(self, who: frozenset[str], answer: Answer, **in_status: Answer) -> None:
        given = {status: in_status.get(status, answer) for status in STATUSES}
        self.given: dict[str, Given] = dict.fromkeys(who, given)

    def __or__(self, other: "Rule") -> "Rule":
        both = Rule(frozenset(), Answer.OK)
        both.given = self.given | other.given
        return both


def shown(who: frozenset[str], answer: Answer, **in_status: Answer) -> Rule:
    """Like Rule, for pages of one sale in the panel: a draft is not there yet, a reserved sale is there for Carla."""
    in_status = {"draft": Answer.LOST} | in_status
    return Rule(who - CARLA, answer, **(in_status | {"reserved": Answer.LOST})) | Rule(
        who & CARLA, answer, **({"reserved": in_status.get("sent", answer)} | in_status)
    )


ALL_STATUSES = tuple(STATUSES)
NO_SUCH_METHOD = Rule(EVERYBODY, Answer.NOT_SO)


@dataclass(frozen=True)
class Door:
    """One address.

    `closed`: who has not entered is asked to. `contracts`: not there where no contracts are made.
    `common`: what stands in the address has the same name in every company.
    `statuses`: those that may change the answer; one will do for a page outside of any sale.
    """

    name: str
    get: Rule
    post: Rule
    closed: bool = True
    contracts: bool = False
    common: bool = False
    statuses: tuple[str, ...] = ("sent",)
    where: Callable[[World, str], Mapping[str, object]] = lambda world, status: {}

    @property
    def is_shown(self) -> bool:
        """Whether somebody may look at it."""
        return any(answer is Answer.OK for given in self.get.given.values() for answer in given.values())

    def told_apart(self, method: str) -> tuple[str, ...]:
        """The statuses to knock in: a missing method is missing in each."""
        return self.statuses[:1] if self._rule(method) is NO_SUCH_METHOD else self.statuses

    def audience(self, method: str) -> set[str]:
        """Whom the row names."""
        return set(self._rule(method).given)

    def answer(self, method: str, who: str, status: str, *, contracts: bool = True) -> Answer:
        """What the table says; without `contracts`, where the company makes none."""
        rule = self._rule(method)
        if who in rule.given:
            answer = rule.given[who][status]
            return answer if contracts or not self.contracts or answer is Answer.NOT_SO else Answer.LOST
        return Answer.ENTERS if self.closed and who == NOBODY else Answer.LOST

    def _rule(self, method: str) -> Rule:
        return self.post if method == "POST" else self.get
