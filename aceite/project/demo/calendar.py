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
    afternoon. Below one it is simply the part of a day before now, so nothing ever lies ahead.
    """
    if days_ago < 1:
        return now - timedelta(days=days_ago)
    day = now.astimezone(ZONE).date()
    for _step in range(int(days_ago)):
        day -= timedelta(days=1)
        while day.weekday() >= 5:
            day -= timedelta(days=1)
    hour = OPENING_HOUR + (1 - days_ago % 1) * WORKING_HOURS
    return datetime.combine(day, time(0), tzinfo=ZONE) + timedelta(minutes=round(hour * 60))
