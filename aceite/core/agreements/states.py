"""Where a contract in force stands; it follows from the day alone, no job has to say so."""

from datetime import date
from enum import StrEnum


class Standing(StrEnum):
    """Where a contract stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    ENDING = "ending"
    ENDED = "ended"
    TERMINATED = "terminated"


def standing_on(
    today: date, *, starts_on: date, last_on: date | None, ending_from: date | None, terminated: bool
) -> Standing:
    """Where it stands on that day of the company's calendar; on `last_on` it still holds."""
    if last_on is not None and last_on < today:
        return Standing.TERMINATED if terminated else Standing.ENDED
    if starts_on > today:
        return Standing.COMING
    return Standing.ENDING if ending_from is not None and ending_from <= today else Standing.IN_FORCE
