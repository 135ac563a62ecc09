"""Alternatives: proposals of their own that answer one need, of which the customer approves one."""

from aceite.core.companies.models import Owned


class AlternativeGroup(Owned):
    """Nothing but what holds them together; whoever decides about several of them locks it first."""

    def __str__(self) -> str:
        return str(self.pk)
