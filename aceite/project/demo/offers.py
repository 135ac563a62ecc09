"""What a story's sale offers, as its draft has it: the lines at the day's prices, the payments, the contracts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from aceite.core.catalog.models import Item
from aceite.core.contracts.asked import asked_of, typed_answer
from aceite.core.contracts.drafting import add_from_register, add_from_template, set_requirement
from aceite.core.contracts.models import ContractTemplate, SignerRole
from aceite.core.contracts.representing import set_countersigners
from aceite.core.contracts.signers import TOGETHER, Order, SignerPlan, set_signers
from aceite.core.customers.models import PanelUser
from aceite.core.prices.finding import ladders
from aceite.core.prices.rungs import on_rung
from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.drafts import Draft, DraftInstalment, DraftLine
from aceite.core.proposals.pricing import DownPayment, Rhythm, plan
from aceite.project.demo.calendar import ZONE
from aceite.project.demo.story import Agreement, Priced, Stage, Telling


def with_plan(telling: Telling, draft: Draft, at: datetime) -> Draft:
    """The draft with its payments: what is paid ahead, and the parts that fall due month by month."""
    story = telling.story
    if not draft.lines:
        return draft
    total = clean_draft(replace(draft, instalments=())).totals.total
    first = (at + timedelta(days=20)).astimezone(ZONE).date()
    ahead = (total * story.down / 100).quantize(Decimal("0.01"))
    down = DownPayment(ahead, (at + timedelta(days=5)).astimezone(ZONE).date(), "pix")
    payments = plan(total, story.parts, Rhythm(first), method=story.method, down=down)
    return replace(
        draft,
        instalments=tuple(
            DraftInstalment(payment.due_on, payment.amount, payment.method, payment.number == 0) for payment in payments
        ),
    )


def offered_lines(telling: Telling, told: Sequence[Priced], at: datetime) -> tuple[DraftLine, ...]:
    """At the price that this customer has that day."""
    stage = telling.stage
    items = [stage.items[priced.code] for priced in told]
    found = ladders(items, stage.customers[telling.story.customer], at.astimezone(ZONE).date())
    return tuple(
        _line(priced, item, on_rung(found[item.pk], priced.quantity).price)
        for priced, item in zip(told, items, strict=True)
    )


def _line(priced: Priced, item: Item, price: Decimal) -> DraftLine:
    return DraftLine(
        item.name, priced.quantity, price, item_id=item.pk, kind=item.kind, code=item.code, unit=item.unit,
        description=item.description, note=priced.note, discount_kind="percent" if priced.off else "",
        discount_value=priced.off, choice=priced.choice, quantity_most=priced.most,
        recurs="month" if priced.months else "", periods=priced.months,
    )  # fmt: skip


def agree(telling: Telling, agreement: Agreement, at: datetime) -> None:
    """Hangs a contract on the sale, with those who sign it."""
    stage, version, seller = telling.stage, telling.proposal.current, telling.seller
    assert version is not None
    if agreement.source in stage.templates:
        template = stage.templates[agreement.source]
        answers = {**_defaults(template), **dict(agreement.answers)} if agreement.answers else None
        contract = add_from_template(version, template, answers=answers, by=seller, at=at)
    else:
        contract = add_from_register(version, stage.registered[agreement.source], by=seller, at=at)
    if agreement.requirement:
        contract = set_requirement(contract, agreement.requirement, agreement.level, by=seller, at=at)
    plans = [SignerPlan(person, SignerRole.PARTY, person.cpf) for person in _people(stage, agreement.parties)]
    plans += [SignerPlan(person, SignerRole.WITNESS, person.cpf) for person in _people(stage, agreement.witnesses)]
    if plans:
        order = Order(quorums={1: agreement.suffice}) if agreement.suffice else TOGETHER
        set_signers(contract, plans, order, by=seller, at=at)
    if agreement.ours:
        set_countersigners(contract, [stage.team[key] for key in agreement.ours], by=seller, at=at)


def _defaults(template: ContractTemplate) -> dict[str, str]:
    """What its form shows before anything is typed."""
    return {field.name: typed_answer(field, field.default) for field in asked_of(template.asked)}


def _people(stage: Stage, keys: tuple[str, ...]) -> list[PanelUser]:
    return [stage.people[key] for key in keys]


def day_ahead(stage: Stage, days: int) -> date:
    """The day so many days after the one on which the demo is loaded."""
    return stage.now.astimezone(ZONE).date() + timedelta(days=days)
