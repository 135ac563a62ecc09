"""The life of a signed copy."""

from enum import StrEnum


class CopyState(StrEnum):
    """Where an uploaded copy stands."""

    TO_CHECK = "to_check"
    ACCEPTED = "accepted"
    REFUSED = "refused"
