"""Ordering an act on many sales, stopping it, letting it go on. The sales themselves are a job's work."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.bulk.looking import Choice
from aceite.core.bulk.models import BulkAct, BulkKind, BulkRow
from aceite.core.bulk.states import MOVES, BulkState
from aceite.core.people.models import Member
from aceite.core.people.sight import sellers_seen
from aceite.core.proposals.models import Proposal
from aceite.core.rows.inserting import insert_all
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit
from aceite.kit.states import NotNow

# More than that at once is a mistake more often than a wish, and can be done in turns.
MOST: Final = 5000
_AT_ONCE: Final = 500


class NoSales(Refusal):
    """Nothing was chosen, or nothing of it may be changed by whoever asks."""

    sentence = gettext_lazy("Escolha pelo menos uma venda. Nada foi feito.")


class TooManySales(Refusal):
    """More sales than are acted on at once."""

    def __init__(self) -> None:
        super().__init__(_("São mais de %(most)s vendas. Use um filtro menor e faça por partes.") % {"most": MOST})


class BulkMoved(Refusal):
    """It has gone on since the page was opened."""

    sentence = gettext_lazy("Esta ação já mudou de situação. Nada foi alterado: veja como ela está agora.")


class SentOtherwise(Refusal):
    """The same form has ordered something else already."""

    sentence = gettext_lazy("Este formulário já foi enviado com outra escolha. Abra a lista e escolha de novo.")


def order_bulk(choice: Choice, sales: Sequence[int], *, key: str, by: Member, at: datetime) -> BulkAct:
    """Lets the worker do it to these sales, by id, in this order; the same form (`key`) twice is one act, also once the
    worker has begun and some of them have left her sight by it.

    Raises NotAllowed, Unfit, NoSales, TooManySales, and SentOtherwise where the form ordered something else before.
    """
    if not by.may(choice.verb):
        raise NotAllowed
    if choice.kind is BulkKind.EXTEND and choice.valid_until is None:
        raise Unfit("valid_until", _("Diga até quando as propostas valem."))
    if choice.kind is BulkKind.REASSIGN and choice.seller is None:
        raise Unfit("seller", _("Escolha quem passa a cuidar das vendas."))
    if choice.kind is BulkKind.EXPORT and choice.file_kind is None:
        raise Unfit("file_kind", _("Escolha o tipo de planilha."))
    forms = BulkAct.objects.filter(company_id=by.company_id, member=by, key=key[:40])
    if before := forms.first():
        return _same(choice, sales, before, by, at)
    chosen = _seen(sales, by, at)
    try:
        with transaction.atomic():
            act = BulkAct.objects.create(
                company_id=by.company_id, kind=choice.kind, member=by, key=key[:40], valid_until=choice.valid_until,
                seller=choice.seller, file_kind=choice.file_kind or "", total=len(chosen), created_at=at,
            )  # fmt: skip
            rows = [
                BulkRow(company_id=by.company_id, of=act, number=number, proposal_id=pk)
                for number, pk in enumerate(chosen, 1)
            ]
            for first in range(0, len(rows), _AT_ONCE):
                insert_all(rows[first : first + _AT_ONCE])
            record("bulk.started", by=by, at=at, data={"bulk": act.pk, "act": act.kind, "sales": act.total})
            return act
    except IntegrityError:
        return _same(choice, sales, forms.get(), by, at)


def stop_bulk(act: BulkAct, *, by: Member, at: datetime) -> BulkAct:
    """Stops before the next sale; what was done stays. Raises NotAllowed, BulkMoved."""
    return _move(act, "bulk.stop", "bulk.stopped", by=by, at=at)


def go_on_with_bulk(act: BulkAct, *, by: Member, at: datetime) -> BulkAct:
    """Lets the worker see to the sales that are left. Raises NotAllowed, BulkMoved."""
    return _move(act, "bulk.go_on", "bulk.continued", by=by, at=at)


def _move(act: BulkAct, verb: str, kind: str, *, by: Member, at: datetime) -> BulkAct:
    if by.company_id != act.company_id or not by.may(Choice.of(act).verb) or by.pk != act.member_id:
        raise NotAllowed
    with transaction.atomic():
        locked = BulkAct.objects.select_for_update().get(pk=act.pk)
        try:
            locked.state = MOVES.require(verb, BulkState(locked.state)).target
        except NotNow as problem:
            raise BulkMoved from problem
        locked.finished_at = None if locked.state == BulkState.RUNNING else at
        locked.save(update_fields=["state", "finished_at"])
        record(kind, by=by, at=at, data={"bulk": locked.pk, "act": locked.kind, "done": locked.done})
        return locked


def _same(choice: Choice, sales: Sequence[int], act: BulkAct, by: Member, at: datetime) -> BulkAct:
    """The act that the form ordered before, as long as it asks for the same again."""
    ordered = set(BulkRow.objects.of_act(act).order_by().values_list("proposal_id", flat=True))
    # What is not among them was not seen when it was ordered; otherwise it is another choice.
    more = set(sales) - ordered
    if Choice.of(act) != choice or not ordered <= set(sales) or (more and _visible(more, by, at)):
        raise SentOtherwise
    return act


def _visible(sales: Collection[int], by: Member, at: datetime) -> set[int]:
    own = Proposal.objects.filter(company_id=by.company_id).of_sellers(sellers_seen(by, at=at))
    return set(own.filter(pk__in=sales).order_by().values_list("pk", flat=True))


def _seen(sales: Sequence[int], by: Member, at: datetime) -> list[int]:
    """The chosen ones that she sees, each once and in the order of choosing."""
    if len(sales) > MOST:
        raise TooManySales
    found = _visible(sales, by, at)
    chosen = [pk for pk in dict.fromkeys(sales) if pk in found]
    if not chosen:
        raise NoSales
    return chosen
