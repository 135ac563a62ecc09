"""The one thing the vendor does next with a sale, or what he waits for."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from aceite.core.clearances.models import Clearance
from aceite.core.companies.moments import day_words, moment_words
from aceite.core.contracts.models import Countersigner, SignedCopy, Signer
from aceite.core.contracts.unable import why_unable, why_unable_for_us
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.sales.listing import SaleRow
from aceite.core.sales.models import AccessRequest
from aceite.core.sales.more_time import time_asked
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.places import place


@dataclass(frozen=True)
class NextStep:
    """What to do (`button` at `url`), or only what is waited for; `dialog` opens the page over this one."""

    title: str
    text: str = ""
    url: str = ""
    button: str = ""
    icon: str = "arrow-right"
    dialog: bool = False
    # Since when it waits to be done, where that is not since when it is somebody's turn.
    since: datetime | None = None


@dataclass(frozen=True)
class Moment:
    """What the step depends on."""

    request: OfficeRequest
    sale: Proposal
    row: SaleRow
    moves: frozenset[str]
    copy: SignedCopy | None = None
    external_url: str = ""
    gone: tuple[Signer, ...] = ()
    ours_missing: tuple[Countersigner, ...] = ()
    clearance: Clearance | None = None
    clearance_url: str = ""
    to_return: bool = False
    access: AccessRequest | None = None

    def to(self, name: str) -> str:
        """The address of one of the sale's pages."""
        return place(self.request, name, self.sale.number)


def next_step(moment: Moment) -> NextStep:
    """The first thing that holds of: a copy or a signed PDF to check, something to answer, what the state asks for."""
    if moment.copy is not None and "copy.check" in moment.moves:
        return _check(moment, moment.copy)
    if moment.external_url and "external.check" in moment.moves:
        text = _("As regras deixaram pontos para você. Aceite o arquivo com o que conferiu, ou recuse-o com o motivo.")
        icon = "document-magnifying-glass"
        title, label = _("Confira o PDF assinado fora do painel"), _("Conferir PDF")
        return NextStep(title, text, moment.external_url, label, icon)
    if moment.row.questions and "question.answer" in moment.moves:
        return NextStep(
            _("Responda a pergunta do cliente"), _("A resposta aparece no painel e segue por e-mail."), "#perguntas",
            _("Ver pergunta"), "chat-bubble-left-right",
        )  # fmt: skip
    if moment.row.negotiated and "point.answer" in moment.moves:
        return _negotiated(moment)
    if "proposal.extend" in moment.moves and (asked := time_asked(moment.sale, at=timezone.now())) is not None:
        return NextStep(
            _("O cliente pede mais prazo"), _("Até %(day)s.") % {"day": day_words(asked.until)},
            moment.to("extend_sale"), _("Prorrogar validade"), "calendar-days", dialog=True, since=asked.since,
        )  # fmt: skip
    if moment.access is not None and moment.row.state == State.SENT:
        text = _("Alguém do cliente pede que entre quem pode aprovar. Confira antes de dar o acesso.")
        title, label, icon = _("O cliente diz quem decide"), _("Dar acesso ou recusar"), "user-plus"
        url = place(moment.request, "access_request", moment.sale.number, moment.access.pk)
        return NextStep(title, text, url, label, icon, since=moment.access.asked_at)
    stops = moment.row.waiting is not None and moment.row.waiting.turn.task == "replace"
    if moment.gone and stops and "signer.replace" in moment.moves:
        return _replace(moment, moment.gone[0])
    step = {
        State.DRAFT: _draft, State.SENT: _sent, State.APPROVED: _approved, State.ORDER: _order,
        State.DECLINED: _declined, State.EXPIRED: _expired, State.CANCELLED: _cancelled,
        State.SUPERSEDED: _superseded, State.RESCINDED: _rescinded,
    }[State(moment.row.state)]  # fmt: skip
    return step(moment)


def _check(moment: Moment, copy: SignedCopy) -> NextStep:
    text = _("%(name)s enviou a via pelo painel: %(when)s. Aceite-a ou recuse-a com o motivo.")
    if copy.registered_by is not None:
        text = _("%(name)s registrou pela empresa a via recebida: %(when)s. Aceite-a ou recuse-a com o motivo.")
    said = {"name": copy.sender, "when": moment_words(copy.uploaded_at)}
    url = place(moment.request, "copy", moment.sale.number, copy.contract_id, copy.pk)
    label, icon = _("Conferir via"), "document-magnifying-glass"
    return NextStep(_("Confira a via assinada"), text % said, url, label, icon, since=copy.uploaded_at)


def _negotiated(moment: Moment) -> NextStep:
    title, text = _("Responda à contraproposta"), _("O que você aceitar vai à próxima versão com um clique.")
    if moment.row.waiting is not None and moment.row.waiting.turn.task == "take_points":
        title = _("Leve os pontos aceitos à próxima versão")
        text = _("Todos os pontos têm resposta. Falta a versão com o que foi combinado.")
    return NextStep(title, text, "#contraproposta", _("Ver pontos"), "arrows-right-left")


def _replace(moment: Moment, gone: Signer) -> NextStep:
    """A signature is waited for in vain."""
    text = _("Falta a assinatura de %(name)s, que %(why)s.")
    said = {"name": gone.panel_user.name, "why": why_unable(gone.panel_user)}
    url = place(moment.request, "replace_signer", moment.sale.number, gone.contract_id, gone.pk)
    label, icon = _("Substituir signatário"), "arrows-right-left"
    return NextStep(_("Escolha outra pessoa para assinar"), text % said, url, label, icon, dialog=True)


def _replace_ours(moment: Moment, gone: Countersigner) -> NextStep:
    """The company's own signature is waited for in vain."""
    text = _("O pedido espera a assinatura de %(name)s, que %(why)s.")
    said = {"name": gone.member.name, "why": why_unable_for_us(gone.member)}
    url = place(moment.request, "replace_countersigner", moment.sale.number, gone.contract_id, gone.pk)
    label, icon = _("Trocar representante"), "arrows-right-left"
    return NextStep(_("Escolha outra pessoa para assinar pela empresa"), text % said, url, label, icon, dialog=True)


def _draft(moment: Moment) -> NextStep:
    if moment.clearance is not None:
        return _to_clear(moment, moment.clearance)
    if "proposal.send" not in moment.moves:
        return NextStep(_("Em rascunho"), _("O cliente ainda não vê esta versão."))
    text = _("O cliente ainda não vê nada desta versão. Antes de enviar você confere tudo o que fica congelado.")
    return NextStep(
        _("Revise e envie ao cliente"), text, moment.to("send_sale"), _("Revisar e enviar"), "paper-airplane"
    )


def _to_clear(moment: Moment, asked: Clearance) -> NextStep:
    said = {"name": asked.asked_by.name}
    if moment.clearance_url:
        text = _("%(name)s pediu o seu sim: a proposta passa de um limite da empresa.") % said
        return NextStep(_("Aprove ou negue o envio"), text, moment.clearance_url, _("Ver o pedido"), "hand-thumb-up")
    text = _("%(name)s pediu; a proposta passa de um limite da empresa. Se ela mudar, é preciso pedir de novo.") % said
    return NextStep(_("Esperando a aprovação interna"), text)


def _sent(moment: Moment) -> NextStep:
    waiting = moment.row.waiting
    if waiting is None:
        return NextStep(_("Esperando o cliente"))
    people = ", ".join(waiting.people)
    text = f"{waiting.what}: {people}" if people else str(waiting.what)
    title = _("Esperando o cliente") if waiting.side == "customer" else _("Esperando a empresa")
    return NextStep(title, text)


def _approved(moment: Moment) -> NextStep:
    if moment.ours_missing:
        return _countersign(moment)
    total = {"total": moment.sale.current.price_words if moment.sale.current else ""}
    if moment.row.copy_state == "refused" and "order.make_without_copy" not in moment.moves:
        text = _("A via assinada foi recusada. O pedido espera uma via aceita, ou um gerente com o motivo.")
        return NextStep(_("Aprovado pelo cliente"), text)
    if "order.make" not in moment.moves:
        return NextStep(_("Aprovado pelo cliente"), _("Falta transformar em pedido, o que fecha a venda."))
    text = _("O cliente aprovou %(total)s. O pedido fecha a venda e recebe um número próprio.") % total
    return NextStep(
        _("Transforme em pedido"), text, moment.to("order"), _("Transformar em pedido"), "shopping-bag", dialog=True
    )


def _countersign(moment: Moment) -> NextStep:
    """The order waits for the vendor's own signature: the way there for whoever gives it, her name for everybody."""
    gone = next((each for each in moment.ours_missing if why_unable_for_us(each.member)), None)
    if gone is not None and "countersigner.replace" in moment.moves:
        return _replace_ours(moment, gone)
    names = ", ".join(dict.fromkeys(each.member.name for each in moment.ours_missing))
    mine = any(each.member_id == moment.request.scope.member.pk for each in moment.ours_missing)
    if mine and "contract.countersign" in moment.moves:
        text = _("O cliente assinou e aprovou. O pedido espera a sua assinatura.")
        url = moment.to("countersigning")
        return NextStep(_("Assine pela empresa"), text, url, _("Ler e assinar"), "pencil-square")
    text = _("O cliente aprovou. O pedido espera a assinatura da empresa: %(names)s.") % {"names": names}
    return NextStep(_("Falta a assinatura da empresa"), text, "#contracts-title", _("Ver contratos"), "document-text")


def _order(moment: Moment) -> NextStep:
    title = _("Venda fechada: pedido %(number)s") % {"number": moment.row.order_number}
    text = _("Imprima ou exporte para seguir com nota, estoque e contas a receber.")
    return NextStep(title, text, moment.to("order"), _("Abrir pedido"), "document-check")


def _declined(moment: Moment) -> NextStep:
    text = _("Uma nova versão parte desta e mostra ao cliente o que mudou.")
    if "proposal.revise" not in moment.moves:
        return NextStep(_("Recusada pelo cliente"), "")
    return NextStep(
        _("Recusada pelo cliente"), text, moment.to("revise_sale"), _("Abrir nova versão"), "pencil-square", dialog=True
    )


def _expired(moment: Moment) -> NextStep:
    text = _("O cliente não pode mais aprovar. Prorrogue a validade ou abra uma nova versão.")
    if "proposal.extend" not in moment.moves:
        return NextStep(_("A validade terminou"), text)
    return NextStep(
        _("A validade terminou"), text, moment.to("extend_sale"), _("Prorrogar validade"), "calendar-days", dialog=True
    )


def _superseded(moment: Moment) -> NextStep:
    text = _(
        "O cliente aprovou outra alternativa. Se aquela aprovação for desfeita, ou aquela venda cancelada, "
        "esta volta a valer."
    )
    return NextStep(_("Substituída por outra alternativa"), text, "#alternativas", _("Ver alternativas"), "squares-2x2")


def _rescinded(moment: Moment) -> NextStep:
    text = _("O cliente desistiu, no prazo que a lei dá ao consumidor. Não entregue nem fature.")
    if moment.to_return:
        text = _(
            "O cliente desistiu, no prazo que a lei dá ao consumidor. Não entregue nem fature, e devolva o que foi "
            "pago."
        )
        return NextStep(_("Compra desfeita: falta devolver"), text, "#owed-title", _("Ver o que devolver"), "banknotes")
    return NextStep(_("Compra desfeita pelo cliente"), text)


def _cancelled(moment: Moment) -> NextStep:
    return NextStep(_("Venda cancelada"), moment.sale.closed_reason)
