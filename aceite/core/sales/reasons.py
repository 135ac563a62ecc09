"""Why somebody of the vendor did something that needs a reason."""

from typing import Final

from django.utils.translation import gettext_lazy

from aceite.core.trail.refusals import Refusal, said
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MAX_LETTERS: Final = 400


class ReasonNeeded(Refusal):
    """The act needs a reason that can be read; nothing was changed."""

    sentence = gettext_lazy("Escreva o motivo: ele fica guardado com a venda.")


def kept_reason(typed: str) -> str:
    """The reason as it is kept, up to 400 letters. Raises ReasonNeeded."""
    try:
        kept = clean(typed, max_length=MAX_LETTERS).text
    except Complaint as complaint:
        raise ReasonNeeded(said(complaint)) from None
    if not kept:
        raise ReasonNeeded
    return kept
