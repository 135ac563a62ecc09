"""Complaints that people read: a Portuguese sentence, and the details it names.

Tools know no translation machinery. They mark their sentences with `gettext_noop`, so that makemessages finds them,
and whoever shows one translates `complaint.sentence` and fills in `complaint.details`.
"""


def gettext_noop(sentence: str) -> str:
    """Mark a sentence as translatable and return it unchanged."""
    return sentence


class Complaint(ValueError):
    """Something a person typed or sent cannot be taken; `str()` is the sentence in Portuguese."""

    def __init__(self, sentence: str, **details: str | int) -> None:
        self.sentence = sentence
        self.details = details
        super().__init__(sentence % details if details else sentence)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.sentence, self.details))


def _rebuild(kind: type[Complaint], sentence: str, details: dict[str, str | int]) -> Complaint:
    return kind(sentence, **details)
