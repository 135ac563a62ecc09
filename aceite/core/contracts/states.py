"""The lives of a signed copy, and of a PDF signed outside."""

from enum import StrEnum


class CopyState(StrEnum):
    """Where an uploaded copy stands."""

    TO_CHECK = "to_check"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class ExternalState(StrEnum):
    """Where a PDF signed outside stands: judged by rules, then, where these leave it to people, by the vendor."""

    WAITING = "waiting"
    MANUAL = "manual"
    ACCEPTED = "accepted"
    REFUSED = "refused"
