"""A rule as people read it, and as they type it."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from aceite.core.contracts.rules import ALL, JOINS, KINDS, Ask, Rule
from aceite.core.trail.refusals import Unfit
from aceite.kit.money import BadNumber, cents, format_brl, format_decimal_br, parse_decimal_br

STATES: Final = frozenset(
    "AC AL AM AP BA CE DF ES GO MA MG MS MT PA PB PE PI PR RJ RN RO RR RS SC SE SP TO".split()  # noqa: SIM905
)
MOST_TESTS: Final = 8
MOST_PARTS: Final = 999
HIGHEST: Final = Decimal(10) ** 13


def told(rule: Rule) -> str:
    """The whole rule: "o cliente é pessoa física e há entrada"."""
    joint = _(" e ") if rule.join == ALL else _(" ou ")
    return joint.join(told_test(test) for test in rule.tests) or _("sempre")


def told_test(test: Ask) -> str:
    """One test: "o total da proposta é de pelo menos R$ 1.500,00"."""
    kind = KINDS[test.kind]
    value = {"amount": _amount, "states": _states}.get(kind.takes, str)(test.value)
    return f"{_(kind.words)} {value}".rstrip()


def typed(test: Ask) -> str:
    """The value as it is typed: "1.500,00", "RJ, SP"."""
    takes = KINDS[test.kind].takes
    if takes == "amount":
        return format_decimal_br(Decimal(test.value), 2)
    return ", ".join(test.value.split()) if takes == "states" else test.value


def clean_rule(join: str, rows: Iterable[tuple[str, str]]) -> Rule:
    """The rule of what was chosen and typed; rows without a kind are left out. Raises Unfit for the field `rule`."""
    tests = tuple(dict.fromkeys(_test(kind, value.strip()) for kind, value in rows if kind))
    if len(tests) > MOST_TESTS or join not in JOINS:
        raise Unfit("rule", _("Uma cláusula tem no máximo oito condições, juntas por “todas” ou por “qualquer uma”."))
    return Rule(tests, join)


def _test(kind: str, value: str) -> Ask:
    if kind not in KINDS:
        raise Unfit("rule", _("Escolha uma das condições da lista."))
    reading = {"amount": _read_amount, "count": _read_count, "states": _read_states}.get(KINDS[kind].takes)
    return Ask(kind, reading(value) if reading else "")


def _read_amount(value: str) -> str:
    try:
        amount = cents(parse_decimal_br(value))
    except BadNumber as complaint:
        raise Unfit("rule", _("Escreva o valor da condição em reais, como 1.500,00.")) from complaint
    if not 0 <= amount < HIGHEST:
        raise Unfit("rule", _("Escreva o valor da condição em reais, como 1.500,00."))
    return str(amount)


def _read_count(value: str) -> str:
    if not (value.isascii() and value.isdecimal() and int(value[:6]) <= MOST_PARTS):
        raise Unfit("rule", _("Escreva um número de parcelas, como 3."))
    return str(int(value))


def _read_states(value: str) -> str:
    states = sorted(set(value.upper().replace(",", " ").replace(";", " ").split()))
    if not states or not STATES.issuperset(states):
        raise Unfit("rule", _("Escreva as siglas das UFs, como SP, RJ."))
    return " ".join(states)


def _amount(value: str) -> str:
    return format_brl(Decimal(value))


def _states(value: str) -> str:
    return ", ".join(value.split())
