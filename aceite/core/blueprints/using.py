"""A proposal made from a blueprint: prices as the catalogue has them now, and every change told."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from aceite.core.blueprints.models import Block, Blueprint
from aceite.core.blueprints.writing import draft_in
from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.conditions.actions import usual_conditions
from aceite.core.conditions.models import PaymentCondition
from aceite.core.conditions.usual import Condition
from aceite.core.contracts.drafting import add_from_template
from aceite.core.customers.models import Customer
from aceite.core.documents.holding import with_files
from aceite.core.people.models import Member
from aceite.core.prices.finding import Ladders, ladders
from aceite.core.prices.rungs import on_rung
from aceite.core.proposals.blocks import ProposalBlock, block_values
from aceite.core.proposals.choices import STANDS_AFTER, BlockKind
from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.drafting import create_proposal
from aceite.core.proposals.drafts import Draft, DraftInstalment, DraftLine
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Attachment, Proposal
from aceite.core.proposals.pricing import BadPrice, plan_by
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.money import spread


@dataclass(frozen=True)
class Repriced:
    """A line whose price is no longer what the blueprint had."""

    name: str
    before: Decimal
    now: Decimal


@dataclass
class Told:
    """What whoever uses a blueprint should know: new prices, items and contract templates that are offered no more."""

    repriced: list[Repriced] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    no_contracts: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Begun:
    """The new proposal, and what was changed on the way."""

    proposal: Proposal
    told: Told


def begin_proposal(
    customer: Customer, draft: Draft, *, seller: Member, key: str = "", by: Actor, at: datetime
) -> Proposal:
    """A proposal as `create_proposal` makes it, with the blocks that stand in every new one. Raises as that does."""
    with transaction.atomic():
        made = create_proposal(customer, draft, seller=seller, key=key, by=by, at=at)
        if current_of(made).revision == 0 and not current_of(made).blocks.exists():
            _put_usual(made)
        return made


def use_blueprint(
    blueprint: Blueprint,
    customer: Customer,
    *,
    title: str = "",
    seller: Member,
    key: str = "",
    by: Member,
    at: datetime,
) -> Begun:
    """A draft of everything the blueprint holds; its days are counted from today.

    Of lines from the catalogue the price is the catalogue's, and the plan is made anew for the total they come to.
    The same `key` of a form twice gives the one proposal. Raises NotAllowed, CustomerArchived and DraftRefused.
    """
    seen = Blueprint.objects.filter(company=customer.company_id).active().seen_by(by).with_sheet()
    found = seen.filter(pk=blueprint.pk).first()
    if found is None:
        raise NotAllowed
    told = Told()
    draft = renewed(draft_in(found, at=at), customer, told, at=at)
    draft = replace(draft, title=title or draft.title, consumer_relation=None)
    with transaction.atomic():
        made = create_proposal(customer, draft, seller=seller, key=key, by=by, at=at)
        if current_of(made).revision == 0:
            _bring(found, made, told, by=by, at=at)
        return Begun(made, told)


def renewed(draft: Draft, customer: Customer, told: Told, *, at: datetime) -> Draft:
    """The draft at the prices its customer has today, its plan made anew where its total changed."""
    company = customer.company
    named = {line.item_id for line in draft.lines if line.item_id}
    items = {item.pk: item for item in Item.objects.filter(company=company, pk__in=named)}
    prices = ladders(items.values(), customer, at.astimezone(company.tz).date())
    lines = tuple(_renewed(line, items.get(line.item_id or 0), prices, told) for line in draft.lines)
    fresh = replace(draft, lines=lines)
    before, now = clean_draft(draft).totals.total, clean_draft(fresh).totals.total
    if before == now or not draft.instalments:
        return fresh
    return replace(fresh, instalments=tuple(_plan(fresh, company, now, at)))


def _renewed(line: DraftLine, item: Item | None, prices: Ladders, told: Told) -> DraftLine:
    if line.item_id is None:
        return line
    if item is None or not item.active:
        told.gone.append(line.name)
        return line
    price = on_rung(prices[item.pk], line.quantity).price
    if price == line.unit_price:
        return line
    told.repriced.append(Repriced(line.name, line.unit_price, price))
    return replace(line, unit_price=price)


def _plan(draft: Draft, company: Company, total: Decimal, at: datetime) -> Iterator[DraftInstalment]:
    condition = _condition(company, draft.payment_text)
    today = at.astimezone(company.tz).date()
    try:
        if condition is not None:
            for each in plan_by(condition.terms, total, today, company.days_off):
                yield DraftInstalment(each.due_on, each.amount, each.method, down_payment=each.number == 0)
            return
    except BadPrice:
        # A condition that the new total does not fit: the same days, in the same proportions.
        pass
    parts = spread(total, [each.amount for each in draft.instalments])
    for payment, amount in zip(draft.instalments, parts, strict=True):
        yield replace(payment, amount=amount)


def _condition(company: Company, words: str) -> Condition | None:
    rows = list(PaymentCondition.objects.filter(company=company))
    offered = [row.condition for row in rows if row.active] if rows else usual_conditions(company)
    return next((each for each in offered if words and words == (each.text or each.name)), None)


def _bring(blueprint: Blueprint, proposal: Proposal, told: Told, *, by: Member, at: datetime) -> None:
    version = current_of(proposal)
    if version.attachments.exists() or version.blocks.exists() or version.contracts.exists():
        return
    Attachment.objects.bulk_create(
        Attachment(
            company_id=proposal.company_id, version=version, document_id=file.document_id, name=file.name,
            position=file.position,
        )
        for file in with_files(blueprint.files.all(), "document_id")
    )  # fmt: skip
    ProposalBlock.objects.bulk_create(
        ProposalBlock(company_id=proposal.company_id, version=version, **block_values(block))
        for block in with_files(blueprint.blocks.all(), "picture_id")
    )
    for each in blueprint.contracts.select_related("template"):
        if each.template.active and proposal.company.uses_contracts:
            add_from_template(version, each.template, by=by, at=at)
        else:
            told.no_contracts.append(each.template.title)


def _put_usual(proposal: Proposal) -> None:
    library = Block.objects.filter(company=proposal.company_id).in_every_proposal()
    usual = sorted(with_files(library, "picture_id"), key=_by_kind)
    version = current_of(proposal)
    ProposalBlock.objects.bulk_create(
        ProposalBlock(
            company_id=proposal.company_id, version=version, position=position, kind=block.kind, title=block.title,
            body=block.body, picture_id=block.picture_id, after=block.kind in STANDS_AFTER,
        )
        for position, block in enumerate(usual)
    )  # fmt: skip


def _by_kind(block: Block) -> int:
    return list(BlockKind.values).index(block.kind)
