"""Whom a certificate names: ICP-Brasil's persons and companies by their other names, anybody by the common name.

DOC-ICP-04 lays the values out by position: eight digits of a birth date, then eleven of a CPF, in 2.16.76.1.3.1 (the
person) and 2.16.76.1.3.4 (the company's responsible); 2.16.76.1.3.2 is the responsible's name, 2.16.76.1.3.3 the CNPJ.
"""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from asn1crypto import x509

PERSON: Final = "2.16.76.1.3.1"
RESPONSIBLE_NAME: Final = "2.16.76.1.3.2"
COMPANY: Final = "2.16.76.1.3.3"
RESPONSIBLE: Final = "2.16.76.1.3.4"
CPF_PLACE: Final = slice(8, 19)


class Kind(StrEnum):
    """Whose certificate it claims to be, by its issuer's organization; a chain to a trusted root proves the claim."""

    ICP_BRASIL = "icp_brasil"
    GOVBR = "govbr"
    OTHER = "other"


ORGANIZATIONS: Final = {"ICP-Brasil": Kind.ICP_BRASIL, "Gov-Br": Kind.GOVBR}


@dataclass(frozen=True)
class Holder:
    """The person or company of a certificate. Numbers are bare, "" where the certificate tells none."""

    kind: Kind
    name: str
    cpf: str = ""
    cnpj: str = ""
    responsible: str = ""
    responsible_cpf: str = ""


def holder_of(certificate: x509.Certificate) -> Holder:
    """Read the certificate's names; what is malformed among them counts as absent."""
    others = _other_names(certificate)
    return Holder(
        kind=_kind(certificate),
        # ICP-Brasil writes "NAME:CPF" and "COMPANY:CNPJ".
        name=name_of(certificate.subject).partition(":")[0].strip(),
        cpf=_cpf(others.get(PERSON, "")),
        cnpj=others.get(COMPANY, "").strip(),
        responsible=others.get(RESPONSIBLE_NAME, "").strip(),
        responsible_cpf=_cpf(others.get(RESPONSIBLE, "")),
    )


def name_of(name: x509.Name) -> str:
    """How a certificate's holder or issuer is told to people: the common name, or all of the name without one."""
    return str(name.native.get("common_name") or name.human_friendly)


def same_name(one: str, other: str) -> bool:
    """Whether two names are written with the same words; case, accents and spaces do not count."""
    return _words(one) == _words(other) != []


def similar_name(one: str, other: str) -> bool:
    """Whether both begin with the same word and end with the same word, or one's words are all in the other."""
    left, right = _words(one), _words(other)
    if not left or not right:
        return False
    return (left[0], left[-1]) == (right[0], right[-1]) or (left[0] == right[0] and _within(left, right))


def _within(left: list[str], right: list[str]) -> bool:
    fewer, more = sorted((set(left), set(right)), key=len)
    return len(fewer) > 1 and fewer <= more


def _words(name: str) -> list[str]:
    bare = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return "".join(letter if letter.isalnum() else " " for letter in letters).casefold().split()


def _kind(certificate: x509.Certificate) -> Kind:
    organization: Any = certificate.issuer.native.get("organization_name", "")
    return ORGANIZATIONS.get(organization if isinstance(organization, str) else "", Kind.OTHER)


def _cpf(laid_out: str) -> str:
    found = laid_out[CPF_PLACE]
    # Zeros stand where a value was not informed.
    return found if len(found) == 11 and found.isdecimal() and found.strip("0") else ""


def _other_names(certificate: x509.Certificate) -> dict[str, str]:
    found: dict[str, str] = {}
    try:
        for name in certificate.subject_alt_name_value or ():
            if name.name == "other_name":
                found.setdefault(str(name.chosen["type_id"].native), _text(name.chosen["value"].parsed.native))
    except (ValueError, TypeError):
        return {}
    return found


def _text(value: object) -> str:
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return value if isinstance(value, str) else ""
