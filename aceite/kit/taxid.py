"""CPF and CNPJ, the latter also with letters (in force since July 2026, IN RFB 2.229/2024).

Stored form: capitals and digits alone, as `normalize` gives. The check digits are validate-docbr's.
"""

import re
from typing import Final, Literal

from validate_docbr import CNPJ, CPF

from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _

Kind = Literal["cpf", "cnpj"]

_PUNCTUATION: Final = re.compile(r"[\s./\-\u2010-\u2015]")
_CPF_FORM: Final = re.compile(r"[0-9]{11}")
_CNPJ_FORM: Final = re.compile(r"[0-9A-Z]{12}[0-9]{2}")
_cpf: Final = CPF()
_cnpj: Final = CNPJ()


class BadTaxId(Complaint):
    """The text is neither a CPF nor a CNPJ."""


def normalize(text: str) -> str:
    """Strip spaces, points, slashes and dashes; capitals. Judges nothing."""
    return _PUNCTUATION.sub("", text).upper()


def is_cpf(text: str) -> bool:
    """Say whether this is a CPF with right check digits; one digit repeated eleven times is none."""
    bare = normalize(text)
    return bool(_CPF_FORM.fullmatch(bare)) and bool(_cpf.validate(bare))


def is_cnpj(text: str) -> bool:
    """Say whether this is a CNPJ, of digits or with letters, with right check digits."""
    bare = normalize(text)
    return bool(_CNPJ_FORM.fullmatch(bare)) and bool(_cnpj.validate(bare))


def kind_of(text: str) -> Kind | None:
    """Tell a valid CPF from a valid CNPJ; None for anything else."""
    if is_cpf(text):
        return "cpf"
    return "cnpj" if is_cnpj(text) else None


def parse_taxid(text: str) -> str:
    """Return the stored form of a valid CPF or CNPJ. Raises BadTaxId, saying which digits are wrong in kind."""
    bare = normalize(text)
    if kind_of(bare):
        return bare
    if _CPF_FORM.fullmatch(bare):
        raise BadTaxId(_("Este CPF não existe: confira os números."))
    if _CNPJ_FORM.fullmatch(bare):
        raise BadTaxId(_("Este CNPJ não existe: confira os números e as letras."))
    raise BadTaxId(_("Digite um CPF (11 números) ou um CNPJ (14 números ou letras)."))


def format_taxid(text: str) -> str:
    """Write 123.456.789-09 or 12.ABC.345/01DE-35. Raises BadTaxId when it has the form of neither."""
    bare = normalize(text)
    if _CPF_FORM.fullmatch(bare):
        return f"{bare[:3]}.{bare[3:6]}.{bare[6:9]}-{bare[9:]}"
    if _CNPJ_FORM.fullmatch(bare):
        return f"{bare[:2]}.{bare[2:5]}.{bare[5:8]}/{bare[8:12]}-{bare[12:]}"
    raise BadTaxId(_("Digite um CPF (11 números) ou um CNPJ (14 números ou letras)."))


def mask_taxid(text: str) -> str:
    """Hide a CPF as ***.456.789-**, as federal bodies publish it; a CNPJ is public and stays whole. Raises BadTaxId."""
    whole = format_taxid(text)
    return f"***{whole[3:11]}-**" if len(whole) == len("123.456.789-09") else whole
