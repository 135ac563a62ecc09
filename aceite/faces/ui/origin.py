"""Where a request came from: the client's address behind trusted proxies, and the direct neighbour beside it."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest

from aceite.core.trail.actors import Origin

_LONGEST_AGENT = 400
# What a server that listens on a socket of the file system hears instead of an address: the proxy beside it.
_BESIDE = "127.0.0.1"


def origin_of(request: HttpRequest) -> Origin:
    """The client's address is read from X-Forwarded-For only as far as the proxies in TRUSTED_PROXIES vouch for it."""
    peer = _address(request.META.get("REMOTE_ADDR", "")) or _BESIDE
    agent = request.headers.get("User-Agent", "")[:_LONGEST_AGENT]
    return Origin(ip=_client(peer, request.headers.get("X-Forwarded-For", "")), peer=peer, user_agent=agent)


def _client(peer: str, forwarded: str) -> str:
    # Read from the right: each trusted neighbour vouches for the address it wrote; the first other one is the client.
    client = peer
    for hop in reversed([part for part in forwarded.split(",") if part.strip()]):
        address = _address(hop)
        if not address or not _trusted(client):
            break
        client = address
    return client


def _trusted(address: str) -> bool:
    known = ipaddress.ip_address(address)
    return any(known in ipaddress.ip_network(proxy, strict=False) for proxy in settings.TRUSTED_PROXIES)


def _address(text: str) -> str:
    """The address in its one form, without a port or a zone, an IPv4 inside an IPv6 as IPv4; "" for anything else."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ipaddress.ip_address(bare.partition("%")[0])
    except ValueError:
        return ""
    inside = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return str(inside or found)
