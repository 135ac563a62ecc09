"""The signing plan of a contract in templates of both sides."""

from django import template

from aceite.core.contracts import plan_words
from aceite.core.contracts.models import Contract

register = template.Library()


@register.filter
def plan_lines(contract: Contract) -> list[str]:
    """Who signs in which order and by what right, line by line; nothing where all sign together."""
    return plan_words.plan_lines(contract, list(contract.signers.all()), list(contract.countersigners.all()))
