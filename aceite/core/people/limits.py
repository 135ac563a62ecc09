"""How often something may be tried, counted in the database so that all processes share the count."""

import ipaddress
from datetime import datetime, timedelta
from math import ceil
from typing import Final

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import ngettext

from aceite.core.people.models import RateLimit
from aceite.core.trail.actors import Origin
from aceite.core.trail.refusals import Refusal
from aceite.kit.codes import derive_token

QUARTER: Final = timedelta(minutes=15)
# A network may hold a whole office or the customers of a mobile operator, so it may try more often than one person.
NETWORK_TRIES: Final = 30
PERSON_TRIES: Final = 10


class TooMany(Refusal):
    """Tried too often; `minutes` says how long to wait."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        sentence = ngettext(
            "Foram muitas tentativas. Espere %(minutes)s minuto e tente de novo; nada do que você fez se perdeu.",
            "Foram muitas tentativas. Espere %(minutes)s minutos e tente de novo; nada do que você fez se perdeu.",
            minutes,
        )
        super().__init__(sentence % {"minutes": minutes})


def hit(key: str, *, limit: int, per: timedelta, at: datetime) -> None:
    """Counts one try under `key`; raises TooMany after `limit` of them in a window of length `per`.

    Each step is one statement of the database, so processes never lose a count; a refused try is not counted.
    """
    rows = _window(key, per=per, at=at)
    # A window forgiven between the two statements lets one try through uncounted, which harms nobody.
    if not rows.filter(count__lt=limit).update(count=F("count") + 1):
        refuse_spent(key, limit=limit, at=at)


def count(key: str, *, per: timedelta, at: datetime) -> None:
    """Counts one failure under `key`, without a limit of its own: `refuse_spent` asks for it."""
    _window(key, per=per, at=at).update(count=F("count") + 1)


def refuse_spent(key: str, *, limit: int, at: datetime) -> None:
    """Raises TooMany when `limit` counts stand under `key` in a window that has not ended."""
    end = _spent(key, limit=limit, at=at).values_list("window_ends", flat=True).first()
    if end is not None:
        raise TooMany(max(1, ceil((end - at) / timedelta(minutes=1))))


def is_spent(key: str, *, limit: int, at: datetime) -> bool:
    """Whether `limit` counts stand under `key` in a window that has not ended."""
    return _spent(key, limit=limit, at=at).exists()


def _spent(key: str, *, limit: int, at: datetime) -> "QuerySet[RateLimit]":
    return RateLimit.objects.filter(key=key, count__gte=limit, window_ends__gt=at)


def _window(key: str, *, per: timedelta, at: datetime) -> "QuerySet[RateLimit]":
    RateLimit.objects.get_or_create(key=key, defaults={"window_ends": at + per})
    rows = RateLimit.objects.filter(key=key)
    rows.filter(window_ends__lte=at).update(window_ends=at + per, count=0)
    return rows


def hit_page(name: str, origin: Origin, *, at: datetime) -> None:
    """Counts one post to a public form from this network. Raises TooMany."""
    hit(address_key(name, origin.ip), limit=NETWORK_TRIES, per=QUARTER, at=at)


def forgive(key: str) -> None:
    """Forgets the tries under `key`, because the person proved to be the right one."""
    RateLimit.objects.filter(key=key).delete()


def forget_ended(at: datetime) -> int:
    """Removes windows that ended; returns how many."""
    return RateLimit.objects.filter(window_ends__lte=at).delete()[0]


def hashed(prefix: str, value: str) -> str:
    """A key for something that names a person: the table of limits must not become a list of addresses."""
    return f"{prefix}/{derive_token(settings.PEPPER.encode(), 'limit', prefix, value)}"


def address_key(prefix: str, ip: str) -> str:
    """The key of a client's network: one IPv4 address, or the /64 that a provider gives to one IPv6 customer."""
    address = ipaddress.ip_address(ip)
    network = ipaddress.ip_network((address, 64 if address.version == 6 else 32), strict=False)
    return hashed(f"{prefix}/ip", str(network))
