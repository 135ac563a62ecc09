"""Letters to the owners about their company: its certificate, and the key its customers pay to."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import moment


def certificate_ending(h: Happening, reader: Reader) -> Letter | None:
    """The certificate ends in so many days; nothing when it was replaced or removed meanwhile."""
    if h.certificate.retired_at is not None:
        return None
    days = h.certificate.days_left(h.now)
    said = {**_said(h, reader), "days": days}
    title = ngettext(
        "O certificado de %(company)s vence em %(days)s dia",
        "O certificado de %(company)s vence em %(days)s dias",
        days,
    )
    return Letter(
        subject=title % said,
        title=title % said,
        first_line=_("Vale até %(until)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("Com ele são selados os contratos e as aprovações de %(company)s (titular: %(holder)s).") % said),
            Text(_("Renove-o na certificadora e envie o novo antes do fim. Se ele vencer, as vendas não param.")),
        ],
        button=Button(_("Enviar o certificado novo"), addresses.office_certificate(h.company)),
        reply_to=h.company.email,
    )


def certificate_ended(h: Happening, reader: Reader) -> Letter | None:
    """The certificate has ended, and the installation's seal took its place."""
    said = _said(h, reader)
    return Letter(
        subject=_("O certificado de %(company)s venceu") % said,
        title=_("O certificado da empresa venceu"),
        first_line=_("Valia até %(until)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("As vendas continuam: os próximos documentos saem com o selo desta instalação do Aceite.")),
            Text(_("O que ele selou continua válido. A chave privada foi apagada.")),
        ],
        button=Button(_("Enviar o certificado novo"), addresses.office_certificate(h.company)),
        reply_to=h.company.email,
    )


def _said(h: Happening, reader: Reader) -> dict[str, str]:
    return {
        "company": h.company.trade_name,
        "holder": h.certificate.holder,
        "name": reader.first_name,
        "until": moment(h.certificate.valid_until),
    }


def pix_changed(h: Happening, reader: Reader) -> Letter | None:
    """Customers pay to another key from now on; whoever did not mean that must know at once."""
    if "pix_key" not in h.event.data.get("fields", []):
        return None
    said = {"company": h.company.trade_name, "name": reader.first_name, "who": h.who, "when": moment(h.event.at)}
    return Letter(
        subject=_("A chave Pix de %(company)s mudou") % said,
        title=_("A chave Pix de %(company)s mudou") % said,
        first_line=_("%(who)s, em %(when)s") % said,
        blocks=[
            Text(_("Olá, %(name)s.") % said),
            Text(_("Agora os clientes pagam para a chave que está nos dados da empresa. Confira se é a sua.")),
            Text(_("Se ninguém da empresa fez isso de propósito, corrija a chave e troque a senha de quem a mudou.")),
        ],
        button=Button(_("Ver os dados da empresa"), addresses.office_company(h.company)),
        reply_to=h.company.email,
    )
