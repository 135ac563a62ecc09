"""Letters to the customer about what was answered, and what became of it."""

from django.utils.translation import gettext as _

from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.states import State
from aceite.outbound.mail.enclosing import own_receipt, what_the_receipt_is
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_order, to_the_proposal, total_alone, total_and_deadline
from aceite.outbound.mail.words import brl, day, moment, price


def question_answered(h: Happening, reader: Reader) -> Letter | None:
    """The vendor's answer, with the question above it."""
    said = {**names(h), "name": reader.first_name}
    open_still = h.proposal.state_at(h.now) is State.SENT
    return Letter(
        subject=_("Resposta à sua pergunta sobre a proposta %(number)s") % said,
        title=_("%(who)s respondeu à sua pergunta") % said,
        first_line=total_and_deadline(h) if open_still else total_alone(h),
        blocks=[Quote(h.question.text, h.question.asked_by.name), Quote(h.question.answer, h.who)],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def approved(h: Happening, reader: Reader) -> Letter | None:
    """The customer's own record of the yes."""
    said = {**names(h), "version": h.approval.version.version, "name": reader.first_name}
    rows = [
        (_("Aprovada por"), h.approval.panel_user.name),
        (_("Quando"), moment(h.approval.approved_at)),
        (_("Versão"), str(h.approval.version.version)),
        (_("Total"), price(h.approval.version)),
    ]
    receipt = own_receipt(h, reader)
    if h.approval.customer_order_number:
        rows.append((_("Seu pedido de compra"), h.approval.customer_order_number))
    return Letter(
        subject=_("Proposta %(number)s aprovada: %(title)s") % said,
        title=_("Proposta aprovada"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. A proposta %(number)s, %(title)s, está aprovada.") % said),
            Facts(rows),
            Text(
                _("Agora %(company)s prepara o pedido e avisa você por e-mail. O comprovante em PDF fica no painel.")
                % said
            ),
            *(_down_payment(h.approval.version) if reader.sees_invoices else []),
            *what_the_receipt_is(receipt),
        ],
        button=to_the_proposal(h, reader, _("Ver o comprovante")),
        reply_to=h.proposal.seller.email,
        enclosures=receipt,
    )


def declined(h: Happening, reader: Reader) -> Letter | None:
    """The customer's own record of the no."""
    said = {**names(h), "name": reader.first_name, "reason": h.decline.get_reason_display()}
    receipt = own_receipt(h, reader)
    return Letter(
        subject=_("Proposta %(number)s recusada: %(title)s") % said,
        title=_("Proposta recusada"),
        first_line=total_alone(h),
        blocks=[
            Text(_declined_by(h, reader) % said),
            Text(_("Motivo: %(reason)s.") % said),
            *_own_words(h.decline.text, h.who),
            Text(_("Se mudar de ideia, responda a este e-mail: %(seller)s pode enviar uma nova versão.") % said),
            *what_the_receipt_is(receipt),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
        enclosures=receipt,
    )


def order_made(h: Happening, reader: Reader) -> Letter | None:
    """The sale became an order."""
    said = {**names(h), "order": h.order.number, "name": reader.first_name}
    return Letter(
        subject=_("Pedido %(order)s feito: %(title)s") % said,
        title=_("Seu pedido %(order)s está feito") % said,
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s fez o pedido %(order)s a partir da proposta %(number)s.") % said),
            *(_plan(h) if reader.sees_invoices else []),
        ],
        button=to_the_order(h, reader, _("Ver o pedido")),
        reply_to=h.proposal.seller.email,
    )


def approval_undone(h: Happening, reader: Reader) -> Letter | None:
    """The vendor undid the approval; it can be given again."""
    said = {**names(h), "name": reader.first_name}
    reason = h.personal("reason") or h.approval.undone_reason
    return Letter(
        subject=_("Aprovação desfeita: proposta %(number)s") % said,
        title=_("A aprovação foi desfeita"),
        first_line=total_and_deadline(h) if h.proposal.state_at(h.now) is State.SENT else total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s desfez a aprovação da proposta %(number)s, %(title)s.") % said),
            *_own_words(reason, h.who),
            Text(_("O registro do que foi aprovado continua guardado. A proposta espera de novo a sua resposta.")),
        ],
        button=to_the_proposal(h, reader, _("Ver a proposta")),
        reply_to=h.proposal.seller.email,
    )


def _declined_by(h: Happening, reader: Reader) -> str:
    if (reader.kind, reader.id) == ("panel_user", h.decline.panel_user_id):
        return _("Olá, %(name)s. Você recusou a proposta %(number)s, %(title)s.")
    return _("Olá, %(name)s. %(who)s recusou a proposta %(number)s, %(title)s.")


def _own_words(text: str, who: str) -> list[Block]:
    return [Quote(text, who)] if text else []


def _down_payment(version: ProposalVersion) -> list[Block]:
    """What falls due without waiting for the order, and where it is said how to pay it."""
    words = _("A entrada, de %(amount)s, vence em %(day)s. A página da proposta mostra como pagar.")
    down = version.instalments.filter(number=0)
    return [Text(words % {"amount": brl(one.amount), "day": day(one.due_on)}, fixed=True) for one in down]


def _plan(h: Happening) -> list[Block]:
    parts = list(h.order.version.instalments.all())
    last = max((part.number for part in parts), default=0)
    named = [f"{part.number}/{last}" if part.number else _("Entrada") for part in parts]
    rows = [(f"{name} · {day(part.due_on)}", brl(part.amount)) for name, part in zip(named, parts, strict=True)]
    return [Facts(rows)] if rows else []
