"""Saying that money arrived."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.moments import day_words
from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require_member
from aceite.core.proposals.pricing import LARGEST
from aceite.core.receivables.expecting import expect, made_on_of, note_down_payment, settle, today_of
from aceite.core.receivables.models import Payment, PaymentQuerySet, Receivable, Source
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit, fit_text
from aceite.kit.money import format_brl

LONGEST_NOTE = 200


class NothingExpected(Refusal):
    """The sale is owed no payment of this number."""

    sentence = gettext_lazy("Esta venda não espera mais esse pagamento. Nada foi registrado.")


class KeyUsed(Refusal):
    """The form, or the movement of the bank, was counted before, and for something else."""

    sentence = gettext_lazy("Este formulário já registrou outro pagamento. Abra a página de novo.")


class AlreadyPaid(Refusal):
    """All of it has arrived already."""

    sentence = gettext_lazy("Este pagamento já está confirmado por inteiro. Nada foi registrado de novo.")


class MoreThanMissing(Unfit):
    """More arrived than is missing, and nobody has said yet that it did: `more` is by how much."""

    def __init__(self, more: Decimal, missing: Decimal) -> None:
        self.more = more
        words = {"more": format_brl(more), "missing": format_brl(missing)}
        said = _("São %(more)s a mais que os %(missing)s que faltam. Confira o valor, ou diga abaixo que chegou mesmo.")
        super().__init__("amount", said % words)


@dataclass(frozen=True)
class Received:
    """What arrived: on which day, how much in reais, from where it is known; `key` makes the same twice one.

    `more` is how far above what is missing whoever writes it down knows it to be: interest, a fine.
    """

    paid_on: date
    amount: Decimal
    note: str = ""
    key: str = ""
    source: str = Source.HAND
    more: Decimal = Decimal(0)


def confirm_payment(proposal: Proposal, number: int, received: Received, *, by: Actor, at: datetime) -> Payment:
    """Registers money that arrived for one payment of the plan (0 is the down payment). Part of it may come first.

    More than is missing is taken from whoever says by how much. The same key twice is the one payment. Raises
    NotAllowed, Unfit, MoreThanMissing, NothingExpected, AlreadyPaid, KeyUsed.
    """
    member = require_member("payment.confirm", proposal, by)
    fit = _fit(received, proposal, at)
    try:
        with transaction.atomic():
            return _confirmed(proposal, number, fit, member, at)
    except IntegrityError:
        # Another window was quicker with the same key.
        return _same(_under_key(proposal, fit.key).get(), proposal, number, fit)


def _confirmed(proposal: Proposal, number: int, received: Received, by: Member, at: datetime) -> Payment:
    locked = lock_sale(proposal)
    if received.key and (same := _under_key(locked, received.key).first()):
        return _same(same, proposal, number, received)
    if number not in expect(locked, today_of(locked, at)):
        raise NothingExpected
    row = Receivable.objects.of_sale(locked).select_for_update().get(number=number)
    if row.settled_on is not None:
        raise AlreadyPaid
    if (more := received.amount - row.unpaid) > 0 and more != received.more:
        raise MoreThanMissing(more, row.unpaid)
    payment = Payment.objects.create(
        company_id=locked.company_id, receivable=row, paid_on=received.paid_on, amount=received.amount,
        note=received.note, key=received.key, source=received.source, confirmed_by=by, confirmed_at=at,
    )  # fmt: skip
    settle(row)
    note_down_payment(locked)
    # A name of its own: what the trail calls a note is read to the customer.
    personal = {"office_note": received.note} if received.note else {}
    record("payment.confirmed", sale=locked.pk, by=by, at=at, data=payment.facts, personal=personal)
    return payment


def _under_key(proposal: Proposal, key: str) -> PaymentQuerySet:
    """The payment of the company that this key was used for, if it stands."""
    standing = Payment.objects.standing().select_related("receivable")
    return standing.filter(company_id=proposal.company_id, key=key)


def _same(kept: Payment, proposal: Proposal, number: int, received: Received) -> Payment:
    """The payment this key was used for, when it says the same; a form that came back with other words is told."""
    says = (proposal.pk, number, received.paid_on, received.amount)
    if (kept.receivable.proposal_id, kept.receivable.number, kept.paid_on, kept.amount) != says:
        raise KeyUsed
    return kept


def _fit(received: Received, proposal: Proposal, at: datetime) -> Received:
    if not received.amount.is_finite() or received.amount <= 0:
        raise Unfit("amount", _("O valor recebido precisa ser maior que zero."))
    if received.amount > LARGEST:
        raise Unfit("amount", _("Este valor é grande demais."))
    if received.paid_on > today_of(proposal, at):
        raise Unfit("paid_on", _("O dia do pagamento ainda não chegou."))
    if received.paid_on < (made_on := made_on_of(proposal)):
        said = _("A proposta é de %(day)s: o pagamento dela não pode ser de antes. Confira o dia.")
        raise Unfit("paid_on", said % {"day": day_words(made_on)})
    return replace(received, note=fit_text("note", received.note, longest=LONGEST_NOTE, multiline=False))
