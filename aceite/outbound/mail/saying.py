"""Sentences that many letters share: the first line, the facts of a proposal, the way in."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aceite.core.customers.invitations import mailed_token
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Instalment
from aceite.core.proposals.states import State
from aceite.core.sales.linking import sale_token
from aceite.core.sales.point_words import Told
from aceite.outbound.mail import addresses
from aceite.outbound.mail.happening import Happening
from aceite.outbound.mail.letter import Button, Facts, Text
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.words import brl, day, deadline, price

LINES_SHOWN = 5


def total_and_deadline(h: Happening) -> str:
    """The line that everybody looks for first."""
    if h.last_minute is None:
        return total_alone(h)
    return _("%(total)s · responda até %(deadline)s") % {
        "total": price(h.offered),
        "deadline": deadline(h.last_minute, h.company),
    }


def total_and_end(h: Happening) -> str:
    """The same line to the vendor, who waits: until when his offer stands, while it does."""
    if h.last_minute is None or h.proposal.state_at(h.now) is not State.SENT:
        return total_alone(h)
    ends = deadline(h.last_minute, h.company)
    return _("%(total)s · vale até %(deadline)s") % {"total": price(h.offered), "deadline": ends}


def total_alone(h: Happening) -> str:
    """The total, where nothing has to be done in time."""
    return _("Total: %(total)s") % {"total": price(h.offered)}


def proposal_facts(h: Happening) -> Facts:
    """What is offered, in a few lines."""
    lines = list(h.version.lines.counted()[: LINES_SHOWN + 1])
    rows = [(line.name, brl(line.total)) for line in lines[:LINES_SHOWN]]
    if len(lines) > LINES_SHOWN:
        left = h.version.lines.counted().count() - LINES_SHOWN
        more = ngettext("e mais %(count)s item", "e mais %(count)s itens", left) % {"count": left}
        rows.append((more, ""))
    return Facts([*rows, (_("Total"), price(h.version))], is_sum=True)


def plan_text(h: Happening, reader: Reader) -> list[Text]:
    """How it is paid, where the proposal says so: in its own words, and what is due when. It goes with the prices: who
    does not see them reads neither in how many parts nor on which days they are paid."""
    if not reader.sees_prices:
        return []
    plan = list(h.version.instalments.all())
    how = [_("Pagamento: %(how)s") % {"how": h.version.payment_text.rstrip(".")}] if h.version.payment_text else []
    down = [one for one in plan if one.number == 0]
    parts = [one for one in plan if one.number > 0]
    said = [_("Entrada de %(amount)s em %(day)s") % _due(one) for one in down]
    if parts:
        said.append(_parts(parts))
    return [Text(f"{'. '.join([*how, *said])}.", fixed=True)] if how or said else []


def _parts(parts: Sequence[Instalment]) -> str:
    """How many, from when and of how much; where they differ, how much the first one is."""
    said = {"count": len(parts), **_due(parts[0])}
    if len({one.amount for one in parts}) > 1:
        return _("%(count)s parcelas, a primeira de %(amount)s em %(day)s") % said
    words = ngettext(
        "%(count)s parcela de %(amount)s em %(day)s",
        "%(count)s parcelas de %(amount)s, a primeira em %(day)s",
        len(parts),
    )
    return words % said


def points_for(reader: Reader, *told: Sequence[Told]) -> list[Told]:
    """Those of these points that are for this reader: the ones about money, and how it is paid, go with the prices."""
    return [one for points in told for one in points if one.point.is_for(sees_prices=reader.sees_prices)]


def _due(one: Instalment) -> dict[str, str]:
    return {"amount": brl(one.amount), "day": day(one.due_on)}


def to_the_proposal(h: Happening, reader: Reader, label: str) -> Button:
    """The button to the proposal; for somebody who has not entered yet, to her invitation."""
    person, number = reader.panel_user, h.proposal.number
    if person is None:
        return Button(label, addresses.panel_proposal(h.company, number))
    there = addresses.panel_link(h.company, number, sale_token(h.proposal, person))
    if person.joined_at is None:
        return Button(_("Entrar e ver a proposta"), way_in(h, person, onward=there))
    return Button(label, there)


def to_the_order(h: Happening, reader: Reader, label: str) -> Button:
    """The button to the order, where payments and files of billing stand; to the proposal before there is one."""
    order, person = getattr(h.proposal, "order", None), reader.panel_user
    if order is None or person is None or person.joined_at is None:
        return to_the_proposal(h, reader, label)
    return Button(label, addresses.panel_order(h.company, order.number))


def way_in(h: Happening, person: PanelUser, *, onward: str) -> str:
    """Where a person who has not accepted her invitation goes: the invitation while it is open, else the entrance;
    from both she is led to the page that the mail is about."""
    if invitation_is_open(person, h.now):
        return addresses.panel_invitation(h.company, mailed_token(person), onward=onward)
    return addresses.panel_entry(h.company, onward=onward)


def invitation_is_open(person: PanelUser, at: datetime) -> bool:
    """Whether the link in a mail would let this person in."""
    ends = person.invitation_expires_at
    return bool(person.invitation_nonce) and person.joined_at is None and ends is not None and at < ends


def to_the_sale(h: Happening, label: str) -> Button:
    """The button to the sale in the office."""
    return Button(label, addresses.office_sale(h.company, h.proposal.number))


def names(h: Happening) -> dict[str, str]:
    """The words that most sentences need."""
    return {
        "company": h.company.trade_name,
        "number": h.proposal.number,
        "title": h.offered.title,
        "seller": h.proposal.seller.name,
        "customer": str(h.proposal.customer),
        "who": h.who,
    }
