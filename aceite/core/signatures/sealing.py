"""Sealing in the worker: gathered first, then sealed without the database, so that a slow time authority holds nothing.

The page says who sealed and who vouches for the time, and the seal covers the page. So the file is made for a time
stamp, and made once more without one when no authority gave it: what is kept always says what it is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.signatures.authorities import time_authorities
from aceite.core.signatures.models import SealLevel
from aceite.core.signatures.sealers import FileSeal
from aceite.kit.pdf.increment import Update
from aceite.kit.pdf.parts import SealPaper
from aceite.kit.sealing.longterm import ValidationData, append_long_term
from aceite.kit.sealing.sealing import Sealed, append_sealed
from aceite.kit.sealing.timestamps import NO_AUTHORITY, NoStamp, Stamp, TimeAuthorities


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
    """A sealed file: how far its time is vouched for, and the newest stamp in it, or why there is none."""

    data: bytes
    level: SealLevel
    seal: FileSeal
    sealed_at: datetime
    stamp: Stamp | NoStamp = field(default=NO_AUTHORITY)


def seal_file(unsealed: Unsealed, *, at: datetime) -> Finished:
    """Seals as of `at` (aware), with time stamps where an authority answers. Asks the database nothing.

    Raises what kit.sealing.sealing.append_sealed raises; of authorities that fail, the result tells.
    """
    asked = time_authorities()
    stamped = _sealed(unsealed, asked, at) if asked else None
    if asked and stamped and isinstance(stamped.stamp, Stamp):
        kept = append_long_term(stamped.data, unsealed.seal.validation, by=asked, at=at)
        if isinstance(kept.stamp, Stamp):
            return Finished(kept.data, SealLevel.KEPT, unsealed.seal, at, kept.stamp)
        return Finished(stamped.data, SealLevel.STAMPED, unsealed.seal, at, stamped.stamp)
    bare = _sealed(unsealed, None, at)
    return Finished(bare.data, SealLevel.SEALED, unsealed.seal, at, stamped.stamp if stamped else NO_AUTHORITY)


def keep_longer(data: bytes, validation: ValidationData, *, at: datetime) -> Sealed:
    """A sealed file ‖ validation data ‖ a further time stamp; the same bytes when no authority answers."""
    asked = time_authorities()
    return append_long_term(data, validation, by=asked, at=at) if asked else Sealed(data, NO_AUTHORITY)


def _sealed(unsealed: Unsealed, asked: TimeAuthorities | None, at: datetime) -> Sealed:
    with override(unsealed.language):
        pages = unsealed.draw(_words(unsealed.seal, stamped=asked is not None))
    whole = Update(unsealed.original or pages, pages if unsealed.original else b"", unsealed.attachments)
    return append_sealed(whole, by=replace(unsealed.seal.sealer, authorities=asked), reason=unsealed.reason, at=at)


def _words(seal: FileSeal, *, stamped: bool) -> SealPaper:
    own = _("%(holder)s, com certificado próprio emitido por %(issuer)s")
    vouched = _("com carimbo de tempo externo, dentro do próprio selo")
    bare = _("sem carimbo de tempo externo; a hora é a do computador que selou")
    return SealPaper(
        holder=own % {"holder": seal.holder, "issuer": seal.issuer} if seal.of_company else seal.holder,
        certificate=seal.fingerprint,
        time=vouched if stamped else bare,
    )
