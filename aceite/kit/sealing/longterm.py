"""Keeping a seal checkable for decades (PAdES B-LTA): F(k) = F(k-1) ‖ validation data ‖ document time stamp.

What is there stays, byte for byte; validation data is never appended without the time stamp that covers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from asn1crypto import crl, pem
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.signers.cms_embedder import SigObjSetup
from pyhanko.sign.signers.pdf_byterange import DocumentTimestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore

from aceite.kit.pdf.increment import Writer
from aceite.kit.sealing.sealing import Sealed, prepare
from aceite.kit.sealing.stamps import LARGEST_TOKEN, Stamp
from aceite.kit.sealing.timestamps import TimeAuthorities

FIELD: Final = "Carimbo"


class NotSealed(ValueError):
    """There is no seal in the file that could be kept."""


@dataclass(frozen=True)
class ValidationData:
    """What a checker will need once it is gone from the net: certificates (PEM) and revocation lists (PEM or DER)."""

    certificates: bytes = b""
    lists: Sequence[bytes] = ()


def append_long_term(file: bytes, data: ValidationData, *, by: TimeAuthorities, at: datetime) -> Sealed:
    """`file` ‖ one update with validation data and a time stamp over all of it. `at` (aware) is now.

    When no authority answers, the result holds `file` unchanged, with the reasons. Raises NotSealed.
    """
    writer = Writer(file, file)
    filled = sum(1 for _field in enumerate_sig_fields(writer, filled_status=True))
    if not filled:
        raise NotSealed("no signature")
    _add_validation_data(writer, data)
    prepared = prepare(writer, f"{FIELD} {filled}", SigObjSetup(DocumentTimestamp(bytes_reserved=2 * LARGEST_TOKEN)))
    stamp = by.stamp(prepared.digest, at)
    return Sealed(prepared.filled(stamp.token) if isinstance(stamp, Stamp) else file, stamp)


def _add_validation_data(writer: Writer, data: ValidationData) -> None:
    certificates = list(load_certs_from_pemder_data(data.certificates)) if data.certificates else []
    lists = [crl.CertificateList.load(_der(each), strict=True) for each in data.lists]
    if certificates or lists:
        DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates, crls=lists)


def _der(data: bytes) -> bytes:
    return bytes(pem.unarmor(data)[2]) if pem.detect(data) else data
