"""Pix without a gateway: keys as the Banco Central registers them, and the BR Code one pays by.

A BR Code is EMV's merchant-presented code: fields of two digits of id, two of length, and the value, with a CRC at the
end (Manual de Padrões para Iniciação do Pix, Banco Central do Brasil; EMV QRCPS-MPM 1.1).
"""

import re
import unicodedata
from binascii import crc_hqx
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, get_args
from uuid import UUID

from aceite.kit.brazil import BadPhone, parse_phone
from aceite.kit.money import cents
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite.kit.taxid import is_cnpj, is_cpf, normalize

KeyKind = Literal["cpf", "cnpj", "email", "phone", "random"]
KEY_KINDS: Final[tuple[KeyKind, ...]] = get_args(KeyKind)
TXID_AT_MOST: Final = 25
# EMV gives the amount thirteen letters, the point and the cents included.
LARGEST: Final = Decimal("9999999999.99")

_GUI: Final = "br.gov.bcb.pix"
_EMAIL: Final = re.compile(r"[a-z0-9.!#$&'*+/=?^_`{|}~-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
_EMAIL_AT_MOST: Final = 77
_NAME_AT_MOST: Final = 25
_CITY_AT_MOST: Final = 15
# Both fields are obligatory; a company that has not filled in its address is in the country at least.
_NO_CITY: Final = "BRASIL"


class BadPixKey(Complaint):
    """The text is no Pix key of the kind it was given as."""


@dataclass(frozen=True)
class PixCharge:
    """What is to be paid: to whom (key, name, city as people write them), how much in reais, under which identifier."""

    key: str
    name: str
    city: str
    amount: Decimal
    txid: str


def fit_key(kind: str, text: str) -> str:
    """The key in the form in which the Banco Central's directory holds it. Raises BadPixKey."""
    typed = text.strip()
    match kind:
        case "cpf" if is_cpf(typed):
            return normalize(typed)
        case "cnpj" if is_cnpj(typed):
            return normalize(typed)
        case "email" if _EMAIL.fullmatch(typed.lower()) and len(typed) <= _EMAIL_AT_MOST:
            return typed.lower()
        case "phone":
            return _phone(typed)
        case "random":
            return _random(typed)
    raise BadPixKey(_WRONG.get(kind, _("Escolha o tipo da chave Pix.")))


def txid_of(text: str) -> str:
    """The identifier that comes back in the statement: letters and digits alone, 25 at most (2026-0014 → 20260014)."""
    return re.sub(r"[^A-Za-z0-9]", "", _plain(text))[:TXID_AT_MOST]


def br_code(charge: PixCharge) -> str:
    """The text of a static BR Code with amount, to be copied or drawn as QR. Raises ValueError for an amount no code
    can hold (nothing, fractions of a cent, above 9,999,999,999.99)."""
    if not 0 < charge.amount <= LARGEST or charge.amount != cents(charge.amount):
        raise ValueError("a Pix is between one cent and 9,999,999,999.99")
    body = "".join([
        _field("00", "01"),
        _field("26", _field("00", _GUI) + _field("01", charge.key)),
        _field("52", "0000"),
        _field("53", "986"),
        _field("54", f"{charge.amount:.2f}"),
        _field("58", "BR"),
        _field("59", _plain(charge.name)[:_NAME_AT_MOST].strip()),
        _field("60", _plain(charge.city)[:_CITY_AT_MOST].strip() or _NO_CITY),
        _field("62", _field("05", txid_of(charge.txid) or "***")),
        "6304",
    ])  # fmt: skip
    return body + checksum(body)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE (polynomial 0x1021, from 0xFFFF) as four capital hex digits, its own id and length covered."""
    return f"{crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _field(number: str, value: str) -> str:
    return f"{number}{len(value):02}{value}"


def _plain(text: str) -> str:
    """ASCII: accents taken off, what has no plain letter left out."""
    apart = unicodedata.normalize("NFKD", text)
    return " ".join("".join(letter for letter in apart if " " <= letter <= "~").split())


def _phone(text: str) -> str:
    try:
        number = parse_phone(text)
    except BadPhone:
        raise BadPixKey(_WRONG["phone"]) from None
    if not number.startswith("+55"):
        raise BadPixKey(_("A chave Pix de telefone é um número do Brasil."))
    return number


def _random(text: str) -> str:
    try:
        key = UUID(text)
    except ValueError:
        raise BadPixKey(_WRONG["random"]) from None
    return str(key)


_WRONG: Final = {
    "cpf": _("Este CPF não existe: confira os números."),
    "cnpj": _("Este CNPJ não existe: confira os números e as letras."),
    "email": _("Isto não é um e-mail. Escreva como nome@empresa.com.br."),
    "phone": _("Isto não é um telefone. Escreva como (11) 98765-4321."),
    "random": _("A chave aleatória tem 32 letras e números, como 123e4567-e12b-12d1-a456-426655440000."),
}
