"""Letters between colleagues about a sale, and the summary of a day's notices."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.notices.models import Notice
from aceite.core.notices.sight import still_told
from aceite.core.notices.telling import SaleNotices, grouped
from aceite.core.people.models import Member
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Block, Button, Facts, Letter, Quote, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import one_line

# More than this is read in the app.
SHOWN: Final = 40


def commented(h: Happening, reader: Reader) -> Letter | None:
    """A colleague's comment; to whoever is named in it, it says so. Nothing once it was taken back."""
    sale, mentioned = h.comment.proposal, reader.id in h.event.data.get("mentioned", [])
    said = {"who": h.who, "number": sale.number, "customer": str(sale.customer), "title": sale.title}
    subject = _("%(who)s citou você na venda %(number)s") if mentioned else _("%(who)s comentou a venda %(number)s")
    return Letter(
        subject=subject % said,
        title=(_("%(who)s citou você") if mentioned else _("%(who)s comentou")) % said,
        first_line=_("%(customer)s · %(title)s") % said,
        blocks=[Quote(h.comment.text, h.comment.author.name)],
        button=Button(_("Ver e responder"), f"{addresses.office_sale(h.company, sale.number)}#comentarios"),
        reply_to=h.comment.author.email,
        closing=_("Só a equipe lê comentários; o cliente nunca os vê."),
    )


def summary(h: Happening, reader: Reader) -> Letter | None:
    """What she wants to read once a day, has not read in the app meanwhile, and may still see."""
    member = Member.objects.select_related("company").get(pk=reader.id)
    summed = Notice.objects.filter(company=h.company, member=member, summary_event=h.event.pk, read_at=None)
    told = summed.filter(still_told(member, at=h.now))
    rows = list(told.select_related("proposal__customer", "in_place_of").order_by("-pk"))
    if not rows:
        return None
    count = len(rows)
    title = ngettext("%(count)s aviso para você", "%(count)s avisos para você", count) % {"count": count}
    return Letter(
        subject=f"{title} · {h.company.trade_name}",
        title=_("Seu resumo do dia"),
        first_line=title,
        blocks=[block for group in grouped(rows[:SHOWN]) for block in _of_sale(group)],
        button=Button(_("Ver os avisos"), addresses.office_notices(h.company)),
        reply_to=h.company.email,
        closing=_("Em Minha conta › Avisos você escolhe o que chega na hora, no resumo ou só no aplicativo."),
    )


def _of_sale(group: SaleNotices) -> list[Block]:
    sale = group.proposal
    head = [Text(one_line(f"{sale.number} · {sale.customer} · {sale.title}"))] if sale else []
    rows = []
    for line in group.lines:
        place = _("no lugar de %(name)s") % {"name": line.in_place_of} if line.in_place_of else ""
        rows.append((line.words, place))
    return [*head, Facts(rows)]
