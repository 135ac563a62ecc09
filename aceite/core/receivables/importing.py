"""A bank's statement taken in: looked at first, then confirmed row by row, nothing twice, and all of it taken back."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.receivables.charging import identifier
from aceite.core.receivables.expecting import made_on_of
from aceite.core.receivables.matching import Candidate, Match, Offered
from aceite.core.receivables.models import BankStatement, Payment, Receivable, Source
from aceite.core.receivables.receiving import AlreadyPaid, MoreThanMissing, Received, confirm_payment
from aceite.core.receivables.taking_back import undo_payment
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.bank_csv import Entry, Statement
from aceite.kit.money import format_brl

# So far apart may be the day the bank names and the day somebody typed.
ABOUT: Final = timedelta(days=3)


@dataclass(frozen=True)
class Looked:
    """One movement with what it may pay; `known` when it was taken in before, `by_hand` when the same amount was
    confirmed by hand about that day: then nothing of it is sure. `too_early` is what it would pay, had the sale been
    begun by then."""

    entry: Entry
    matches: list[Match]
    known: bool
    by_hand: bool = False
    too_early: Candidate | None = None


@dataclass(frozen=True)
class Chosen:
    """A movement somebody wants to count for one receivable; `more` is by how much she saw it pay too much."""

    line: int
    day: date
    amount: Decimal
    text: str
    key: str
    receivable: int
    more: Decimal = Decimal(0)

    @classmethod
    def of(cls, entry: Entry, receivable: int) -> "Chosen":
        """This movement, for that receivable."""
        return cls(entry.line, entry.day, entry.amount, entry.text, entry.key, receivable)


def look_at(statement: Statement, company: Company) -> list[Looked]:
    """What came in, each with the receivables it may pay, in four queries however long."""
    keys = [entry.key for entry in statement.entries]
    known = set(Payment.objects.standing().filter(company=company, key__in=keys).values_list("key", flat=True))
    rows = Receivable.objects.filter(company=company).may_bring_money()
    rows = rows.select_related("proposal__customer", "proposal__company")
    offered = Offered(_candidate(row) for row in rows)
    by_hand = _confirmed_by_hand(statement, company)
    return [_looked(entry, offered, entry.key in known, by_hand) for entry in statement.entries]


def _candidate(row: Receivable) -> Candidate:
    sale = row.proposal
    return Candidate(
        row.pk, identifier(sale.number, row.number), row.unpaid, sale.customer.name,
        called_off=row.called_off_at is not None, named=f"{sale.number} {row.part_words}",
        made_on=made_on_of(sale),
    )  # fmt: skip


def _looked(entry: Entry, offered: Offered, known: bool, by_hand: set[tuple[date, Decimal]]) -> Looked:
    if known:
        return Looked(entry, [], known=True)
    found = offered.matches(entry)
    if not found:
        later = offered.matches(entry, begun_later=True)
        return Looked(entry, [], known=False, too_early=later[0].candidate if later else None)
    about = (entry.day + timedelta(days) for days in range(-ABOUT.days, ABOUT.days + 1))
    if not any((day, entry.amount) in by_hand for day in about):
        return Looked(entry, found, known=False)
    return Looked(entry, [replace(match, sure=False) for match in found], known=False, by_hand=True)


def _confirmed_by_hand(statement: Statement, company: Company) -> set[tuple[date, Decimal]]:
    days = [entry.day for entry in statement.entries]
    if not days:
        return set()
    about = (min(days) - ABOUT, max(days) + ABOUT)
    paid = Payment.objects.standing().filter(company=company, source=Source.HAND, paid_on__range=about)
    return set(paid.values_list("paid_on", "amount"))


def take_in(
    company: Company, chosen: list[Chosen], *, name: str, key: str = "", by: Actor, at: datetime
) -> BankStatement:
    """Confirms what was chosen, each for itself: what cannot be is told in the report and stops nothing else.

    The same form (`key`) twice is one import, until that is undone. Raises NotAllowed.
    """
    member = _member(company, by)
    kept = form_key(key, [(row.key, row.receivable) for row in chosen])
    standing = BankStatement.objects.filter(company=company, undone_at=None)
    if made := made_before(standing, kept):
        return made
    try:
        with transaction.atomic():
            taken = BankStatement.objects.create(
                company=company, name=name[:160], taken_by=member, taken_at=at, report=[], form_key=kept
            )
            taken.report = [_result(taken, row, member, at) for row in chosen]
            taken.save(update_fields=["report"])
            data = {"bank_statement": taken.pk, "payments": taken.payments.count()}
            record("bank_statement.taken", by=by, at=at, data=data)
    except IntegrityError:
        # Another window was quicker with the same form.
        return standing.get(form_key=kept)
    return taken


def undo_statement(taken: BankStatement, *, by: Actor, at: datetime) -> BankStatement:
    """Takes back every payment of a statement that still stands. Twice is harmless. Raises NotAllowed."""
    _member(taken.company, by)
    with transaction.atomic():
        locked = BankStatement.objects.select_for_update().get(pk=taken.pk)
        if locked.undone_at is not None:
            return locked
        standing = list(locked.payments.standing().select_related("receivable__proposal__company"))
        for payment in standing:
            undo_payment(payment, by=by, at=at)
        locked.undone_at = at
        locked.save(update_fields=["undone_at"])
        data = {"bank_statement": locked.pk, "payments": len(standing)}
        record("bank_statement.undone", by=by, at=at, data=data)
    return locked


def _member(company: Company, by: Actor) -> Member:
    if by.company_id != company.pk or not by.may("payment.confirm") or not isinstance(by, Member):
        raise NotAllowed
    return by


def _result(taken: BankStatement, row: Chosen, by: Member, at: datetime) -> dict[str, Any]:
    told = {"line": row.line, "day": row.day.isoformat(), "amount": str(row.amount), "sale": "", "done": False}
    found = Receivable.objects.filter(company_id=taken.company_id, pk=row.receivable)
    receivable = found.select_related("proposal__company").first()
    if receivable is None:
        return told | {"said": _("Esta parcela não existe mais.")}
    told["sale"] = receivable.proposal.number
    if Payment.objects.standing().filter(company_id=taken.company_id, key=row.key).exists():
        return told | {"said": _("Este movimento já estava registrado.")}
    received = Received(row.day, row.amount, row.text, row.key, Source.STATEMENT, row.more)
    try:
        payment = confirm_payment(receivable.proposal, receivable.number, received, by=by, at=at)
    except AlreadyPaid:
        return told | {"said": _("A parcela já estava paga.")}
    except MoreThanMissing as refusal:
        said = _("Agora são %(more)s a mais que o que falta. Leia o extrato de novo e confira.")
        return told | {"said": said % {"more": format_brl(refusal.more)}}
    except Refusal as refusal:
        return told | {"said": str(refusal)}
    # Another window may have taken the same movement in meanwhile: then the payment is its statement's.
    if not Payment.objects.filter(pk=payment.pk, statement=None, source=Source.STATEMENT).update(statement=taken):
        return told | {"said": _("Este movimento já estava registrado.")}
    return told | {"done": True, "said": _("Confirmado.")}
