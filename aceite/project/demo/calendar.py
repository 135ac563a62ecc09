"""When things happened in the demo: counted in working days before the day on which it is loaded."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("America/Sao_Paulo")
OPENING_HOUR: Final = 9
WORKING_HOURS: Final = 8.5


def moment(now: datetime, days_ago: float) -> datetime:
    """The moment so many working days before `now`.

    The fraction is the part of that working day still to come: 3.9 is the morning of the third day back, 3.1 its late
    afternoon. Below one it is the part of a day before now, or of the time since the last working day closed when that
    is less: nothing lies ahead, and whatever the hour, fewer days ago is later.
    """
    if days_ago < 1:
        return now - min(timedelta(days=1), now - _at(now, 1, OPENING_HOUR + WORKING_HOURS)) * days_ago
    return _at(now, int(days_ago), OPENING_HOUR + (1 - days_ago % 1) * WORKING_HOURS)


def _at(now: datetime, days_ago: int, hour: float) -> datetime:
    """That hour of the working day so many working days before the day of `now`."""
    day = now.astimezone(ZONE).date()
    for _step in range(days_ago):
        day -= timedelta(days=1)
        while day.weekday() >= 5:
            day -= timedelta(days=1)
    return datetime.combine(day, time(0), tzinfo=ZONE) + timedelta(minutes=round(hour * 60))
