"""Why a stranger's file is not taken: one word for programs, which has one sentence for people."""

from collections.abc import Mapping
from typing import ClassVar, Final, Self

from aceite.kit.limits import ChildFailed
from aceite.kit.sentences import Complaint

_STOPPED: Final = {"time": "too_slow", "memory": "too_heavy"}


class FileRefused(Complaint):
    """This file is not taken; `reason` is a key of the `sentences` of its kind."""

    sentences: ClassVar[Mapping[str, str]]

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(self.sentences[reason])

    def __reduce__(self) -> tuple[object, ...]:
        return (type(self), (self.reason,))

    @classmethod
    def told_by(cls, failed: ChildFailed, *, otherwise: str) -> Self:
        """What the limited child said, or why it was stopped; `otherwise` where it named no reason (`Unfit`)."""
        named = failed.error == "Unfit" and failed.detail in cls.sentences
        return cls(failed.detail if named else _STOPPED.get(failed.reason, otherwise))
