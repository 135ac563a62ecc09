"""Why a passkey's answer is not taken: each reason has its own class and sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from django.utils.translation import gettext_lazy as _

from aceite.core.trail.refusals import Refusal
from aceite.kit.passkey_answers import Fault, Unproved


class PasskeyRefusal(Refusal):
    """A passkey's answer was not taken."""


class NoPasskeysHere(PasskeyRefusal):
    """This installation's address lets no browser make passkeys, or the page was opened at another one."""

    sentence = _("Neste endereço não há como usar chaves de acesso. Use o código por e-mail.")


class NoPasskey(PasskeyRefusal):
    """She has none that works at this address."""

    sentence = _("Você não tem chave de acesso para este endereço. Use o código por e-mail.")


class UnreadableAnswer(PasskeyRefusal):
    """What came is no answer of a passkey."""

    sentence = _("A resposta do aparelho não pôde ser lida. Tente de novo, ou use o código por e-mail.")


class OtherDocument(PasskeyRefusal):
    """The device said yes to another challenge than the one that was asked: other documents, or another moment."""

    sentence = _("A chave confirmou outra coisa, não o que está nesta página. Nada foi registrado: tente de novo.")


class ChallengeForeign(PasskeyRefusal):
    """Nobody asked this, or somebody else was asked."""

    sentence = _("Este pedido não foi feito aqui. Comece de novo nesta página.")


class ChallengeUsed(PasskeyRefusal):
    """The same answer came before."""

    sentence = _("Esta resposta já foi usada. Comece de novo nesta página.")


class ChallengeExpired(PasskeyRefusal):
    """Its minutes are over."""

    sentence = _("O tempo para usar a chave acabou. Comece de novo nesta página.")


class OtherOrigin(PasskeyRefusal):
    """The answer was given on another site's page."""

    sentence = _("A chave foi usada na página de outro endereço. Nada foi registrado: confira o endereço desta página.")


class OtherSite(PasskeyRefusal):
    """The answer is meant for another host."""

    sentence = _("A resposta da chave vale para outro endereço. Nada foi registrado: use o código por e-mail.")


class NotVerified(PasskeyRefusal):
    """The device did not check who is holding it."""

    sentence = _("O aparelho não conferiu que é você. Desbloqueie-o com digital, rosto ou PIN quando ele pedir.")


class BadSignature(PasskeyRefusal):
    """The signature is not that of the registered key."""

    sentence = _("A assinatura da chave não confere com a que foi cadastrada. Nada foi registrado: use o código.")


class UnknownAlgorithm(PasskeyRefusal):
    """The device made a key of a kind that is not known here."""

    sentence = _("O aparelho fez uma chave de um tipo que não conhecemos. Tente com outro aparelho.")


class UnknownPasskey(PasskeyRefusal):
    """No such credential, or not this person's."""

    sentence = _("Esta chave de acesso não está cadastrada, ou foi removida. Entre com um código e cadastre-a de novo.")


class PasskeyElsewhere(PasskeyRefusal):
    """It was registered while the product stood at another address."""

    sentence = _(
        "Esta chave foi cadastrada em outro endereço do sistema. Use o código e cadastre-a de novo na sua conta."
    )


class CounterBack(PasskeyRefusal):
    """The device counts backwards: somebody may have copied the passkey."""

    sentence = _(
        "O contador desta chave voltou atrás, o que acontece quando ela foi copiada. Nada foi registrado: use o "
        "código e remova a chave na sua conta."
    )


_BY_FAULT: Final[dict[Fault, type[PasskeyRefusal]]] = {
    Fault.UNREADABLE: UnreadableAnswer,
    Fault.OTHER_CHALLENGE: OtherDocument,
    Fault.OTHER_ORIGIN: OtherOrigin,
    Fault.OTHER_SITE: OtherSite,
    Fault.NOT_VERIFIED: NotVerified,
    Fault.BAD_SIGNATURE: BadSignature,
    Fault.UNKNOWN_ALGORITHM: UnknownAlgorithm,
}


@contextmanager
def in_words() -> Iterator[None]:
    """Turns what the kit finds at fault into the refusal a person reads."""
    try:
        yield
    except Unproved as found:
        raise _BY_FAULT[found.fault] from None
