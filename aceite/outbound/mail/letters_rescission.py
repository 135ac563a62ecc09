"""Letters around a consumer's right to withdraw: what was delivered, the withdrawal itself, what went back."""

from django.utils.translation import gettext as _

from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.receivables.returning import Arrived, arrived_for
from aceite.core.sales.rescinding import may_be_rescinded
from aceite.outbound.mail import addresses
from aceite.outbound.mail.enclosing import own_receipt, what_the_receipt_is
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Button, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_proposal, to_the_sale, total_alone
from aceite.outbound.mail.words import brl, day, deadline, moment, price


def rescinded(h: Happening, reader: Reader) -> Letter | None:
    """The customer's own record of the withdrawal, at once."""
    said, fallen = {**names(h), "name": reader.first_name}, _fallen(h, reader.panel_user)
    receipt = own_receipt(h, reader)
    return Letter(
        subject=_("Desistência registrada: proposta %(number)s") % said,
        title=_("Compra desfeita"),
        first_line=total_alone(h),
        blocks=[
            Text(_withdrawn_by(h, reader) % said),
            Facts(_facts(h, fallen)),
            *_own_words(h),
            *(_to_come_back(_paid(h, fallen)) if reader.sees_invoices else []),
            Text(_("O comprovante com a página da desistência fica no painel.")),
            *what_the_receipt_is(receipt),
        ],
        button=_to_the_receipt(h, reader),
        reply_to=h.proposal.seller.email,
        enclosures=receipt,
    )


def seller_rescinded(h: Happening, reader: Reader) -> Letter | None:
    """The seller stops delivery and billing, and gives back what came."""
    said, fallen = names(h), _fallen(h)
    return Letter(
        subject=_("%(customer)s desistiu da compra %(number)s") % said,
        title=_("Desistência: não entregue nem fature"),
        first_line=total_alone(h),
        blocks=[
            Text(
                _("%(who)s desistiu de %(title)s, dentro do prazo que a lei dá ao consumidor. O motivo é livre.") % said
            ),
            Facts(_facts(h, fallen)),
            *_own_words(h),
            *_to_give_back(_paid(h, fallen)),
        ],
        button=to_the_sale(h, _("Ver a venda")),
    )


def seller_amendment_fell(h: Happening, reader: Reader) -> Letter | None:
    """The seller of an amendment, where the purchase it changes was another's: it holds no more."""
    said = {**names(h), "original": h.event.data["original"]}
    return Letter(
        subject=_("Aditivo sem efeito: %(customer)s desistiu da compra %(original)s") % said,
        title=_("O aditivo não vale mais"),
        first_line=total_alone(h),
        blocks=[
            Text(_("%(who)s desistiu da compra %(original)s, que “%(title)s” muda: não entregue nem fature.") % said),
            *_to_give_back(_paid(h, [])),
        ],
        button=to_the_sale(h, _("Ver a venda")),
    )


def delivery_recorded(h: Happening, reader: Reader) -> Letter | None:
    """What the company wrote down as delivered; to a consumer also until when she may withdraw."""
    said = {**names(h), "name": reader.first_name, "day": day(h.delivered.delivered_on)}
    term = may_be_rescinded(h.proposal, at=h.now)
    until = []
    if term:
        last = deadline(term.last_moment, h.company)
        until = [Text(_("Como consumidor, você pode desistir até %(until)s.") % {"until": last})]
    by = [Text(_("Quem recebeu: %(who)s.") % {"who": h.delivered.received_by})] if h.delivered.received_by else []
    return Letter(
        subject=_("Entrega registrada: proposta %(number)s") % said,
        title=_("Entrega em %(day)s") % said,
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s registrou que %(title)s foi entregue em %(day)s.") % said),
            *by,
            *until,
            Text(_("Não recebeu, ou foi outro dia? Responda a este e-mail.")),
        ],
        button=to_the_proposal(h, reader, _("Ver a compra")),
        reply_to=h.proposal.seller.email,
    )


def payment_returned(h: Happening, reader: Reader) -> Letter | None:
    """What was paid went back; told to those who see what is paid."""
    if not reader.sees_invoices:
        return None
    said = {
        **names(h),
        "name": reader.first_name,
        "amount": brl(h.refund.amount),
        "day": day(h.refund.returned_on),
        "part": h.refund.receivable.part_words,
    }
    return Letter(
        subject=_("Devolução de %(amount)s: proposta %(number)s") % said,
        title=_("%(amount)s devolvidos") % said,
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. %(company)s registrou a devolução de %(amount)s (%(part)s) em %(day)s.") % said),
            Text(_("Não chegou? Responda a este e-mail.")),
        ],
        button=_to_the_receipt(h, reader),
        reply_to=h.proposal.seller.email,
    )


def _withdrawn_by(h: Happening, reader: Reader) -> str:
    if (reader.kind, reader.id) == ("panel_user", h.rescission.panel_user_id):
        return _("Olá, %(name)s. Você desistiu da compra %(number)s, %(title)s. %(company)s já foi avisada.")
    return _("Olá, %(name)s. %(who)s desistiu da compra %(number)s, %(title)s. %(company)s já foi avisada.")


def _fallen(h: Happening, person: PanelUser | None = None) -> list[Proposal]:
    """The amendments that ended with it; for somebody of the customer those that she sees."""
    found = Proposal.objects.for_panel_user(person) if person else Proposal.objects.all()
    return list(found.amending(h.proposal.pk).fallen().with_sheet())


def _facts(h: Happening, fallen: list[Proposal]) -> list[tuple[str, str]]:
    made = h.rescission
    rows = [
        (_("Quem desistiu"), made.panel_user.name),
        (_("Quando"), moment(made.rescinded_at)),
        (_("Prazo para desistir"), _("até %(day)s") % {"day": day(made.until)}),
        (_("Total"), price(made.version)),
    ]
    order = getattr(h.proposal, "order", None)
    rows += [(_("Pedido"), order.number)] if order else []
    return rows + [(_("Termina também"), one.tie_words) for one in fallen]


def _own_words(h: Happening) -> list[Block]:
    made = h.rescission
    return [Quote(made.text, made.panel_user.name)] if made.text else []


def _to_the_receipt(h: Happening, reader: Reader) -> Button:
    label = _("Ver o comprovante")
    person = reader.panel_user
    if person is not None and person.joined_at is None:
        return to_the_proposal(h, reader, label)
    return Button(label, addresses.panel_rescission(h.company, h.proposal.number))


def _paid(h: Happening, fallen: list[Proposal]) -> list[tuple[str, str]]:
    if h.proposal.state != State.RESCINDED:
        return []
    paid = arrived_for(h.proposal, fallen, h.now.astimezone(h.company.tz).date())
    return [(" · ".join(part for part in (_paid_on(one), one.tie) if part), brl(one.owed.received)) for one in paid]


def _paid_on(one: Arrived) -> str:
    return _("Pago em %(day)s") % {"day": day(one.paid_on)}


def _to_come_back(paid: list[tuple[str, str]]) -> list[Block]:
    if not paid:
        return [Text(_("Nada mais é cobrado. Não consta pagamento seu; se pagou, responda a este e-mail."))]
    said = _("Nada mais é cobrado, e o que você pagou volta para você:")
    return [Text(said), Facts(paid)]


def _to_give_back(paid: list[tuple[str, str]]) -> list[Block]:
    if not paid:
        return [Text(_("Nada foi recebido desta venda: as cobranças em aberto foram canceladas."))]
    return [Text(_("As cobranças em aberto foram canceladas. Devolva de imediato o que foi recebido:")), Facts(paid)]
