"""The word and the tone people see for every state of the business."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from aceite.faces.ui.parts import Tone, Words


@dataclass(frozen=True)
class Shown:
    """How one state is shown: its word and the colour of its dot."""

    label: Words
    tone: Tone = "neutral"


STATUSES: dict[str, Shown] = {
    # a proposal
    "draft": Shown(_("Rascunho")),
    "sent": Shown(_("Enviada"), "info"),
    "approved": Shown(_("Aprovado"), "success"),
    "order": Shown(_("Pedido"), "success"),
    "expired": Shown(_("Vencida"), "warning"),
    "declined": Shown(_("Recusada"), "danger"),
    "cancelled": Shown(_("Cancelada")),
    "withdrawn": Shown(_("Retirada")),
    "superseded": Shown(_("Substituída")),
    "rescinded": Shown(_("Desistência"), "danger"),
    # a contract and its signatures
    "pending": Shown(_("Pendente"), "warning"),
    "waiting": Shown(_("Aguardando"), "warning"),
    "unsigned": Shown(_("Não assinado")),
    "signed": Shown(_("Assinado"), "success"),
    "completed": Shown(_("Concluído"), "success"),
    "reading": Shown(_("Só leitura")),
    "void": Shown(_("Sem efeito")),
    "replaced": Shown(_("Substituído")),
    # a signed copy
    "to_check": Shown(_("Via a conferir"), "warning"),
    "unanswered": Shown(_("Via enviada")),
    "accepted": Shown(_("Aceita"), "success"),
    "refused": Shown(_("Via recusada"), "danger"),
    # a contract that a sale has made
    "agreement_coming": Shown(_("A começar"), "info"),
    "agreement_in_force": Shown(_("Em vigor"), "success"),
    "agreement_ending": Shown(_("Terminando"), "warning"),
    "agreement_ended": Shown(_("Terminado")),
    "agreement_terminated": Shown(_("Rescindido"), "danger"),
    # a payment
    "in_negotiation": Shown(_("Em negociação"), "warning"),
    "awaiting_down_payment": Shown(_("Aguardando entrada"), "warning"),
    "to_pay": Shown(_("A pagar")),
    "late": Shown(_("Em atraso"), "danger"),
    "paid": Shown(_("Pago"), "success"),
    "called_off": Shown(_("Cancelado")),
    "to_return": Shown(_("A devolver"), "warning"),
    "returned": Shown(_("Devolvido"), "success"),
    # a company's seal
    "in_use": Shown(_("Em uso"), "success"),
    "not_in_use": Shown(_("Sem uso"), "warning"),
    # by what right a customer's person signs
    "power_declared": Shown(_("Aguarda conferência"), "warning"),
    "power_confirmed": Shown(_("Confirmado"), "success"),
    "power_refused": Shown(_("Não confirmado"), "danger"),
    "power_over": Shown(_("Vencido"), "danger"),
    # a PDF signed outside
    "external_waiting": Shown(_("Em conferência"), "info"),
    "external_manual": Shown(_("A conferir pela empresa"), "warning"),
    "external_accepted": Shown(_("Aceito"), "success"),
    "external_refused": Shown(_("Não aceito"), "danger"),
    # a spreadsheet on its way into a register
    "import_choosing": Shown(_("Conferir colunas")),
    "import_running": Shown(_("Em andamento"), "info"),
    "import_stopped": Shown(_("Interrompida"), "warning"),
    "import_done": Shown(_("Concluída"), "success"),
    "import_undoing": Shown(_("Desfazendo"), "info"),
    "import_undone": Shown(_("Desfeita")),
    # a support thread
    "open_ticket": Shown(_("Espera a empresa"), "warning"),
    "answered_ticket": Shown(_("Respondido"), "success"),
    "closed_ticket": Shown(_("Fechado")),
    # a price list
    "in_force": Shown(_("Em vigor"), "success"),
    "to_come": Shown(_("Ainda não vale"), "info"),
    "over": Shown(_("Terminou")),
    "archived": Shown(_("Arquivada")),
    # an act on many sales
    "bulk_running": Shown(_("Em andamento"), "info"),
    "bulk_stopped": Shown(_("Interrompida"), "warning"),
    "bulk_done": Shown(_("Concluída"), "success"),
    # people
    "active": Shown(_("Ativo"), "success"),
    "invited": Shown(_("Convidado"), "info"),
    "not_invited": Shown(_("Sem convite")),
    "inactive": Shown(_("Desativado")),
    # mails and jobs
    "queued": Shown(_("Na fila")),
    "sending": Shown(_("Enviando"), "info"),
    "delivered": Shown(_("Entregue ao servidor"), "success"),
    "failed": Shown(_("Falhou"), "danger"),
    "dead": Shown(_("Desistiu"), "danger"),
}


def shown(state: object) -> Shown:
    """Find how a state (its code word, or an enum whose value is one) is shown; an unknown one shows its own word."""
    word = str(getattr(state, "value", state))
    return STATUSES.get(word, Shown(word))
