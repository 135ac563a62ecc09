"""The signatures that people put into a file with programs of their own: pyHanko's validation, without any network."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko_certvalidator import ValidationContext

from aceite_verify.findings import Finding, bad
from aceite_verify.offline import finished
from aceite_verify.seal_cover import WHOLE

STAMP: Final = "/DocTimeStamp"
# The field of our own seal; without its evidence a file proves nothing, whoever named a field so.
SEAL: Final = "Selo"


@dataclass(frozen=True)
class Signature:
    """One signature, or document time stamp, as it stands in a file; `end` is the offset up to which it covers it."""

    embedded: EmbeddedPdfSignature

    @property
    def end(self) -> int:
        """Where the bytes end that it covers."""
        return int(self.embedded.byte_range[2]) + int(self.embedded.byte_range[3])

    @property
    def is_stamp(self) -> bool:
        """Whether it vouches for time and for nobody's will."""
        return bool(self.embedded.sig_object_type == STAMP)

    @property
    def name(self) -> str:
        """The field it stands in."""
        return str(self.embedded.field_name)

    @property
    def certificate(self) -> x509.Certificate:
        """Of whoever signed."""
        return self.embedded.signer_cert

    @property
    def path(self) -> list[x509.Certificate]:
        """The certificate, and whatever others came along."""
        return [self.embedded.signer_cert, *self.embedded.other_embedded_certs]

    @property
    def claimed(self) -> datetime | None:
        """When it says it was made; None without a time or without a zone."""
        said = self.embedded.self_reported_timestamp
        return said if said is not None and said.utcoffset() is not None else None

    @property
    def forbids_others(self) -> bool:
        """Whether it certifies the file with all further changes forbidden, signatures too."""
        return bool(self.embedded.docmdp_level == MDPPerm.NO_CHANGES)


def signatures_of(data: bytes) -> list[Signature]:
    """All signatures and time stamps of a file, in the order of their making. Raises whatever pyHanko raises.

    A file that is only oddly written (Poppler numbers its objects so) is read leniently: what it shows is another
    question (`external_update`).
    """
    try:
        found = PdfFileReader(BytesIO(data)).embedded_signatures
    except PdfStrictReadError:
        found = PdfFileReader(BytesIO(data), strict=False).embedded_signatures
    return sorted((Signature(each) for each in found), key=lambda each: each.end)


def signed_by_people(data: bytes) -> bool:
    """Whether there are signatures in a file, and none of them seems to be a seal of ours. Raises as signatures_of."""
    acts = [each for each in signatures_of(data) if not each.is_stamp]
    return bool(acts) and not any(each.name == SEAL and each.forbids_others for each in acts)


def signature_faults(signatures: Sequence[Signature]) -> Iterator[Finding]:
    """What is wrong with any of them, whoever made it: not intact, not over the whole file, or changed afterwards."""
    acts = [each for each in signatures if not each.is_stamp]
    for each in signatures:
        # After the last act only what prolongs its proof may follow; between two, the second.
        last = each is acts[-1] if acts else False
        yield from _faults(each, ModificationLevel.LTA_UPDATES if last else ModificationLevel.FORM_FILLING)


def _faults(signature: Signature, allowed: ModificationLevel) -> Iterator[Finding]:
    status = finished(_validated(signature.embedded))
    if status.coverage not in WHOLE:
        yield bad("external.partly_covered", name=signature.name)
    elif not (status.intact and status.valid):
        yield bad("external.broken", name=signature.name)
    elif status.modification_level is None or status.modification_level > allowed or status.docmdp_ok is False:
        yield bad("external.changed_after", name=signature.name)


async def _validated(embedded: EmbeddedPdfSignature) -> Any:
    # Whose certificate it is, is asked elsewhere; here nobody is trusted and nothing fetched.
    nobody = ValidationContext(trust_roots=[], allow_fetching=False)
    if embedded.sig_object_type == STAMP:
        return await async_validate_pdf_timestamp(embedded, nobody)
    return await async_validate_pdf_signature(embedded, nobody)
