"""Filters of the office's templates."""

from django import template

from aceite.core.contracts.levels import in_short
from aceite.core.contracts.models import Contract, ContractTemplate

register = template.Library()


@register.filter
def how_signed(source: Contract | ContractTemplate) -> str:
    """How it is signed, and at which level when in the panel: "Assinatura digital no painel, nível simples"."""
    how = str(source.get_requirement_display())
    level = in_short(source.requirement, source.level)
    return f"{how}, {level}" if level else how
