"""When a clause enters a contract: tests of the proposal and its customer, joined by all or any. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from aceite.kit.sentences import gettext_noop as _

ALL: Final = "all"
ANY: Final = "any"
JOINS: Final = (ALL, ANY)


@dataclass(frozen=True)
class Facts:
    """What a rule asks about. `state` is the customer's UF, `parts` counts the instalments without the down payment."""

    total: Decimal
    person: bool
    consumer: bool
    state: str
    parts: int
    down_payment: bool
    products: bool
    services: bool
    recurring: bool = False


@dataclass(frozen=True)
class Kind:
    """A test as it is chosen; `takes` is what is typed with it: `amount`, `count`, `states`, or nothing."""

    words: str
    takes: str = ""


KINDS: Final[dict[str, Kind]] = {
    "total_min": Kind(_("o total da proposta é de pelo menos"), "amount"),
    "total_below": Kind(_("o total da proposta é menor que"), "amount"),
    "person": Kind(_("o cliente é pessoa física")),
    "company": Kind(_("o cliente é pessoa jurídica")),
    "consumer": Kind(_("há relação de consumo")),
    "no_consumer": Kind(_("não há relação de consumo")),
    "parts_over": Kind(_("o pagamento tem mais parcelas que"), "count"),
    "down_payment": Kind(_("há entrada")),
    "products": Kind(_("a proposta tem produtos")),
    "services": Kind(_("a proposta tem serviços")),
    "recurring": Kind(_("a proposta tem valores recorrentes")),
    "not_recurring": Kind(_("tudo na proposta se paga uma vez")),
    "state_in": Kind(_("a UF do cliente é uma de"), "states"),
    "state_not_in": Kind(_("a UF do cliente não é nenhuma de"), "states"),
}


@dataclass(frozen=True)
class Ask:
    """One question. `value` is an amount ("1500.00"), a count ("3"), UFs ("RJ SP") or empty, as its kind takes."""

    kind: str
    value: str = ""


@dataclass(frozen=True)
class Rule:
    """Tests of which all, or any one, have to hold; without tests it always holds."""

    tests: tuple[Ask, ...] = ()
    join: str = ALL


@dataclass(frozen=True)
class Verdict:
    """Whether the clause enters, and which tests held."""

    enters: bool
    held: tuple[tuple[Ask, bool], ...] = ()


def judge(rule: Rule, facts: Facts) -> Verdict:
    """The rule asked of these facts."""
    held = tuple((test, holds(test, facts)) for test in rule.tests)
    answers = [held_one for _test, held_one in held]
    return Verdict(not answers or (any(answers) if rule.join == ANY else all(answers)), held)


def holds(test: Ask, facts: Facts) -> bool:
    """One question answered. Raises KeyError for a kind that does not exist."""
    states = test.value.split()
    return {
        "total_min": lambda: facts.total >= Decimal(test.value),
        "total_below": lambda: facts.total < Decimal(test.value),
        "person": lambda: facts.person,
        "company": lambda: not facts.person,
        "consumer": lambda: facts.consumer,
        "no_consumer": lambda: not facts.consumer,
        "parts_over": lambda: facts.parts > int(test.value),
        "down_payment": lambda: facts.down_payment,
        "products": lambda: facts.products,
        "services": lambda: facts.services,
        "recurring": lambda: facts.recurring,
        "not_recurring": lambda: not facts.recurring,
        "state_in": lambda: facts.state in states,
        "state_not_in": lambda: facts.state not in states,
    }[test.kind]()


def rule_of(data: Mapping[str, Any]) -> Rule:
    """The rule that was kept as `as_data` writes it."""
    tests = tuple(Ask(each["kind"], each["value"]) for each in data.get("tests", ()))
    return Rule(tests, data.get("join", ALL))


def as_data(rule: Rule) -> dict[str, Any]:
    """The rule as JSON; empty where the clause always enters."""
    if not rule.tests:
        return {}
    return {"join": rule.join, "tests": [{"kind": test.kind, "value": test.value} for test in rule.tests]}
