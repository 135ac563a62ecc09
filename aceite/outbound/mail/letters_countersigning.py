"""Letters to whoever signs for the vendor: her turn has come, and the record of her signature."""

from django.utils.translation import gettext as _

from aceite.core.contracts.models import Countersigner
from aceite.outbound.mail import addresses
from aceite.outbound.mail.enclosing import own_receipt, what_the_receipt_is
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Facts, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names, to_the_sale, total_alone
from aceite.outbound.mail.words import moment


def countersigner_called(h: Happening, reader: Reader) -> Letter | None:
    """The customer's side has signed: now the company does."""
    waiting = Countersigner.objects.awaited().filter(contract=h.contract, member_id=reader.id)
    if not waiting.exists():
        return None
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    return Letter(
        subject=_("Assine “%(contract)s” pela empresa (venda %(number)s)") % said,
        title=_("Falta a sua assinatura pela empresa"),
        first_line=total_alone(h),
        blocks=[
            Text(
                _(
                    "Olá, %(name)s. %(customer)s assinou “%(contract)s”, da venda %(number)s. Agora você assina por "
                    "%(company)s; o pedido espera por isso."
                )
                % said
            )
        ],
        button=Button(_("Ler e assinar"), addresses.office_countersigning(h.company, h.proposal.number)),
        reply_to=h.proposal.seller.email,
    )


def countersigned(h: Happening, reader: Reader) -> Letter | None:
    """Her own record, with her receipt: what she holds, nobody can rewrite."""
    said = {**names(h), "contract": h.contract.title, "name": reader.first_name}
    rows = [
        (_("Contrato"), h.contract.title),
        (_("Quando"), moment(h.event.at)),
        (_("Código de conferência do arquivo (SHA-256)"), h.statement.file_sha256),
    ]
    receipt = own_receipt(h, reader)
    return Letter(
        subject=_("Sua assinatura em “%(contract)s” (venda %(number)s)") % said,
        title=_("Sua assinatura foi registrada"),
        first_line=total_alone(h),
        blocks=[
            Text(_("Olá, %(name)s. Sua assinatura por %(company)s em “%(contract)s” está registrada.") % said),
            Facts(rows),
            *what_the_receipt_is(receipt),
        ],
        button=to_the_sale(h, _("Ver a venda")),
        reply_to=h.proposal.seller.email,
        enclosures=receipt,
    )
