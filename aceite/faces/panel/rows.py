"""Rows of the panel's lists: each sale as the version its customer was sent, never as the draft the vendor works on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from aceite.core.contracts.closing import Blocker, blocking_of
from aceite.core.proposals.models import Instalment, Proposal, ProposalQuerySet, ProposalVersion
from aceite.core.proposals.pricing import Payment
from aceite.core.proposals.states import State
from aceite.core.sales.extending import last_valid_day
from aceite.faces.panel.access import Scope
from aceite.faces.panel.reading import state_word
from aceite.kit.money import format_brl


@dataclass(frozen=True)
class Row:
    """One sale in a list; `waits` names what this person has to do, empty when nothing."""

    proposal: Proposal
    version: ProposalVersion
    state: str
    total: Decimal
    instalments: str
    url: str
    waits: str = ""
    negotiated: bool = False

    @property
    def title(self) -> str:
        """The version's own title; the sale's may already be the next draft's."""
        return self.version.title or self.proposal.title

    @property
    def last_day(self) -> date | None:
        """The last day on which the customer can answer, in the company's zone."""
        return last_valid_day(self.proposal)


def with_sent(sales: ProposalQuerySet) -> ProposalQuerySet:
    """The sales with the version sent last and its payment plan: one query more, however many rows."""
    return sales.select_related("order", "shown").prefetch_related("shown__instalments")


def rows(scope: Scope, sales: Iterable[Proposal], *, at: datetime) -> list[Row]:
    """The rows; four queries more for what waits and what is under negotiation, however many."""
    found = list(sales)
    for sale in found:
        sale.company = scope.company
    newest = {sale.pk: sale.shown for sale in found if sale.shown is not None}
    open_ones = [newest[sale.pk].pk for sale in found if sale.pk in newest and sale.state_at(at) == State.SENT]
    blockers = blocking_of(open_ones, scope.company.copies_policy) if open_ones else {}
    talks = scope.proposals.filter(shown__in=open_ones).in_negotiation() if open_ones else []
    talking = {sale.pk for sale in talks}
    made = [_row(scope, sale, newest[sale.pk], blockers, at) for sale in found if sale.pk in newest]
    return [replace(row, negotiated=row.proposal.pk in talking) for row in made]


def _row(
    scope: Scope, sale: Proposal, version: ProposalVersion, blockers: dict[int, list[Blocker]], at: datetime
) -> Row:
    state = state_word(sale, version, newest=version, at=at)
    waits = _waits(scope, blockers.get(version.pk, [])) if state == State.SENT else ""
    return Row(
        proposal=sale,
        version=version,
        state=state,
        total=version.total,
        instalments=plan_words(list(version.instalments.all()), version.payment_text),
        url=scope.url("proposal", sale.number),
        waits=waits,
    )


def _waits(scope: Scope, blockers: Sequence[Blocker]) -> str:
    me = scope.person
    if scope.may("contract.sign") and any(one.what == "sign" and one.panel_user_id == me.pk for one in blockers):
        return _("Assinar e aprovar") if me.can_approve else _("Assinar")
    if any(one.what == "send_copy" for one in blockers) and scope.may("copy.upload"):
        return _("Enviar via assinada")
    if not any(one.side == "customer" for one in blockers) and not blockers and scope.may("proposal.approve"):
        return _("Aprovar")
    return ""


def plan_words(plan: "Sequence[Instalment] | Sequence[Payment]", text: str) -> str:
    """The payment plan in a few words: 3x de R$ 4.133,34."""
    down = [one for one in plan if one.number == 0]
    parts = [one for one in plan if one.number > 0]
    words = []
    if down:
        words.append(_("entrada de %(amount)s") % {"amount": format_brl(down[0].amount)})
    if len(parts) == 1:
        words.append(_("1 parcela de %(amount)s") % {"amount": format_brl(parts[0].amount)})
    elif parts:
        most = max(one.amount for one in parts)
        equal = most == min(one.amount for one in parts)
        words_of = _("%(count)sx de %(amount)s") if equal else _("%(count)sx de até %(amount)s")
        words.append(words_of % {"count": len(parts), "amount": format_brl(most)})
    return " + ".join(words) or text
