"""Amounts and times as the reader's language writes them; the active language and zone are the reader's."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import dateformat, timezone
from django.utils.translation import gettext as _

from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.recurring_words import price_words
from aceite.kit.money import format_brl
from aceite.kit.zones import zone_name


def brl(amount: Decimal) -> str:
    """R$ 12.400,00 in every language, as it stands in what is signed and approved."""
    return format_brl(amount)


def price(version: ProposalVersion) -> str:
    """All that a version costs in one line: what is paid once, and what recurs."""
    return price_words(version.total, version.recurs, brl=brl)


def moment(at: datetime) -> str:
    """24/11/2026, 15:30 (horário de Brasília): in the reader's zone, which is named."""
    local = timezone.localtime(at)
    return f"{dateformat.format(local, _('d/m/Y, H:i'))} ({_(zone_name(local))})"


def day(value: date) -> str:
    """24/11/2026."""
    return dateformat.format(value, _("d/m/Y"))


def one_line(text: str, longest: int = 120) -> str:
    """The text without line breaks, cut where it gets long: for subjects and names of senders."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
