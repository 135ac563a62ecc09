"""Contracts in force as the customer sees them: until when, and where each stands today."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.states import Standing
from aceite.core.companies.models import Company

_OVER = (Standing.ENDED, Standing.TERMINATED)


@dataclass(frozen=True)
class InForce:
    """One contract with where it stands; what the vendor is told in time is not for her."""

    agreement: Agreement
    standing: Standing

    @property
    def status(self) -> str:
        """As the table of statuses names it."""
        shown = Standing.IN_FORCE if self.standing is Standing.ENDING else self.standing
        return f"agreement_{shown}"

    @property
    def is_over(self) -> bool:
        """Whether it holds no more."""
        return self.standing in _OVER


def standings(rows: Iterable[Agreement], at: datetime, company: Company) -> list[InForce]:
    """The contracts with where they stand at that moment, in the company's calendar."""
    today = at.astimezone(company.tz).date()
    return [InForce(row, row.standing_on(today)) for row in rows]
