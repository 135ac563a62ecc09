"""How a person confirms what was prepared: the digits of a mailed code, or the answer of her passkey."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol

from django.utils.translation import gettext_lazy as _

from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal


class Means(StrEnum):
    """What confirms a ceremony, as its statements name it among their factors (models.FACTORS)."""

    CODE = "email_code"
    PASSKEY = "passkey"


class WrongMeans(Refusal):
    """S says by what it is confirmed; something else does not confirm it."""

    sentence = _("Este ato foi preparado para ser confirmado de outro jeito. Volte e escolha como quer confirmar.")


@dataclass(frozen=True)
class CodeProof:
    """Digits as they were typed."""

    means: ClassVar[Means] = Means.CODE

    digits: str


@dataclass(frozen=True)
class PasskeyProof:
    """The browser's JSON of an assertion."""

    means: ClassVar[Means] = Means.PASSKEY

    response: str


Proof = CodeProof | PasskeyProof


class UserBehind(Actor, Protocol):
    """An actor who is a person that enters: a panel user or a member."""

    @property
    def user_id(self) -> int | None:
        """The User, whose passkeys are hers; None while an invitation was not accepted."""
