"""Letters to the customer about what she paid."""

from django.utils.translation import gettext as _

from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Facts, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_order, total_alone
from aceite.outbound.mail.words import brl, day


def payment_confirmed(h: Happening, reader: Reader) -> Letter | None:
    """The vendor saw the money in its account; nothing is said of what was taken back meanwhile, nor to whom it is not
    for."""
    payment, row = h.payment, h.payment.receivable
    if payment.undone_at is not None or not reader.sees_invoices:
        return None
    part = row.part_words
    said = {**names(h), "name": reader.first_name, "part": part.lower(), "amount": brl(payment.amount)}
    rows = [(part, brl(row.amount)), (_("Pago em"), day(payment.paid_on)), (_("Valor recebido"), brl(payment.amount))]
    if row.rest:
        rows.append((_("Ainda falta"), brl(row.rest)))
    return Letter(
        subject=_("Pagamento confirmado: %(part)s da proposta %(number)s") % said,
        title=_("Recebemos o seu pagamento"),
        first_line=_("%(amount)s recebidos") % said,
        blocks=[
            Text(_("Olá, %(name)s. %(company)s confirmou o pagamento da proposta %(number)s, %(title)s.") % said),
            Facts(rows),
            *([Text(_("Esta compra foi desfeita: o valor volta para você."))] if row.called_off_at else []),
        ],
        button=to_the_order(h, reader, _("Ver os pagamentos")),
        reply_to=h.proposal.seller.email,
    )


def invoice_added(h: Happening, reader: Reader) -> Letter | None:
    """A file of billing waits in the panel; nothing is said of one that was taken away meanwhile, nor to whom it is
    not for."""
    file = h.billed
    if file.removed_at is not None or not reader.sees_invoices:
        return None
    kind = str(file.get_kind_display())
    said = {**names(h), "name": reader.first_name, "order": h.order.number, "kind": kind, "file": file.name}
    return Letter(
        subject=_("%(kind)s disponível: pedido %(order)s") % said,
        title=_("%(kind)s disponível") % said,
        first_line=total_alone(h),
        blocks=[Text(_("Olá, %(name)s. %(company)s pôs “%(file)s” no pedido %(order)s, %(title)s.") % said)],
        button=to_the_order(h, reader, _("Abrir o pedido")),
        reply_to=h.proposal.seller.email,
    )
