"""Why a contract was not signed: one class and one sentence each; the class name is the word the trail keeps."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.trail.refusals import Refusal
from aceite_verify.levels import ADVANCED, QUALIFIED, SIMPLE
from aceite_verify.signing_plan import WhyNot


class SigningRefused(Refusal):
    """Base of what this room refuses when somebody signs."""


class NothingToSign(SigningRefused):
    """No contract was chosen, or those chosen are of different versions."""

    sentence = _("Escolha os contratos desta proposta que você quer assinar.")


class NotDigital(SigningRefused):
    """The contract is signed on paper, or only read."""

    sentence = _("Este contrato não é assinado no painel. Veja na página dele como assinar.")


class NotASigner(SigningRefused):
    """The person is not among the signers of the contract."""

    sentence = _("Você não está entre os signatários deste contrato. Nada foi registrado.")


class AlreadySigned(SigningRefused):
    """The person has signed all of these contracts before."""

    sentence = _("Você já assinou. A sua assinatura está guardada e não precisa ser repetida.")


class NotOpened(SigningRefused):
    """The contract was never opened by this person."""

    sentence = _("Abra e leia o contrato antes de assinar. O que você preencheu continua aqui.")


class BelowLevel(SigningRefused):
    """What was chosen to confirm does not reach the level that a contract asks for."""

    def __init__(self, title: str, level: str) -> None:
        super().__init__(_BELOW[level] % {"title": title})


_BELOW: Final[dict[str, Promise]] = {
    SIMPLE: _("“%(title)s” precisa ser confirmado com um código ou com a chave de acesso. Nada foi registrado."),
    ADVANCED: _(
        "“%(title)s” pede assinatura avançada: confirme com a chave de acesso do seu aparelho. O código por e-mail não "
        "basta. Nada foi registrado."
    ),
    QUALIFIED: _(
        "“%(title)s” pede assinatura qualificada: o documento é assinado com um certificado ICP-Brasil. Nada foi "
        "registrado."
    ),
}


class OutOfTurn(SigningRefused):
    """Base of what the signing plan of a contract refuses."""

    words: Promise | str = ""

    def __init__(self, title: str) -> None:
        super().__init__(self.words % {"title": title})


class NotHerTurn(OutOfTurn):
    """Others sign before her."""

    words = _(
        "Ainda não é a sua vez de assinar “%(title)s”: outras pessoas assinam antes. Avisamos por e-mail quando for."
    )


class EnoughSigned(OutOfTurn):
    """A quorum was enough, and it is met."""

    words = _("“%(title)s” já tem as assinaturas de que precisa. A sua não é mais necessária e nada foi registrado.")


class ProxyEnded(OutOfTurn):
    """The proxy by which she would sign is over."""

    words = _(
        "O poder com que você assinaria “%(title)s” venceu. Nada foi registrado: peça à empresa uma nova versão do "
        "contrato, ou que outra pessoa assine."
    )


OUT_OF_TURN: Final[dict[WhyNot | None, type[OutOfTurn]]] = {
    WhyNot.NOT_YET: NotHerTurn,
    WhyNot.ENOUGH: EnoughSigned,
    WhyNot.PROXY_ENDED: ProxyEnded,
}


class ProxyMissing(SigningRefused):
    """Her power of attorney is asked for, and she has not brought it."""

    sentence = _("Este contrato pede a sua procuração. Nada foi registrado: envie o PDF dela antes de assinar.")


class BlankMark(SigningRefused):
    """Neither drawn nor typed."""

    sentence = _("O campo da assinatura está em branco. Desenhe sua assinatura ou digite seu nome.")


class MarkTooShort(SigningRefused):
    """Too few letters, or a mere dot."""

    sentence = _("A assinatura é curta demais. Desenhe outra vez ou digite seu nome completo.")


class BadMark(SigningRefused):
    """The drawing or the name cannot be taken; the sentence says why."""


class BadCpf(SigningRefused):
    """The signer's CPF is missing, cannot exist, or is not the one given before."""


class SignerIsWitness(SigningRefused):
    """The CPF given is a witness's while this person signs as a party, or the other way round."""

    sentence = _(
        "Este CPF é o de uma parte e de uma testemunha deste contrato. A testemunha precisa ser outra pessoa: "
        "confira o CPF ou fale com a empresa."
    )
