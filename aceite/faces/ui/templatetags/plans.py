"""The signing plan of a contract, and how far it has come, in templates of both sides."""

from django import template
from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract
from aceite.core.contracts.plan_words import listed, standing_lines
from aceite.core.contracts.standings import Course, course_of

register = template.Library()


@register.filter
def course(contract: Contract) -> Course:
    """Who is done, whose turn it is and who comes later, step by step."""
    return course_of(contract, list(contract.signers.all()), list(contract.countersigners.all()))


@register.filter
def whose_turn(course: Course) -> str:
    """Whose act is waited for, in a sentence: of all of them, or of any where fewer suffice."""
    names = course.turn
    if course.any_suffices:
        return _("Agora pode assinar %(names)s.") % {"names": listed(names, _("ou"))}
    return _("Agora é a vez de %(names)s.") % {"names": listed(names)}


@register.filter
def power_lines(contract: Contract) -> list[str]:
    """By what right each signs for the customer, and at whose request; nothing where the vendor noted nothing."""
    return standing_lines(list(contract.signers.all()))
