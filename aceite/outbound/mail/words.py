"""Amounts and times as the reader's language writes them; the active language and zone are the reader's."""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from aceite.core.companies.models import Company
from aceite.core.companies.moments import day_words, deadline_words, moment_words
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.recurring_words import price_words
from aceite.kit.money import format_brl

_TWO_STOPS: Final = re.compile(r"(?<=\w)\.\.(?!\.)")


def brl(amount: Decimal) -> str:
    """R$ 12.400,00 in every language, as it stands in what is signed and approved."""
    return format_brl(amount)


def price(version: ProposalVersion) -> str:
    """All that a version costs in one line: what is paid once, and what recurs."""
    return price_words(version.total, version.recurs, brl=brl)


def moment(at: datetime) -> str:
    """24/11/2026, 15:30 (horário de Brasília): in the reader's zone, which is named."""
    return moment_words(at)


def deadline(at: datetime, company: Company) -> str:
    """The last moment of what binds, in the company's zone, in which it ends; the reader's beside it."""
    return deadline_words(at, company.tz)


def day(value: date) -> str:
    """24/11/2026."""
    return day_words(value)


def one_stop(text: str) -> str:
    """The text with one full stop where a name that ends in one, as "Aurora Ltda.", ends the sentence."""
    return _TWO_STOPS.sub(".", text)


def one_line(text: str, longest: int = 120) -> str:
    """The text without line breaks, cut where it gets long: for subjects and names of senders."""
    line = " ".join(text.split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"
