"""The time authorities of this installation: whom the worker asks to vouch for a moment, over one session a process."""

from __future__ import annotations

import atexit
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from asn1crypto import pem
from django.conf import settings

from aceite.kit.late import late
from aceite.kit.sealing.stamps import TimeAuthority
from aceite_verify.trust import STAMPING, Tree, Trust, files_of, trust_of

if TYPE_CHECKING:
    from aceite.kit.sealing import timestamps
else:
    timestamps = late("aceite.kit.sealing.timestamps")

Configured = tuple[tuple[str, ...], bytes, float]
Marks = tuple[tuple[str, int, int], ...]
_asked: Final[dict[Configured, timestamps.TimeAuthorities]] = {}


def time_authorities() -> timestamps.TimeAuthorities | None:
    """The authorities in the order of TIME_AUTHORITIES; None where none is configured, or no root to believe one by."""
    roots = stamping_roots() if settings.TIME_AUTHORITIES else b""
    if not roots:
        return None
    key = (tuple(settings.TIME_AUTHORITIES), roots, settings.TIME_AUTHORITY_SECONDS)
    # Two threads that come here at once may both make one; it opens no connection before it is asked.
    return _asked.get(key) or _asked.setdefault(
        key, timestamps.TimeAuthorities([_authority(address, roots) for address in key[0]], seconds=key[2])
    )


def stamping_roots() -> bytes:
    """The roots (PEM) of the trust folder to which a time stamp may lead; empty when there are none."""
    trust = trust_folder()
    roots = [root for tree in STAMPING for root in trust.tree(tree).roots]
    return b"".join(bytes(pem.armor("CERTIFICATE", root.dump())) for root in roots)


def trust_folder() -> Trust:
    """The trust folder as it stands, read again only when a file of it changed; what nobody can read is left out."""
    return _read(settings.TRUST_FOLDER, _marks(Path(settings.TRUST_FOLDER)))


def hang_up() -> None:
    """Gives the connections back; the next file opens others. Runs by itself when the process ends."""
    while _asked:
        _asked.popitem()[1].close()


@lru_cache(maxsize=1)
def _read(folder: str, _marks_of_its_files: Marks) -> Trust:
    # A revocation list can take seconds to read. As of when makes no difference to it.
    return trust_of(files_of(Path(folder)), at=datetime.now(UTC), strict=False)


def _marks(folder: Path) -> Marks:
    files = [path for tree in Tree for path in sorted((folder / tree.value).rglob("*")) if path.is_file()]
    return tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)


def _authority(address: str, roots: bytes) -> TimeAuthority:
    """Name and password may stand in the address; they are sent as such and told to nobody."""
    parts = urlsplit(address)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return TimeAuthority(bare, roots, user=unquote(parts.username or ""), password=unquote(parts.password or ""))


atexit.register(hang_up)
