"""The letter that takes the trail's anchor out of the house: whoever keeps it can tell a trail that was rewritten."""

from django.utils.translation import gettext as _

from aceite.core.signatures.anchoring import anchor_file
from aceite.core.trail.models import Anchor, AnchorStamp
from aceite.kit.hashing import groups_of_four
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Enclosure, Facts, Letter, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import day, moment


def anchored(h: Happening, reader: Reader) -> Letter | None:
    """What it is, and to keep it: once a day at most, when something happened."""
    anchor = Anchor.objects.filter(company_id=h.company.pk, seq=h.id("anchor")).first()
    if anchor is None:
        return None
    when = anchor.at.astimezone(h.company.tz).date()
    said = {"company": h.company.trade_name, "name": reader.first_name, "day": day(when), "number": anchor.seq}
    return Letter(
        subject=_("Guarde: âncora %(number)s da trilha de %(company)s, %(day)s") % said,
        title=_("Guarde esta mensagem"),
        first_line=_("Com ela se descobre se alguém reescreveu o registro das suas vendas"),
        blocks=[
            Text(_("Olá, %(name)s. Não é preciso fazer nada agora: só guardar.") % said),
            Text(
                _(
                    "Tudo o que acontece nas suas vendas fica numa trilha em que cada evento prende o anterior. Este "
                    "código resume a trilha inteira até %(day)s. Se um dia alguém mudar, apagar ou refazer um evento, "
                    "mesmo com acesso ao servidor, o código não confere mais."
                )
                % said
            ),
            Facts(_rows(anchor)),
        ],
        reply_to=h.company.email,
        closing=_("Mandamos no máximo uma destas por dia, e só quando houve novidade."),
        enclosures=(Enclosure(f"ancora-{when.isoformat()}.json", "application/json", anchor_file(anchor)),),
    )


def _rows(anchor: Anchor) -> list[tuple[str, str]]:
    stamp = AnchorStamp.objects.filter(company_id=anchor.company_id, anchor_seq=anchor.seq).first()
    time = _("sem carimbo de tempo externo")
    if stamp is not None:
        time = _("%(moment)s, por %(authority)s") % {"moment": moment(stamp.time), "authority": stamp.authority}
    return [
        (_("Âncora"), str(anchor.seq)),
        (_("Feita em"), moment(anchor.at)),
        (_("Vendas e registros resumidos"), str(anchor.count)),
        (_("Carimbo de tempo"), time),
        ("SHA-256", groups_of_four(anchor.hash)),
    ]
