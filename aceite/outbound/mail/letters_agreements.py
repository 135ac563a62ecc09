"""Letters about contracts in force."""

from datetime import date

from django.utils.translation import gettext as _

from aceite.core.agreements.models import Agreement
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Facts, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.saying import names
from aceite.outbound.mail.words import brl, day


def agreement_ending(h: Happening, reader: Reader) -> Letter | None:
    """To whoever takes care of a contract: its end comes near. Nothing when it was amended or ended meanwhile."""
    row = Agreement.objects.holding().filter(pk=h.id("agreement"), company=h.company).first()
    told = h.event.data.get("ends_on", "")
    if row is None or row.terminated or row.term_ends_on is None or row.term_ends_on.isoformat() != told:
        return None
    said = {**names(h), "name": reader.first_name, "contract": row.title, "day": day(row.term_ends_on)}
    notice = h.event.data.get("notice_by", "")
    rows = [(_("Cliente"), said["customer"]), (_("Fim da vigência"), said["day"]), (_("Valor"), brl(row.worth))]
    if notice:
        rows.append((_("Avisar que não renova até"), day(date.fromisoformat(notice))))
    what = (
        _("Ele se renova sozinho. Se não for para renovar, avise o cliente a tempo e registre o encerramento.")
        if row.renews
        else _("Ele não se renova sozinho. Para continuar, faça um aditivo antes dessa data.")
    )
    return Letter(
        subject=_("“%(contract)s” (%(customer)s) termina em %(day)s") % said,
        title=_("Um contrato está perto do fim"),
        first_line=_("%(contract)s vale até %(day)s") % said,
        blocks=[
            Text(_("Olá, %(name)s. O contrato “%(contract)s” com %(customer)s vale até %(day)s.") % said),
            Text(what),
            Facts(rows),
        ],
        button=Button(_("Ver o contrato"), addresses.office_agreement(h.company, row.pk)),
        reply_to=h.company.email,
    )
