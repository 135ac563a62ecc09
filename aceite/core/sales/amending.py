"""An amendment (aditivo) or a termination by agreement (distrato): a sale of its own, tied to the order it changes.

It is written, sent, signed and approved like any other; what it changes stands in its M beside the hash of what was
approved in the original. Nothing of the original is touched: what holds follows from both.
"""

from dataclasses import replace
from datetime import date, datetime, tzinfo
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.moments import day_words
from aceite.core.contracts.models import Contract
from aceite.core.contracts.terms import begins, term_of
from aceite.core.people.models import Member
from aceite.core.proposals.changes import ADDS, AMENDMENT, ENDS, KEEPS, REPLACES, TERMINATION, Change, as_data
from aceite.core.proposals.drafting import create_proposal
from aceite.core.proposals.drafts import Draft, blank_draft
from aceite.core.proposals.locking import current_of, lock_sale, lock_sale_with_register
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import State
from aceite.core.sales.repeated import what_is_paid
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit

KINDS: Final = (AMENDMENT, TERMINATION)
# Months are counted from the day it takes effect, and calendars end.
LATEST: Final = date(2999, 12, 31)


class NotAnOrder(Refusal):
    """Only what was closed is amended."""

    sentence = gettext_lazy(
        "Só um pedido recebe aditivo. Uma proposta que ainda não fechou se muda com uma nova versão."
    )


def amend(
    original: Proposal,
    change: Change,
    *,
    with_lines: bool = False,
    seller: Member,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Proposal:
    """A draft tied to an order; of an amendment, to the order it amends. `with_lines` starts from what is
    paid again and again by now, which it then replaces: copied beside what stands, it would be paid twice; and what
    is paid once was ordered already. It falls due on the days on which that does.

    The same `key` twice is one. Raises NotAllowed, NotAnOrder, Unfit, CustomerArchived, DraftRefused.
    """
    require("sale.see", original, by)
    require("proposal.edit", original, by)
    fit = clean_change(change)
    with transaction.atomic():
        # The lock is on the original: its amendments are numbered without gaps.
        locked = lock_sale_with_register(original.amends_id or original)
        if locked.state != State.ORDER:
            raise NotAnOrder
        _require_end_after_beginning(fit, locked)
        draft = _draft(locked, fit, with_lines, at)
        if draft.lines:
            fit = replace(fit, recurring=REPLACES)
        made = create_proposal(locked.customer, draft, seller=seller, key=key, by=by, at=at)
        if made.amends_id is None:
            made.amends, made.amendment_number = locked, locked.amendments.count() + 1
            made.shared_with_all = locked.shared_with_all
            made.save(update_fields=["amends", "amendment_number", "shared_with_all"])
            if not made.shared_with_all:
                for share in locked.shares.all():
                    made.shares.create(company_id=made.company_id, panel_user_id=share.panel_user_id)
            version = current_of(made)
            version.amendment = as_data(fit)
            version.save(update_fields=["amendment"])
            data = {"original": locked.number, "number": made.amendment_number, "kind": fit.kind}
            record("proposal.amends", sale=made.pk, by=by, at=at, data=data)
        return made


def set_change(proposal: Proposal, change: Change, *, by: Actor, at: datetime) -> Proposal:
    """What the amendment changes, while its version is a draft. Raises NotAllowed, NotNow, Unfit; twice is harmless."""
    require("proposal.edit", proposal, by)
    fit = clean_change(change)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.edit", locked, at)
        version = current_of(locked)
        if not version.amendment:
            raise NotAnOrder
        # An amendment does not become a termination: it would be another paper.
        fit = replace(fit, kind=version.change.kind)
        if locked.amends is not None:
            _require_end_after_beginning(fit, locked.amends)
        wanted = as_data(fit)
        if version.amendment != wanted:
            version.amendment = wanted
            version.revision += 1
            version.save(update_fields=["amendment", "revision"])
        return locked


def clean_change(change: Change) -> Change:
    """The change without what its choices do not ask. Raises Unfit for the field that has to change."""
    if change.kind not in KINDS or change.ends not in ENDS or change.recurring not in (ADDS, REPLACES):
        raise Unfit("ends", _("Escolha uma das opções."))
    if change.effective_on and change.effective_on > LATEST:
        raise Unfit("effective_on", _("Este dia está longe demais."))
    if change.terminates:
        return Change(TERMINATION, change.effective_on)
    if change.ends == "date" and change.ends_on is None:
        raise Unfit("ends_on", _("Diga até que dia o contrato passa a valer."))
    if change.ends_on and change.effective_on and change.ends == "date" and change.ends_on < change.effective_on:
        raise Unfit("ends_on", _("O fim vem antes do começo do aditivo."))
    return replace(change, ends_on=change.ends_on if change.ends == "date" else None, ends=change.ends or KEEPS)


def _require_end_after_beginning(change: Change, original: Proposal) -> None:
    """Nothing ends before it began, and what has not begun is given up no earlier than it was agreed."""
    last = change.effective_on if change.terminates else change.ends_on
    if last is None or original.approved_at is None:
        return
    tz = original.company.tz
    agreed = original.approved_at.astimezone(tz).date()
    starts = [_begins(each, agreed, tz) for each in current_of(original).contracts.defer("body")] or [agreed]
    # A new end is an end of all its contracts, also of the one that begins last.
    first = min(starts) if change.terminates else max(starts)
    words = _("O contrato começa em %(day)s: o último dia não pode vir antes.")
    if change.terminates and agreed < first:
        first, words = agreed, _("O contrato foi aprovado em %(day)s: o último dia não pode vir antes.")
    if last < first:
        raise Unfit("effective_on" if change.terminates else "ends_on", words % {"day": day_words(first)})


def _begins(contract: Contract, agreed: date, tz: tzinfo) -> date:
    signed_on = contract.completed_at.astimezone(tz).date() if contract.completed_at else None
    return begins(term_of(contract.term), approved_on=agreed, signed_on=signed_on)


def _draft(original: Proposal, change: Change, with_lines: bool, at: datetime) -> Draft:
    words = {"number": original.order.number, "title": original.title}
    title = _("Distrato do %(number)s: %(title)s") if change.terminates else _("Aditivo ao %(number)s: %(title)s")
    blank = replace(
        blank_draft(original.company, at),
        title=(title % words)[:160],
        consumer_relation=original.consumer_relation,
    )
    if change.terminates:
        return blank
    paid = what_is_paid(original)
    blank = replace(blank, recurring_day=paid.day, recurring_method=paid.method)
    if not with_lines:
        return blank
    today = at.astimezone(original.company.tz).date()
    return replace(blank, lines=paid.lines, recurring_first_due=paid.next_after(today))
