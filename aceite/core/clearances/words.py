"""What a rule says and what it caught, in a sentence."""

from decimal import Decimal

from django.utils.translation import gettext as _

from aceite.core.clearances.measures import Caught, Measure
from aceite.core.clearances.models import Rule
from aceite.core.people.permissions import Role
from aceite.kit.money import format_brl


def caught_words(caught: Caught, *, with_cost: bool) -> str:
    """Why a draft needs a yes; a margin is told in figures only to whoever may see costs (`with_cost`)."""
    said = {"found": _figure(caught.measure, caught.found), "limit": _figure(caught.measure, caught.limit)}
    match caught.measure:
        case Measure.DISCOUNT:
            return _("Desconto de %(found)s sobre a tabela; o limite é %(limit)s") % said
        case Measure.LINE_DISCOUNT:
            return _("Um item com %(found)s de desconto sobre a tabela; o limite é %(limit)s") % said
        case Measure.TOTAL:
            return _("Total de %(found)s; acima de %(limit)s pede aprovação") % said
        case Measure.MARGIN if not caught.found:
            return _("Há itens sem custo no catálogo, e a margem não pode ser conferida")
        case Measure.MARGIN if with_cost:
            return _("Margem de %(found)s; o mínimo é %(limit)s") % said
        case Measure.MARGIN:
            return _("Margem abaixo do mínimo da empresa")
        case _:
            return _("Toda proposta desta pessoa passa por aprovação")


def rule_words(rule: Rule) -> str:
    """What the rule looks for."""
    if rule.measure == Measure.ALWAYS:
        return str(rule.get_measure_display())
    return f"{rule.get_measure_display()} {_figure(rule.measure, str(rule.limit))}"


def whose_words(rule: Rule) -> str:
    """Of whose sales."""
    if rule.seller is not None:
        return rule.seller.name
    return str(Role(rule.role).label) if rule.role else _("Todos")


def who_words(rule: Rule) -> str:
    """Who says yes."""
    if rule.approver is not None:
        return rule.approver.name
    return _("Só proprietários") if rule.owner_only else _("Gerentes e proprietários")


def _figure(measure: str, value: str) -> str:
    if not value:
        return ""
    number = Decimal(value)
    if measure == Measure.TOTAL:
        return format_brl(number)
    shown = number.quantize(Decimal("0.01")).normalize()
    return f"{shown:f} %".replace(".", ",").replace("-", "−")
