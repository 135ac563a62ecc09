"""Every kind of event there is, with its words in a timeline. docs/eventos.md describes each (tested)."""

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

KINDS: Final[dict[str, Promise | str]] = {
    # The company's own chain
    "company.created": _("Empresa criada"),
    "company.changed": _("Dados da empresa alterados"),
    "member.invited": _("Convite para a equipe"),
    "member.joined": _("Entrou na equipe"),
    "member.changed": _("Papel na equipe alterado"),
    "member.deactivated": _("Saiu da equipe"),
    "customer.created": _("Cliente cadastrado"),
    "customer.changed": _("Cliente alterado"),
    "panel_user.created": _("Usuário do painel cadastrado"),
    "panel_user.invited": _("Convite para o painel"),
    "panel_user.joined": _("Aceitou o convite para o painel"),
    "panel_user.changed": _("Usuário do painel alterado"),
    "panel_user.address_changed": _("E-mail do usuário do painel alterado"),
    "panel_user.deactivated": _("Acesso ao painel encerrado"),
    "panel_user.reactivated": _("Acesso ao painel devolvido"),
    "code.requested": _("Código pedido"),
    "password.changed": _("Senha trocada"),
    "template.saved": _("Modelo de contrato salvo"),
    "registered_contract.saved": _("Contrato avulso salvo"),
    # A sale's chain
    "proposal.created": _("Proposta criada"),
    "proposal.sent": _("Proposta enviada"),
    "proposal.viewed": _("Proposta vista"),
    "proposal.revised": _("Nova versão aberta"),
    "proposal.withdrawn": _("Proposta retirada"),
    "proposal.cancelled": _("Proposta cancelada"),
    "proposal.extended": _("Validade prorrogada"),
    "proposal.expired": _("Proposta vencida"),
    "proposal.reminded": _("Lembrete de validade"),
    "proposal.shared": _("Acesso à proposta alterado"),
    "proposal.reassigned": _("Vendedor alterado"),
    "proposal.approved": _("Proposta aprovada"),
    "proposal.declined": _("Proposta recusada"),
    "approval.undone": _("Aprovação desfeita"),
    "approval.filed": _("Comprovante da aprovação guardado"),
    "order.made": _("Pedido feito"),
    "question.asked": _("Pergunta do cliente"),
    "question.answered": _("Resposta da empresa"),
    "contract.opened": _("Contrato aberto"),
    "contract.signed": _("Contrato assinado"),
    "contract.completed": _("Contrato assinado por todos"),
    "contract.filed": _("Contrato assinado guardado"),
    "signature.voided": _("Assinatura sem efeito por nova versão"),
    "signature.refused": _("Tentativa de ato não aceita"),
    "signer.replaced": _("Signatário substituído"),
    "copy.uploaded": _("Via assinada enviada"),
    "copy.accepted": _("Via assinada aceita"),
    "copy.refused": _("Via assinada recusada"),
}
