"""The level a contract asks of its signatures: what can be chosen, what it asks of the signer, and what falls short."""

from collections.abc import Iterable
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.models import Contract, Level, Requirement
from aceite.core.contracts.refusing import BelowLevel
from aceite.core.signatures.proofs import Means
from aceite.core.trail.refusals import Unfit
from aceite_verify.levels import fulfils, strictest

SIGNED_DIGITALLY: Final = (Requirement.DIGITAL, Requirement.EITHER)
OFFERED: Final = (Level.SIMPLE, Level.ADVANCED, Level.QUALIFIED)
# What the signer has to do, as the vendor reads it when he chooses.
ASKS: Final[dict[Level, Promise | str]] = {
    Level.SIMPLE: _("quem assina confirma com um código enviado por e-mail"),
    Level.ADVANCED: _(
        "quem assina confirma com a chave de acesso do aparelho (digital, rosto ou PIN), ou assina o PDF no gov.br"
    ),
    Level.QUALIFIED: _("quem assina usa um certificado ICP-Brasil e envia o PDF assinado"),
}


_SHORT: Final[dict[Level, Promise | str]] = {
    Level.SIMPLE: _("nível simples"),
    Level.ADVANCED: _("nível avançado"),
    Level.QUALIFIED: _("nível qualificado"),
}


def level_alone(level: str) -> str:
    """The level in two words: "nível avançado"."""
    return str(_SHORT[Level(level)])


def in_short(requirement: str, level: str) -> str:
    """The same; "" where nobody signs in the panel."""
    return level_alone(level) if requirement in SIGNED_DIGITALLY else ""


def level_words(level: str) -> str:
    """The level and what it asks of the signer: "Avançada: quem assina confirma com …"."""
    known = Level(level)
    return _now("%(level)s: %(asks)s") % {"level": known.label, "asks": ASKS[known]}


def level_choices() -> list[tuple[str, str]]:
    """What can be chosen, with what each asks of the signer."""
    return [(level.value, level_words(level)) for level in OFFERED]


def clean_level(level: str, requirement: str) -> str:
    """One of the levels offered; the simple one where nobody signs in the panel. Raises Unfit."""
    if requirement not in SIGNED_DIGITALLY:
        return Level.SIMPLE
    if level not in OFFERED:
        raise Unfit("level", _("Escolha o nível da assinatura."))
    return level


def strictest_of(contracts: Iterable[Contract]) -> Level:
    """The highest level that one of them asks for: what confirms them together has to reach it."""
    return Level(strictest(contract.level for contract in contracts))


def may_confirm(means: Means, level: str) -> bool:
    """Whether this way of confirming reaches the level."""
    return fulfils([means.value], level)


def refuse_below_level(contract: Contract, factors: Iterable[str]) -> None:
    """Raises BelowLevel when what confirms the act does not reach what the contract asks for."""
    if not fulfils(factors, contract.level):
        raise BelowLevel(contract.title, contract.level)
