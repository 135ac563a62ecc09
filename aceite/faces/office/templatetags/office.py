"""Filters and tags of the office's templates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import gettext as _

from aceite.core.contracts import rule_words
from aceite.core.contracts.levels import in_short
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.contracts.rules import Ask
from aceite.core.contracts.signed_before import found_on, told_of
from aceite.core.proposals.models import Line
from aceite.core.sales.point_words import Told
from aceite.faces.ui.fields import as_error
from aceite.faces.ui.findings import Point, point
from aceite.kit.brazil import format_date_br, parse_date_br
from aceite.kit.sentences import Complaint

register = template.Library()


@register.filter
def signed_before(contract: Contract) -> str:
    """Whose signatures the file had when it was brought: "Este arquivo já traz a assinatura de …"."""
    return told_of(contract)


@register.filter
def subject_of(contract: Contract) -> str:
    """How what is asked about it names it."""
    return f"contract/{contract.pk}"


@register.filter
def asked_of(line: Line, points: Mapping[str, list[Told]]) -> list[Told]:
    """What the customer asks of a line, by its subject."""
    return points.get(f"line/{line.own_key}", [])


@register.filter
def before_points(contract: Contract) -> list[Point]:
    """What was found on a file that came signed, point by point."""
    return [point(finding, sentence) for finding, sentence in found_on(contract)]


@register.filter
def told_test(test: Ask) -> str:
    """A condition of a clause, in words."""
    return rule_words.told_test(test)


@register.filter
def how_signed(source: Contract | ContractTemplate) -> str:
    """How it is signed, and at which level when in the panel: "Assinatura digital no painel, nível simples"."""
    how = str(source.get_requirement_display())
    level = in_short(source.requirement, source.level)
    return f"{how}, {level}" if level else how


@register.inclusion_tag("office/day_filter.html", takes_context=True)
def day_filter(context: Context, name: str, label: str, day: date | None, first: date | None = None) -> dict[str, Any]:
    """The box of a filter for a day; what is typed and is no day stays there, and is told: it filters nothing.

    `first`: where it is the last of some days, the first of them.
    """
    typed = str(context["request"].GET.get(name, "")).strip()
    wrong = _no_day(typed) if typed and not day else ""
    if day and first and day < first:
        wrong = _("O último dia vem antes do primeiro.")
    return {"name": name, "label": label, "value": format_date_br(day) if day else typed, "wrong": wrong}


def _no_day(typed: str) -> str:
    try:
        parse_date_br(typed)
    except Complaint as complaint:
        return " ".join(as_error(complaint).messages)
    return ""
