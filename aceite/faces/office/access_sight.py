"""Part of the office's door: who has come in, and whose sales she sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeVar

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language, override

from aceite.core.companies.models import Company
from aceite.core.companies.scope import scoped
from aceite.core.contracts.models import Countersigner
from aceite.core.people.models import Member, MemberQuerySet, User
from aceite.core.people.sight import sellers_seen
from aceite.core.proposals.models import Proposal, ProposalQuerySet
from aceite.core.proposals.tallies import Tallies
from aceite.core.rows.worded import Blank, Worded

Rows = TypeVar("Rows", bound="QuerySet[Any]")
T = TypeVar("T")
# Every page of a sale asks it.
_SALE: Final = Worded(Proposal.objects.filter(company=Blank("company"), number=Blank("number")).with_sheet().order_by())


@dataclass(frozen=True)
class Sight:
    """One member in her company, and the sales she sees of it."""

    member: Member
    company: Company
    user: User

    def may(self, verb: str) -> bool:
        """Whether this member's role has the verb."""
        return self.member.may(verb)

    def afterwards(self, steps: Iterator[T]) -> Iterator[T]:
        """Takes the steps when the door is closed already: each within the company's scope, and in the language that
        the request was answered in."""
        language = get_language()
        while True:
            with scoped(self.company.pk), override(language):
                step = next(steps, None)
            if step is None:
                return
            yield step

    @cached_property
    def sellers(self) -> tuple[int, ...] | None:
        """Whose sales she sees, by id; None when everybody's."""
        return sellers_seen(self.member, at=timezone.now())

    def sellers_to_ask(self, chosen: int | None) -> MemberQuerySet:
        """Of whom a list can be asked for: whoever may sell, and the one it is asked for already. Nobody where she
        sees her own sales alone."""
        if self.sellers is not None:
            return Member.objects.none()
        team = Member.objects.filter(company=self.company)
        return team.filter(Q(pk__in=team.selling()) | Q(pk=chosen)).in_house_order()

    def _of_seen(self, rows: Rows, sale: str) -> Rows:
        """Those of the sales she sees or is named in to sign for the company; `sale` is the way there."""
        if self.sellers is None:
            return rows
        named = Countersigner.objects.standing().held_by(self.member).values("contract__version__proposal")
        hers = Q(**{f"{sale}seller__in": self.sellers}) | Q(**{f"{sale}pk__in": named})
        return rows.filter(hers)

    def _of_own(self, rows: Rows, sale: str) -> Rows:
        """Those of the sales that count in her lists and sums: one in which she is only named to sign opens, and
        counts nowhere; `sale` is the way there."""
        return rows if self.sellers is None else rows.filter(**{f"{sale}seller__in": self.sellers})

    @property
    def sales(self) -> ProposalQuerySet:
        """The proposals she sees in lists and figures, in every state."""
        return Proposal.objects.filter(company=self.company).of_sellers(self.sellers)

    @property
    def open_sales(self) -> ProposalQuerySet:
        """The proposals whose page she may open: also those in which she is named to sign for the company."""
        return self._of_seen(Proposal.objects.filter(company=self.company), "")

    def open_sale(self, number: str) -> Proposal | None:
        """The one of `open_sales` with this number, with its customer, seller and current version."""
        sale = _SALE.first(company=self.company, number=number)
        if sale is None or self.may_change(sale) or self.open_sales.filter(pk=sale.pk).exists():
            return sale
        return None

    def may_change(self, sale: Proposal) -> bool:
        """Whether the sale is one of those she sees, and not only one in which she is named to sign."""
        return self.sellers is None or sale.seller_id in self.sellers

    @property
    def tallies(self) -> Tallies:
        """How many of these sales stand where, without counting them."""
        return Tallies(self.company.pk, self.sellers)
