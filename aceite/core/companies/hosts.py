"""At which host a request stands: the house's own address, or the one a company has made its own.

What follows from the host (links, passkeys, whether a session counts) asks here; nothing else reads it off a request.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from aceite.core.companies.models import Company, Domain
from aceite.core.companies.scope import Door, everywhere
from aceite.core.rows.worded import Blank, Worded

_STANDING: Final = Worded(
    Domain.objects.filter(host=Blank("host"), verified_at__isnull=False)
    .select_related("company")
    .defer("company__terms")
    .order_by()
)
_HERE: Final[ContextVar[str]] = ContextVar("own_host", default="")


def is_house(host: str) -> bool:
    """Whether a host, without its port, is one of this installation's own names."""
    return validate_host(host, settings.HOUSE_HOSTS)


def company_at(host: str) -> Company | None:
    """Whose own host this is, proved and standing; None for any other."""
    with everywhere(Door.HOST):
        found = _STANDING.first(host=host)
    return found.company if found else None


@contextmanager
def standing_at(host: str) -> Iterator[None]:
    """What is done inside was asked at this company's own host."""
    token = _HERE.set(host)
    try:
        yield
    finally:
        _HERE.reset(token)


def own_host_here() -> str:
    """The company's own host this is asked at; empty at the house's address, and in jobs."""
    return _HERE.get()


def address_here() -> str:
    """The address this is asked at, without a slash at its end."""
    return address_at(_HERE.get())


def address_of(company: Company) -> str:
    """The address that the links to this company's panel begin with."""
    return address_at(company.own_host)


def address_at(host: str) -> str:
    """The address of a company's own host; the house's for an empty one. Scheme and port are the house's."""
    house = urlsplit(settings.BASE_URL)
    port = f":{house.port}" if house.port else ""
    return f"{house.scheme}://{host}{port}" if host else str(settings.BASE_URL)
