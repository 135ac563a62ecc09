"""Where a request came from: the client's address behind trusted proxies, and the direct neighbour beside it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from aceite.core.trail.actors import Origin

_LONGEST_AGENT = 400


def origin_of(request: HttpRequest) -> Origin:
    """The client's address is read from X-Forwarded-For only as far as the proxies in TRUSTED_PROXIES vouch for it."""
    peer = request.META.get("REMOTE_ADDR") or "127.0.0.1"
    agent = request.headers.get("User-Agent", "")[:_LONGEST_AGENT]
    return Origin(ip=_client(peer, request.headers.get("X-Forwarded-For", "")), peer=peer, user_agent=agent)


def _client(peer: str, forwarded: str) -> str:
    # Read from the right: each trusted neighbour vouches for the address it wrote; the first other one is the client.
    client = peer
    for hop in reversed([part.strip() for part in forwarded.split(",") if part.strip()]):
        if not _trusted(client) or not _is_address(hop):
            break
        client = hop
    return client


def _trusted(address: str) -> bool:
    return any(
        ipaddress.ip_address(address) in ipaddress.ip_network(proxy, strict=False)
        for proxy in settings.TRUSTED_PROXIES
        if _is_address(address)
    )


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
