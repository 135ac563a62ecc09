"""The kinds of notices a colleague may choose about, which events make them, and in what words they are told."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class By(models.TextChoices):
    """How a kind reaches her by mail."""

    NOW = "now", _("na hora")
    DAILY = "daily", _("no resumo do dia")
    NEVER = "never", _("não")


class Kind(StrEnum):
    """What a notice is about, as one chooses."""

    VIEWED = "viewed"
    QUESTION = "question"
    SIGNED = "signed"
    TO_CHECK = "to_check"
    ANSWERED = "answered"
    RESCINDED = "rescinded"
    CHOSEN = "chosen"
    EXPIRED = "expired"
    HANDED_OVER = "handed_over"
    CLEARANCE = "clearance"
    COUNTERSIGN = "countersign"
    MENTION = "mention"
    COMMENT = "comment"
    TICKET = "ticket"
    AGREEMENT = "agreement"
    WRONG_PERSON = "wrong_person"
    POWER = "power"
    MAIL_FAILED = "mail_failed"


@dataclass(frozen=True)
class About:
    """A kind in words, and how it comes as long as nobody chose otherwise."""

    label: "str | Promise"
    hint: "str | Promise"
    mail: By = By.NOW


ABOUT: Final[dict[Kind, About]] = {
    Kind.VIEWED: About(_("Proposta vista"), _("O cliente abre uma versão pela primeira vez.")),
    Kind.QUESTION: About(
        _("Pergunta ou pedido do cliente"),
        _(
            "Alguém do cliente pergunta, envia uma contraproposta, pede mais prazo, encaminha a proposta ou pede "
            "acesso para quem decide."
        ),
    ),
    Kind.SIGNED: About(_("Assinatura"), _("Alguém do cliente assina um contrato, ou não pode mais assinar.")),
    Kind.TO_CHECK: About(_("Via ou PDF a conferir"), _("Chega uma via assinada, ou um PDF assinado fora do painel.")),
    Kind.ANSWERED: About(_("Aprovação ou recusa"), _("O cliente aprova ou recusa a proposta.")),
    Kind.RESCINDED: About(_("Desistência"), _("Um consumidor desiste, no prazo da lei, do que aprovou.")),
    Kind.CHOSEN: About(_("Escolha do cliente"), _("O cliente escolhe itens ou quantidades de uma proposta sua.")),
    Kind.EXPIRED: About(_("Proposta vencida"), _("A validade termina sem resposta."), By.DAILY),
    Kind.HANDED_OVER: About(_("Venda passada a você"), _("Um colega põe você como vendedor de uma venda.")),
    Kind.CLEARANCE: About(_("Aprovação interna"), _("Um colega pede o seu sim, ou responde ao seu pedido.")),
    Kind.COUNTERSIGN: About(_("Sua vez de assinar pela empresa"), _("Só falta a sua assinatura em um contrato.")),
    Kind.MENTION: About(_("Menção em comentário"), _("Um colega cita você em um comentário.")),
    Kind.COMMENT: About(
        _("Comentário em venda sua"), _("Um colega comenta uma venda sua, ou que você comentou."), By.DAILY
    ),
    Kind.TICKET: About(_("Chamado"), _("Um cliente abre um chamado, ou escreve em um que é seu.")),
    Kind.AGREEMENT: About(_("Contrato perto do fim"), _("Um contrato de que você cuida chega ao prazo de aviso.")),
    Kind.WRONG_PERSON: About(
        _("Este não sou eu"), _("Quem abriu um convite ou o painel de um cliente seu diz que é outra pessoa.")
    ),
    Kind.POWER: About(
        _("Poderes de assinatura"), _("Um cliente seu declara como alguém assina, ou um poder dele está para vencer.")
    ),
    Kind.MAIL_FAILED: About(_("E-mail que não chegou"), _("Um e-mail de uma venda sua não pôde ser entregue.")),
}

# Event → the words of its notice; "%(who)s" is whoever did it.
WORDS: Final[dict[str, "str | Promise"]] = {
    "proposal.viewed": _("%(who)s abriu a proposta"),
    "question.asked": _("%(who)s fez uma pergunta"),
    "points.sent": _("%(who)s enviou uma contraproposta"),
    "time.asked": _("%(who)s pede mais prazo"),
    "proposal.forwarded": _("%(who)s encaminhou a proposta a quem decide"),
    "access.asked": _("%(who)s pede acesso para quem decide"),
    "contract.signed": _("%(who)s assinou um contrato"),
    "signer.replaced": _("%(who)s passou a vez de assinar a um colega"),
    "signer.unable": _("Quem falta assinar não pode mais: escolha outra pessoa"),
    "copy.uploaded": _("%(who)s enviou uma via assinada: falta conferir"),
    "external.to_check": _("Um PDF assinado fora do painel espera a sua conferência"),
    "proposal.approved": _("%(who)s aprovou a proposta"),
    "proposal.declined": _("%(who)s recusou a proposta"),
    "proposal.rescinded": _("%(who)s desistiu da compra: não entregue nem fature"),
    "amendment.fell": _("%(who)s desistiu da compra: o aditivo não vale mais, não entregue nem fature"),
    "choice.made": _("A versão com a escolha do cliente está pronta"),
    "choice.failed": _("A escolha do cliente não pôde ser montada: veja por quê"),
    "proposal.expired": _("A proposta venceu sem resposta"),
    "proposal.reassigned": _("%(who)s passou esta venda a você"),
    "clearance.asked": _("%(who)s pede a sua aprovação para enviar"),
    "clearance.given": _("%(who)s aprovou o envio"),
    "clearance.refused": _("%(who)s negou o envio e disse por quê"),
    "countersigner.called": _("Falta a sua assinatura pela empresa"),
    "countersigner.replaced": _("Agora é você quem assina pela empresa"),
    "comment.added": _("%(who)s comentou"),
    "comment.changed": _("%(who)s mudou um comentário"),
    "agreement.ending": _("Um contrato está perto do fim"),
    "panel_user.disowned": _("Alguém disse que não é a pessoa de um acesso ao painel"),
    "power.declared": _("%(who)s declarou poderes de assinatura: falta conferir"),
    "power.ending": _("Os poderes de assinatura de uma pessoa estão perto do fim"),
    "power.ended": _("Os poderes de assinatura de uma pessoa venceram"),
    "ticket.opened": _("%(who)s abriu um chamado"),
    "ticket.written": _("%(who)s escreveu em um chamado"),
    "ticket.closed": _("%(who)s fechou um chamado"),
    "ticket.reopened": _("%(who)s reabriu um chamado"),
}
MENTIONED: Final = _("%(who)s citou você em um comentário")
NOT_DELIVERED: Final = _("Um e-mail desta venda não chegou")


def words_of(kind: str, event_kind: str) -> "str | Promise":
    """The words of a notice of this kind about such an event."""
    if kind == Kind.MENTION:
        return MENTIONED
    return NOT_DELIVERED if kind == Kind.MAIL_FAILED else WORDS.get(event_kind, "")
