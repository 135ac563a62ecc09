"""The way to an approved sale as this visitor walks it: what is done, by whom and when, and the one next step."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from aceite.core.contracts.closing import Blocker, blocking
from aceite.core.contracts.models import Contract, Requirement
from aceite.core.contracts.plan_words import listed
from aceite.core.proposals.states import State
from aceite.core.sales.models import Approval
from aceite.core.sales.offer_choices import OfferChoice
from aceite.faces.panel.access import Scope
from aceite.faces.panel.next_step import Next, choice_under_way, next_step
from aceite.faces.panel.reading import Shown, place_of, standing_copy, to_sign
from aceite.faces.ui.parts import Step


@dataclass(frozen=True)
class Way:
    """Everything the bar and the list of steps say."""

    steps: list[Step]
    goes_on: bool
    next: Next
    blockers: list[Blocker] = field(default_factory=list)


def way(
    scope: Scope,
    sale: Shown,
    contracts: Sequence[Contract],
    approval: Approval | None,
    choice: OfferChoice | None = None,
) -> Way:
    """Build the way; `contracts` come with signers and copies, `approval` is the standing one, `choice` the one that is
    being made into a version."""
    blockers = list(blocking(sale.version, scope.company.copies_policy)) if sale.is_open else []
    steps = [*_contract_steps(scope, sale, contracts), _approval_step(sale, approval)]
    if sale.goes_on:
        steps.append(Step(_("%(company)s faz o pedido") % {"company": scope.company.trade_name}, "todo"))
    else:
        # Of a sale that came to its end only what was done is told.
        steps = [step for step in steps if step.state == "done"]
    if sale.state in (State.ORDER, State.RESCINDED) and getattr(sale.proposal, "order", None) is not None:
        steps.append(_order_step(scope, sale))
    if sale.state == State.RESCINDED:
        steps += _rescission_steps(scope, sale)
    first = next((at for at, step in enumerate(steps) if step.state != "done"), None)
    if first is not None:
        steps[first] = _as_current(steps[first])
    if choice is not None and not scope.is_preview:
        return Way(steps, sale.goes_on, choice_under_way(scope, sale), blockers)
    return Way(steps, sale.goes_on, next_step(scope, sale, contracts, approval, blockers), blockers)


def _contract_steps(scope: Scope, sale: Shown, contracts: Sequence[Contract]) -> list[Step]:
    steps: list[Step] = []
    for contract in contracts:
        if contract.requirement != Requirement.NONE:
            steps += _steps_of(scope, sale, contract)
    return steps


def _steps_of(scope: Scope, sale: Shown, contract: Contract) -> list[Step]:
    place = place_of(contract, scope)
    url = scope.url("contract", sale.number, contract.pk)
    steps = []
    if place is not None and scope.sees_prices and to_sign(contract, scope):
        read = place.opened_at is not None
        label = _("Ler “%(title)s”") % {"title": contract.title}
        steps.append(
            Step(label, "done" if read else "todo", scope.person.name if read else "", place.opened_at, url=url)
        )
    signed = [one for one in contract.signers.all() if one.statement is not None]
    for one in signed:
        label = _("Assinatura de “%(title)s”") % {"title": contract.title}
        steps.append(Step(label, "done", one.panel_user.name, one.statement.confirmed_at if one.statement else None))
    copy = standing_copy(contract)
    if copy is not None:
        label = _("Via assinada de “%(title)s”") % {"title": contract.title}
        steps.append(Step(label, "done", copy.sender, copy.uploaded_at))
    elif not contract.signed_by_customer:
        missing = [one.panel_user.name for one in contract.signers.all() if one.statement is None and not one.idle]
        label = _("Assinar “%(title)s”") % {"title": contract.title}
        steps.append(Step(label, "todo", who=listed(missing) if missing else ""))
    return steps


def _approval_step(sale: Shown, approval: Approval | None) -> Step:
    if approval is not None and sale.state in (State.APPROVED, State.ORDER, State.RESCINDED):
        return Step(_("Proposta aprovada"), "done", approval.panel_user.name, approval.approved_at)
    return Step(_("Aprovar a proposta"), "todo")


def _order_step(scope: Scope, sale: Shown) -> Step:
    order = sale.proposal.order
    label = _("Pedido %(number)s feito") % {"number": order.number}
    # A pass opens the proposal alone.
    url = "" if scope.is_preview else scope.url("order", order.number)
    return Step(label, "done", scope.company.trade_name, order.made_at, url=url)


def _rescission_steps(scope: Scope, sale: Shown) -> list[Step]:
    made = scope.rescission(sale.proposal)
    if made is None:
        return []
    url = "" if scope.is_preview or not scope.sees_prices else scope.url("rescission", sale.number)
    return [Step(_("Desistência da compra"), "done", made.panel_user.name, made.rescinded_at, url=url)]


def _as_current(step: Step) -> Step:
    return Step(step.label, "current", step.who, step.at, step.url)
