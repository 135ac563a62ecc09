"""What may stand in a company's register: its address on the site, CNPJ, zone, colour and numbering."""

import re
from typing import Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext as _

from aceite.core.trail.refusals import Unfit, unfit
from aceite.kit.brazil import UFS
from aceite.kit.business_days import own_day
from aceite.kit.pix import BadPixKey, fit_key
from aceite.kit.taxid import is_cnpj, normalize
from aceite.kit.zones import ZONES

# The first parts of addresses that belong to the product: a company there would hide them, or be hidden.
RESERVED_SLUGS: Final = frozenset({
    "aceite", "admin", "api", "cadastro", "caixa-de-saida", "conferir", "conta", "dominios", "empresas", "entrar",
    "equipe", "gestao", "healthz", "media", "nunca", "painel", "readyz", "sair", "senha", "static", "ui", "verificar",
    "webhooks",
})  # fmt: skip
MAX_VALIDITY_DAYS: Final = 365
MOST_COPY_REFUSALS: Final = 12
# Beside it there is room for words of one's own in the 400 letters of a refusal.
LONGEST_COPY_REFUSAL: Final = 200
MOST_HOLIDAYS: Final = 100
LONGEST_HOLIDAY: Final = 40

_SLUG: Final = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])")
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")
_PREFIX: Final = re.compile(r"[A-Z0-9][A-Z0-9.-]{0,7}")


def fit_slug(text: str) -> str:
    """The company's part of every address: small letters, digits and single dashes. Raises Unfit."""
    slug = text.strip().lower()
    if not _SLUG.fullmatch(slug) or "--" in slug:
        raise Unfit("slug", _("Use até 40 letras sem acento, números ou hífens; por exemplo: padaria-central."))
    if slug in RESERVED_SLUGS:
        raise Unfit("slug", _("Este endereço é usado pelo próprio Aceite. Escolha outro."))
    return slug


def fit_cnpj(text: str) -> str:
    """The CNPJ without punctuation, of digits or with letters. Raises Unfit."""
    if not is_cnpj(text):
        raise Unfit("cnpj", _("Este CNPJ não existe: confira os números e as letras."))
    return normalize(text)


def fit_zone(name: str) -> str:
    """A zone of the IANA database. Raises Unfit."""
    if name not in ZONES:
        raise Unfit("zone", _("Este fuso horário não existe. Escolha um da lista."))
    return name


def fit_language(code: str) -> str:
    """A language the product speaks. Raises Unfit."""
    if code not in dict(settings.LANGUAGES):
        raise Unfit("language", _("Escolha um dos idiomas da lista."))
    return code


def fit_colour(text: str) -> str:
    """A colour as `#rrggbb`. Raises Unfit."""
    colour = text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise Unfit("colour", _("Escreva a cor como #1f5f4a: um jogo da velha e seis letras ou números de 0 a f."))
    return colour


def fit_prefix(text: str) -> str:
    """What stands before a proposal's number; it is part of addresses too. Raises Unfit."""
    prefix = text.strip().upper()
    if prefix and not _PREFIX.fullmatch(prefix):
        raise Unfit("number_prefix", _("Use até 8 letras sem acento, números, pontos ou hífens."))
    return prefix


def fit_state(text: str, *, field: str = "state") -> str:
    """A federal unit's two letters, or nothing. Raises Unfit."""
    state = text.strip().upper()
    if state and state not in UFS:
        raise Unfit(field, _("Esta UF não existe. Escolha uma da lista."))
    return state


def fit_pix_key(kind: str, text: str) -> str:
    """The key by which the company is paid, in the directory's form; nothing where there is none. Raises Unfit."""
    if not kind and not text.strip():
        return ""
    try:
        return fit_key(kind, text)
    except BadPixKey as bad:
        raise unfit("pix_key" if kind else "pix_kind", bad) from None


def fit_email(text: str, *, field: str = "email") -> str:
    """An address in the form in which it is stored and compared. Raises Unfit."""
    email = text.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Unfit(field, _("Isto não é um e-mail. Escreva como nome@empresa.com.br.")) from None
    return email


def fit_website(text: str) -> str:
    """A web address of http or https, or nothing. Raises Unfit."""
    website = text.strip()
    try:
        if website:
            URLValidator(schemes=["http", "https"])(website)
    except ValidationError:
        raise Unfit("website", _("Escreva o endereço completo do site, como https://www.empresa.com.br.")) from None
    return website


def fit_validity(days: int) -> int:
    """How many days a proposal stands unless somebody says otherwise. Raises Unfit."""
    if not 1 <= days <= MAX_VALIDITY_DAYS:
        raise Unfit("default_validity_days", _("A validade padrão vai de 1 a 365 dias."))
    return days


def fit_copy_refusals(text: str) -> str:
    """The usual reasons for refusing a signed copy, one a line, each once. Raises Unfit."""
    reasons = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if len(reasons) > MOST_COPY_REFUSALS or any(len(reason) > LONGEST_COPY_REFUSAL for reason in reasons):
        raise Unfit("copy_refusals", _("Use no máximo doze motivos, um por linha, cada um com até duzentas letras."))
    return "\n".join(reasons)


def fit_own_holidays(text: str) -> str:
    """The company's own days off, one a line, each once. Raises Unfit with the line that is no day."""
    days: dict[str, str] = {}
    for line in (line.strip() for line in text.splitlines()):
        if not line:
            continue
        day = own_day(line)
        if day is None or len(day.name) > LONGEST_HOLIDAY:
            words = _("“%(line)s” não é um dia. Escreva como 25/03 Aniversário da cidade, ou 26/12/2026 Recesso.")
            raise Unfit("own_holidays", words % {"line": line[:60]})
        days.setdefault(day.key, str(day))
    if len(days) > MOST_HOLIDAYS:
        raise Unfit("own_holidays", _("Use no máximo cem dias. Tire os que já passaram."))
    return "\n".join(days.values())
