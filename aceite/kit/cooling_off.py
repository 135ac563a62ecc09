"""Until when a consumer may withdraw from a purchase made at a distance: plain arithmetic over zones and holidays.

CDC art. 49: seven days from the signature or from receiving the product or service; Decreto 7.962/2013, art. 5.
Código Civil 132: the first day is excluded, the last one counts whole, and an end on a day without business moves on.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from aceite.kit.brazil import UFS
from aceite.kit.business_days import DaysOff, is_business_day

DAYS: Final = 7
_DAY: Final = timedelta(days=1)
# The westernmost legal time of each state that keeps another one than Brasília (Decreto 2.784/1913, Lei 12.876/2013).
_WEST: Final = {
    "AC": "America/Rio_Branco",
    "AM": "America/Eirunepe",
    "MS": "America/Campo_Grande",
    "MT": "America/Cuiaba",
    "RO": "America/Porto_Velho",
    "RR": "America/Boa_Vista",
}
_BRASILIA: Final = "America/Sao_Paulo"


@dataclass(frozen=True, slots=True)
class Places:
    """Where the two parties are: whose clocks and whose holidays count. `states` are states of Brazil, two letters;
    `own` the days on which the vendor or its town rests besides, as `DaysOff` holds them."""

    zones: tuple[ZoneInfo, ...]
    states: tuple[str, ...] = ()
    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, vendor: ZoneInfo, *states: str, own: frozenset[str] = frozenset()) -> "Places":
        """The vendor's own clock and that of each state; an empty one, or one that is none of Brazil's, adds nothing.

        The consumer's clock is that of her address and not the one she chose for reading times: nobody moves a legal
        term by a setting, to her gain or her harm.
        """
        known = tuple(dict.fromkeys(state for state in states if state in UFS))
        zones = dict.fromkeys((vendor, *(ZoneInfo(_WEST.get(state, _BRASILIA)) for state in known)))
        return cls(tuple(zones), known, own)


def end_of_withdrawal(agreed_at: datetime, delivered_on: Iterable[date], places: Places) -> datetime:
    """The first moment at which it is too late, in the zone whose day ends last.

    `agreed_at` (aware) is the approval; `delivered_on` every day that was ever written down as that of the delivery:
    the latest of all begins the term, so that a correction never takes time away. Counted by the clock of each place
    and with the holidays of all of them, the latest end is the one that holds: where two readings are possible, the one
    that favours the consumer (CDC art. 47).
    """
    days = tuple(delivered_on)
    off = [DaysOff(state, places.own) for state in ("", *places.states)]
    return max(_end(agreed_at, days, zone, off) for zone in places.zones)


def _end(agreed_at: datetime, delivered_on: tuple[date, ...], zone: ZoneInfo, off: Sequence[DaysOff]) -> datetime:
    first = max(agreed_at.astimezone(zone).date(), *delivered_on) if delivered_on else agreed_at.astimezone(zone).date()
    last = first + timedelta(days=DAYS)
    while not all(is_business_day(last, one) for one in off):
        last += _DAY
    return datetime.combine(last + _DAY, time.min, tzinfo=zone)
