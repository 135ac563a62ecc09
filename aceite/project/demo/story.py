"""The words in which a sale is told: what is offered, what is to be signed, and the steps with their days."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Concatenate, ParamSpec

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract, ContractTemplate, Level
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal

P = ParamSpec("P")


@dataclass(frozen=True)
class Priced:
    """One line: an item of the catalogue, how much of it, a note, a discount in per cent."""

    code: str
    quantity: Decimal
    note: str = ""
    off: Decimal = Decimal(0)
    # What the customer may do with it: leave it out or add it, take up to so many of it.
    choice: str = ""
    most: Decimal = Decimal(0)
    # Paid every month, so many times; 0 is paid once.
    months: int = 0


@dataclass(frozen=True)
class Agreement:
    """One contract of a sale: the key of its template or avulso, who signs, and how when `requirement` says so.

    `suffice` is how many of the parties do, `ours` who signs for Aurora, `answers` what the template's fields are told.
    """

    source: str
    parties: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()
    requirement: str = ""
    level: Level = Level.SIMPLE
    suffice: int = 0
    ours: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    """One act, so many working days ago."""

    days_ago: float
    act: Callable[["Telling", datetime], None]


@dataclass(frozen=True)
class Story:
    """One sale. `valid` is its last valid day, counted in days from today (negative: it is past)."""

    customer: str
    title: str
    lines: tuple[Priced, ...]
    steps: tuple[Step, ...]
    valid: int = 10
    seller: str = "bruno"
    introduction: str = ""
    parts: int = 1
    method: str = "boleto"
    down: int = 0
    freight: Decimal = Decimal(0)
    off: Decimal = Decimal(0)
    contracts: tuple[Agreement, ...] = ()


@dataclass
class Stage:
    """Everybody and everything the stories speak of, by the keys they use."""

    now: datetime
    company: Company
    team: dict[str, Member]
    customers: dict[str, Customer]
    people: dict[str, PanelUser]
    items: dict[str, Item]
    templates: dict[str, ContractTemplate]
    registered: dict[str, Contract]


@dataclass
class Telling:
    """A story while it is told: the stage, and the sale once it is there."""

    stage: Stage
    story: Story
    sale: Proposal | None = None

    @property
    def proposal(self) -> Proposal:
        """The sale as it stands in the database now."""
        assert self.sale is not None, f"{self.story.title}: the first step must create the sale"
        self.sale = Proposal.objects.with_sheet().get(pk=self.sale.pk)
        return self.sale

    @property
    def seller(self) -> Member:
        """Who sells it."""
        return self.stage.team[self.story.seller]


def on(
    days_ago: float,
    act: Callable[Concatenate[Telling, datetime, P], None],
    *words: P.args,
    **named: P.kwargs,
) -> Step:
    """A step of a story: `on(12.5, sign, "carla")`."""
    return Step(days_ago, lambda telling, at: act(telling, at, *words, **named))


def line(
    code: str, quantity: str | int, note: str = "", *, off: int = 0, choice: str = "", most: int = 0, months: int = 0
) -> Priced:
    """A line of a story; `choice` is a word of LineChoice, up to `most` of it may be had, for so many `months`."""
    return Priced(code, Decimal(quantity), note, Decimal(off), choice, Decimal(most), months)
