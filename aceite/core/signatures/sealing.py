"""Sealing in the worker: gathered first, then sealed without the database, so that a slow time authority holds nothing.

The page says who sealed and who vouches for the time, and the seal covers the page. So the file is made for a time
stamp, and made once more without one when no authority gave it: what is kept always says what it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.signatures.authorities import time_authorities
from aceite.core.signatures.models import SealLevel
from aceite.core.signatures.sealers import FileSeal, Whose
from aceite.kit.late import late
from aceite.kit.pdf.parts import SealPaper
from aceite.kit.sealing.stamps import Stamp

if TYPE_CHECKING:
    from aceite.kit.pdf import increment
    from aceite.kit.sealing import longterm, sealing, timestamps
else:
    increment = late("aceite.kit.pdf.increment")
    longterm = late("aceite.kit.sealing.longterm")
    sealing = late("aceite.kit.sealing.sealing")


@dataclass(frozen=True)
class Unsealed:
    """What a sealed file is made of. `draw` sets the last pages, once it is known what they say of the seal.

    Without an `original` these pages are the whole file. `reason` is told by PDF viewers, `language` is the page's.
    """

    original: bytes
    draw: Callable[[SealPaper], bytes]
    attachments: Mapping[str, bytes]
    reason: str
    language: str
    seal: FileSeal


@dataclass(frozen=True)
class Finished:
    """A sealed file: how far its time is vouched for, whose seal it is, and the newest stamp in it, if any."""

    data: bytes
    level: SealLevel
    whose: Whose
    sealed_at: datetime
    stamp: Stamp | None = None


@dataclass(frozen=True)
class Stamped:
    """A file that ends with this time stamp over all of it."""

    data: bytes
    stamp: Stamp


def seal_file(unsealed: Unsealed, *, at: datetime) -> Finished:
    """Seals as of `at` (aware), with time stamps where an authority answers. Asks the database nothing.

    Raises what kit.sealing.sealing.append_sealed raises; of authorities that fail, the result tells.
    """
    stamped = seal_with_stamp(unsealed, at=at)
    if stamped is not None:
        return stamped
    bare = _sealed(unsealed, None, at)
    return Finished(bare.data, SealLevel.SEALED, unsealed.seal.whose, at)


def seal_with_stamp(unsealed: Unsealed, *, at: datetime) -> Finished | None:
    """The same, or None when no authority answers."""
    asked = time_authorities()
    stamped = _sealed(unsealed, asked, at) if asked else None
    if stamped is None or not isinstance(stamped.stamp, Stamp):
        return None
    whose = unsealed.seal.whose
    kept = keep_longer(stamped.data, unsealed.seal.validation, at=at)
    if kept is None:
        return Finished(stamped.data, SealLevel.STAMPED, whose, at, stamped.stamp)
    return Finished(kept.data, SealLevel.KEPT, whose, at, kept.stamp)


def keep_longer(data: bytes, validation: longterm.ValidationData, *, at: datetime) -> Stamped | None:
    """A sealed file ‖ validation data ‖ a further time stamp; None when no authority answers."""
    asked = time_authorities()
    kept = longterm.append_long_term(data, validation, by=asked, at=at) if asked else None
    return Stamped(kept.data, kept.stamp) if kept and isinstance(kept.stamp, Stamp) else None


def _sealed(unsealed: Unsealed, asked: timestamps.TimeAuthorities | None, at: datetime) -> sealing.Sealed:
    with override(unsealed.language):
        pages = unsealed.draw(_words(unsealed.seal.whose, stamped=asked is not None))
    whole = increment.Update(unsealed.original or pages, pages if unsealed.original else b"", unsealed.attachments)
    sealer = replace(unsealed.seal.sealer, authorities=asked)
    return sealing.append_sealed(whole, by=sealer, reason=unsealed.reason, at=at)


def _words(whose: Whose, *, stamped: bool) -> SealPaper:
    own = _("%(holder)s, com certificado próprio emitido por %(issuer)s")
    vouched = _("com carimbo de tempo externo, dentro do próprio selo")
    bare = _("sem carimbo de tempo externo; a hora é a do computador que selou")
    return SealPaper(
        holder=own % {"holder": whose.holder, "issuer": whose.issuer} if whose.of_company else whose.holder,
        certificate=whose.fingerprint,
        time=vouched if stamped else bare,
    )
