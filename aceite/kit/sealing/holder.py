"""Whose certificate it is: the numbers that ICP-Brasil writes into a certificate's alternative names (DOC-ICP-04)."""

from typing import Final

from asn1crypto import core
from cryptography import x509

from aceite.kit.taxid import is_cnpj, normalize

CNPJ: Final = x509.ObjectIdentifier("2.16.76.1.3.3")


def cnpj_of(certificate: x509.Certificate) -> str | None:
    """The CNPJ of a company's certificate in its stored form, of digits or with letters; None when it names none."""
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return None
    texts = (_text(name.value) for name in names.get_values_for_type(x509.OtherName) if name.type_id == CNPJ)
    return next((normalize(text) for text in texts if is_cnpj(text)), None)


def _text(der: bytes) -> str:
    # DOC-ICP-04 allows an octet string or a printable one; certificates in the field have both, and UTF-8 too.
    try:
        value = core.load(der, strict=True).native
    except ValueError:
        return ""
    return value.decode("ascii", "replace") if isinstance(value, bytes) else str(value)
