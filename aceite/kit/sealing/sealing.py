"""The seal: one certification (PAdES, ETSI EN 319 142-1, B-B or B-T) over all of the file, with no changes allowed.

F = D ‖ ONE update that holds the manifest's pages, the evidence and the seal. Nothing but the signature value and the
time stamp depends on more than the arguments. `/Contents` is canonical, so that it cannot be touched unseen: lower-case
hexadecimal, zeros after it, DER, no certificate outside the path, no unsigned attribute but the time stamp.
"""

import asyncio
import hashlib
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto import cms
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers.cms_embedder import PdfCMSEmbedder, SigIOSetup, SigMDPSetup, SigObjSetup
from pyhanko.sign.signers.pdf_byterange import SignatureObject

from aceite.kit.pdf.increment import Update, Writer, update_of
from aceite.kit.sealing.sealer import DIGEST, Sealer
from aceite.kit.sealing.stamps import LARGEST_TOKEN, NO_AUTHORITY, NoStamp, Stamp
from aceite.kit.sealing.timestamps import TimeAuthorities

FIELD: Final = "Selo"
LAST_PAGE: Final = -1


class CannotBeSealed(ValueError):
    """The file already has a form, signatures or permissions, or is encrypted: a seal would not cover it alone."""


@dataclass(frozen=True)
class Sealed:
    """A sealed file, and the time stamp in it, or why there is none."""

    data: bytes
    stamp: Stamp | NoStamp


def seal(file: bytes, *, by: Sealer, reason: str, at: datetime) -> Sealed:
    """`file` ‖ one update that seals it. `at` (aware) is the time it claims; `reason` is told by PDF viewers.

    Raises CannotBeSealed and NotInForce. Of time authorities that fail, the result tells; the seal is made anyway.
    """
    return _seal(Writer(file, file), by, reason, at)


def append_sealed(update: Update, *, by: Sealer, reason: str, at: datetime) -> Sealed:
    """The original ‖ ONE update that adds pages, attachments and the seal over all of it.

    Called again with the same update once an authority answers, it makes F′, sealed anew from the same D and E.
    Raises as `seal`.
    """
    return _seal(update_of(update, at), by, reason, at)


def _seal(writer: Writer, by: Sealer, reason: str, at: datetime) -> Sealed:
    by.check(at)
    _check(writer)
    room = by.room + (LARGEST_TOKEN if by.authorities else 0)
    blank = SignatureObject(
        timestamp=at.astimezone(UTC), subfilter=SigSeedSubFilter.PADES, reason=reason, bytes_reserved=2 * room
    )
    certified = SigMDPSetup(DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    prepared = prepare(writer, FIELD, SigObjSetup(blank, mdp_setup=certified))
    signed = _finished(by.signer.async_sign(prepared.digest, DIGEST, use_pades=True))
    stamp = stamp_over(by.authorities, signed["content"]["signer_infos"][0]["signature"].native, at)
    if isinstance(stamp, Stamp):
        _add_stamp(signed, stamp)
    return Sealed(prepared.filled(signed.dump()), stamp)


def _finished(signing: Coroutine[Any, Any, cms.ContentInfo]) -> cms.ContentInfo:
    # In a thread of its own: a loop may already run in the caller's.
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, signing).result()


def _check(writer: Writer) -> None:
    for name in ("/AcroForm", "/Perms"):
        if name in writer.root:
            raise CannotBeSealed(f"the catalog already has {name}")
    if "/Encrypt" in writer.prev.trailer:
        raise CannotBeSealed("the file is encrypted")


@dataclass(frozen=True)
class Prepared:
    """A file written in full but for its signature: what is to be signed, and where the signature goes."""

    digest: bytes
    file: bytes
    start: int
    end: int

    def filled(self, signature: bytes) -> bytes:
        """The file with its signature (DER) in place, in lower-case hexadecimal, zeros after it."""
        room = self.end - self.start - 2
        if len(signature) * 2 > room:
            raise ValueError(f"a signature of {len(signature)} bytes in a room of {room // 2}")
        return b"".join((self.file[: self.start], b"<", _hex(signature, room), b">", self.file[self.end :]))


def prepare(writer: Writer, field: str, setup: SigObjSetup) -> Prepared:
    """Write an update with an invisible signature field on the last page and room for its signature."""
    # The last page, because it is the update's own: a field on the first one would change what was signed.
    spec = SigFieldSpec(field, on_page=LAST_PAGE)
    steps: Any = PdfCMSEmbedder(new_field_spec=spec).write_cms(field, writer)
    next(steps)
    steps.send(setup)
    digest, out = steps.send(SigIOSetup(md_algorithm=DIGEST, output=BytesIO()))
    return Prepared(digest.document_digest, out.getvalue(), digest.reserved_region_start, digest.reserved_region_end)


def stamp_over(authorities: TimeAuthorities | None, signature: bytes, at: datetime) -> Stamp | NoStamp:
    """The time others vouch for, over the SHA-256 of these bytes."""
    return authorities.stamp(hashlib.sha256(signature).digest(), at) if authorities else NO_AUTHORITY


def _add_stamp(signed: cms.ContentInfo, stamp: Stamp) -> None:
    token = cms.ContentInfo.load(stamp.token)
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": [token]})
    signed["content"]["signer_infos"][0]["unsigned_attrs"] = cms.CMSAttributes([attribute])


def _hex(signature: bytes, room: int) -> bytes:
    return signature.hex().encode().ljust(room, b"0")
