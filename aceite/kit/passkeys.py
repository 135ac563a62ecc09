"""Passkeys (WebAuthn Level 3): for which site they are, and what a browser is asked. Secrets never leave the device."""

import ipaddress
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

# COSE algorithms: ES256, EdDSA and RS256, the three that every platform between them offers.
ALGORITHMS: Final = (-7, -8, -257)
MILLISECONDS: Final = 1000
_OWN_PORTS: Final = {"https": 443, "http": 80}


@dataclass(frozen=True)
class Site:
    """Where passkeys are used: the relying party's id, which is a host's name, and the only origin they answer to."""

    rp_id: str
    origin: str

    @property
    def host(self) -> str:
        """The origin's host, with its port where it has one."""
        return self.origin.split("//", 1)[1]


@dataclass(frozen=True)
class Holder:
    """For whom a passkey is made: an opaque handle, and the words her device lists it under."""

    handle: bytes
    name: str
    display_name: str


@dataclass(frozen=True)
class Known:
    """A passkey by the id its device gave it (URL-safe base 64), and the ways it said it can be reached."""

    credential_id: str
    transports: tuple[str, ...] = ()


def site_of(base_url: str) -> Site | None:
    """The site at this address; None where browsers offer no passkeys: an IP address, or no secure context."""
    parts = urlsplit(base_url)
    host = parts.hostname or ""
    local = host == "localhost" or host.endswith(".localhost")
    if not host or _is_address(host) or not (parts.scheme == "https" or local):
        return None
    # Browsers leave the port out of an origin where it is the scheme's own.
    port = f":{parts.port}" if parts.port not in {None, _OWN_PORTS[parts.scheme]} else ""
    return Site(rp_id=host, origin=f"{parts.scheme}://{host}{port}")


def creation_options(
    site: Site, holder: Holder, *, challenge: bytes, known: Iterable[Known], minutes: int
) -> dict[str, Any]:
    """What navigator.credentials.create() takes, bytes as URL-safe base 64. `known` are hers already."""
    return {
        "rp": {"id": site.rp_id, "name": site.host},
        "user": {"id": encode(holder.handle), "name": holder.name, "displayName": holder.display_name},
        "challenge": encode(challenge),
        "pubKeyCredParams": [{"type": "public-key", "alg": algorithm} for algorithm in ALGORITHMS],
        "timeout": minutes * 60 * MILLISECONDS,
        "excludeCredentials": _described(known),
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "attestation": "none",
    }


def request_options(site: Site, *, challenge: bytes, known: Iterable[Known] = (), minutes: int) -> dict[str, Any]:
    """What navigator.credentials.get() takes. Without `known` the device shows whose passkeys it holds."""
    return {
        "rpId": site.rp_id,
        "challenge": encode(challenge),
        "timeout": minutes * 60 * MILLISECONDS,
        "allowCredentials": _described(known),
        "userVerification": "required",
    }


def encode(data: bytes) -> str:
    """URL-safe base 64 without padding, as WebAuthn writes bytes in JSON."""
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode(text: str) -> bytes:
    """The bytes behind such text. Raises ValueError, also for another spelling of the same bytes."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if encode(data) != text:
        raise ValueError("not URL-safe base 64")
    return data


def _described(known: Iterable[Known]) -> list[dict[str, Any]]:
    described = []
    for one in known:
        reached = {"transports": list(one.transports)} if one.transports else {}
        described.append({"type": "public-key", "id": one.credential_id, **reached})
    return described


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
