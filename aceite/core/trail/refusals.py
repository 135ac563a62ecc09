"""Why a verb did not happen, in words for the person who tried."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from aceite.kit.fonts import refuse_undrawable
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean


class Refusal(Exception):
    """Base of every exception meant for people. `sentence` says what happened, what was kept and what to do next."""

    sentence: "str | Promise" = ""

    def __init__(self, sentence: "str | Promise" = "") -> None:
        if sentence:
            self.sentence = sentence
        super().__init__(sentence or self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(Refusal):
    """The actor's role or rights do not hold this verb; doors turn it into 404."""


class Unfit(Refusal):
    """What was given for `field` cannot be taken; forms show the sentence beside that field."""

    def __init__(self, field: str, sentence: "str | Promise") -> None:
        self.field = field
        super().__init__(sentence)


def said(complaint: Complaint) -> str:
    """A tool's complaint in the reader's language: its sentence is translated first, then filled in."""
    sentence = str(_(complaint.sentence))
    return sentence % complaint.details if complaint.details else sentence


def unfit(field: str, complaint: Complaint) -> Unfit:
    """A tool's complaint in the reader's language, beside its field."""
    return Unfit(field, said(complaint))


def fit_text(
    field: str,
    typed: str,
    *,
    longest: int,
    multiline: bool = True,
    printed: bool = False,
    empty: "str | Promise" = "",
) -> str:
    """What was typed as it is kept; the documents' font has to draw what will be `printed`. Raises Unfit for `field`;
    with the sentence `empty`, where there is one and nothing was written."""
    try:
        kept = clean(typed, max_length=longest, multiline=multiline).text
        if printed:
            refuse_undrawable(kept)
    except Complaint as complaint:
        raise unfit(field, complaint) from complaint
    if not kept and empty:
        raise Unfit(field, empty)
    return kept
