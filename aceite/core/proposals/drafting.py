"""Making a proposal and saving its draft; a second editor is told, nothing is overwritten silently."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.catalog.models import Item
from aceite.core.companies.models import Company
from aceite.core.companies.numbering import draw, upcoming
from aceite.core.customers.models import Customer, CustomerKind
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import CleanDraft, clean_draft
from aceite.core.proposals.drafts import OF_A_LINE, OF_THE_SUMS, OF_THE_VERSION, Draft, draft_of, line_keys
from aceite.core.proposals.list_prices import list_prices, memory_of
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Instalment, Line, Proposal, ProposalVersion
from aceite.core.proposals.options import can_be_chosen
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.recurring import as_data
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.taxid import format_taxid
from aceite.kit.text import searchable

SERIES = "proposal"


class Saved(Protocol):
    """What can be saved by two editors: who saved it last, when, and which saving that was."""

    @property
    def company(self) -> Company:
        """Whose it is."""

    @property
    def saved_by(self) -> Member | None:
        """Who saved it last."""

    @property
    def saved_at(self) -> datetime | None:
        """When."""

    @property
    def revision(self) -> int:
        """Which saving that was."""


class EditedMeanwhile(Refusal):
    """The draft was saved after this editor had opened it. `revision` is the one that stands.

    `by` is who was told: whoever writes in two windows reads that it was she herself.
    """

    def __init__(self, saved: Saved, *, by: Actor | None = None) -> None:
        self.who = saved.saved_by.name if saved.saved_by else _("outra pessoa")
        self.when = saved.saved_at
        self.revision = saved.revision
        when = timezone.localtime(self.when, saved.company.tz).strftime("%H:%M") if self.when else "—"
        words = self.own_words() if by is not None and saved.saved_by == by else self.words()
        super().__init__(words % {"who": self.who, "when": when})

    def words(self) -> str:
        """The sentence, with places for who and when."""
        return _("%(who)s salvou esta proposta às %(when)s, depois que você a abriu. Nada foi sobrescrito.")

    def own_words(self) -> str:
        """The same for who saved it herself, with a place for when."""
        return _(
            "Você salvou esta proposta em outra janela às %(when)s, depois que a abriu aqui. Nada foi sobrescrito."
        )


class CustomerArchived(Refusal):
    """An archived customer gets no new proposal."""

    sentence = gettext_lazy("Este cliente está arquivado. Reative-o para fazer uma proposta.")


def create_proposal(
    customer: Customer, draft: Draft, *, seller: Member, key: str = "", by: Actor, at: datetime
) -> Proposal:
    """Registers a proposal as a draft, version 1, and draws its number ("2026-0014" after the company's prefix).

    The year is that of `at` in the company's zone. The same `key` of a form twice gives the one proposal.
    Raises NotAllowed, CustomerArchived and DraftRefused.
    """
    _may_create(customer, seller, by)
    clean = clean_draft(draft)
    try:
        with transaction.atomic():
            return _created(customer, clean, seller, key, by, at)
    except IntegrityError:
        if key and (made := Proposal.objects.filter(company=customer.company_id, key=key).first()):
            return made
        raise


def save_draft(proposal: Proposal, draft: Draft, *, revision: int, by: Actor, at: datetime) -> Proposal:
    """Saves the whole draft over the revision the editor had opened, and prices it again.

    Raises NotAllowed, NotNow (sent already), DraftRefused and EditedMeanwhile; what was saved before stays.
    """
    require("proposal.edit", proposal, by)
    clean = clean_draft(draft)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.edit", locked, at)
        version = current_of(locked)
        if version.revision != revision:
            # The same form sent twice is no conflict: what it says already stands.
            if draft_of(locked) == _settled(clean.draft, locked.customer):
                return locked
            raise EditedMeanwhile(version, by=by)
        write(locked, version, clean, by=by, at=at)
        return locked


def write(proposal: Proposal, version: ProposalVersion, clean: CleanDraft, *, by: Actor, at: datetime) -> None:
    """Puts a cleaned draft into the rows, under the caller's lock; raises the revision and re-prices."""
    draft = _settled(clean.draft, proposal.customer)
    write_version(version, replace(clean, draft=draft), by=by, at=at)
    proposal.title, proposal.internal_notes = draft.title, draft.internal_notes
    proposal.consumer_relation = bool(draft.consumer_relation)
    proposal.total = clean.totals.value
    proposal.search = search_text(proposal, draft)
    proposal.save(update_fields=["title", "internal_notes", "consumer_relation", "total", "search"])


def write_version(version: ProposalVersion, clean: CleanDraft, *, by: Actor, at: datetime) -> None:
    """The version's part of it: what is offered, its lines, its plan and what they come to."""
    draft = clean.draft
    for name in OF_THE_VERSION:
        setattr(version, name, getattr(draft, name))
    for name in OF_THE_SUMS:
        setattr(version, name, getattr(clean.totals, name))
    version.recurring = as_data(clean.totals.recurring)
    version.title = draft.title
    version.choosable = any(can_be_chosen(line) for line in draft.lines)
    version.revision += 1
    version.saved_at, version.saved_by_id = at, (by.actor_id if isinstance(by, Member) else None)
    version.save()
    _write_lines(version, clean, at)
    _write_instalments(version, draft)


def search_text(proposal: Proposal, draft: Draft) -> str:
    """What a search looks through: number, title, customer and items, without case and accents."""
    customer = proposal.customer
    taxid = (customer.taxid, format_taxid(customer.taxid))
    words = [proposal.number, draft.title, customer.name, customer.trade_name, *taxid]
    return searchable(*words, *(f"{line.code} {line.name}" for line in draft.lines))


def next_number(company: Company, at: datetime) -> str:
    """The number a proposal begun at that moment gets, unless another is faster."""
    year = at.astimezone(company.tz).year
    return _number(company, year, upcoming(company_id=company.pk, series=SERIES, year=year))


def _number(company: Company, year: int, sequence: int) -> str:
    return f"{company.number_prefix}{year}-{sequence:04d}"


def _may_create(customer: Customer, seller: Member, by: Actor) -> None:
    companies = {customer.company_id, seller.company_id, by.company_id}
    if not by.may("proposal.edit") or len(companies) > 1:
        raise NotAllowed
    if not customer.active:
        raise CustomerArchived


def _created(customer: Customer, clean: CleanDraft, seller: Member, key: str, by: Actor, at: datetime) -> Proposal:
    company = customer.company
    # Asked before the number is drawn, so that a form sent twice leaves no gap.
    if key and (made := Proposal.objects.filter(company=company, key=key).first()):
        return made
    # The row of the customer: one that is being made one with another gets no sale behind the other's back.
    if Customer.objects.select_for_update().get(pk=customer.pk).merged_into_id is not None:
        raise CustomerArchived
    local = at.astimezone(company.tz)
    year, month = local.year, local.month
    sequence = draw(company_id=company.pk, series=SERIES, year=year)
    proposal = Proposal.objects.create(
        company=company,
        number=_number(company, year, sequence),
        year=year,
        month=month,
        sequence=sequence,
        customer=customer,
        seller=seller,
        title=clean.draft.title,
        key=key,
        waiting_for="vendor",
        waiting_since=at,
        created_at=at,
    )
    version = ProposalVersion(
        company=company, proposal=proposal, version=1, revision=-1, created_at=at, valid_until=clean.draft.valid_until
    )
    write(proposal, version, clean, by=by, at=at)
    proposal.current = version
    proposal.save(update_fields=["current"])
    record("proposal.created", sale=proposal.pk, by=by, at=at, data={"number": proposal.number})
    return proposal


def _settled(draft: Draft, customer: Customer) -> Draft:
    changed: dict[str, Any] = {}
    if draft.consumer_relation is None:
        changed["consumer_relation"] = customer.kind == CustomerKind.PERSON
    return Draft(**{**draft.__dict__, **changed})


def _write_lines(version: ProposalVersion, clean: CleanDraft, at: datetime) -> None:
    day = at.astimezone(version.company.tz).date()
    listed = list_prices(version, clean.draft.lines, memory_of(version), day)
    version.lines.all().delete()
    named = {line.item_id for line in clean.draft.lines if line.item_id}
    # An id comes from a form: one that is not in this company's catalogue makes a free line.
    own = set(Item.objects.filter(company=version.company_id, pk__in=named).values_list("pk", flat=True))
    Line.objects.bulk_create(
        Line(
            company_id=version.company_id,
            version=version,
            position=position,
            key=key,
            total=totals.total,
            list_price=list_price,
            **{name: getattr(line, name) for name in OF_A_LINE}
            | {"item_id": line.item_id if line.item_id in own else None},
        )
        for position, (line, totals, key, list_price) in enumerate(
            zip(clean.draft.lines, clean.totals.lines, line_keys(clean.draft.lines), listed, strict=True)
        )
    )


def _write_instalments(version: ProposalVersion, draft: Draft) -> None:
    version.instalments.all().delete()
    down = sorted(draft.instalments, key=lambda payment: not payment.down_payment)
    first = 0 if down and down[0].down_payment else 1
    Instalment.objects.bulk_create(
        Instalment(
            company_id=version.company_id,
            version=version,
            number=first + index,
            due_on=payment.due_on,
            amount=payment.amount,
            method=payment.method,
        )
        for index, payment in enumerate(down)
    )
