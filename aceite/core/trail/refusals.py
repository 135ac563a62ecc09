"""Why a verb did not happen, in words for the person who tried."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from aceite.kit.sentences import Complaint


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


def unfit(field: str, complaint: Complaint) -> Unfit:
    """A tool's complaint in the reader's language, beside its field."""
    sentence = str(_(complaint.sentence))
    return Unfit(field, sentence % complaint.details if complaint.details else sentence)
