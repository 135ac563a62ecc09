"""One sale at a time: its row is locked before anything about it is decided."""

from collections.abc import Callable, Iterable
from typing import Final, Generic, TypeVar

from django.db import connection, transaction
from django.utils.translation import gettext_lazy

from aceite.core.customers.models import Customer
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.rows.worded import Blank, Worded
from aceite.core.trail.recording import Held, heads, hold
from aceite.core.trail.refusals import Refusal

T = TypeVar("T")

_AS_IT_STANDS: Final = Proposal.objects.filter(pk=Blank("pk")).select_related("company", "customer", "current__paper")
_WHOLE: Final = Worded(_AS_IT_STANDS.order_by())
_OF_THE_COMPANY: Final = (
    "zone", "state", "holidays_state", "language", "copies_policy", "uses_contracts", "trade_name",
    "requires_device_hash", "asks_code_to_approve", "own_terms",
)  # fmt: skip
_FOR_AN_ACT: Final = _AS_IT_STANDS.order_by().only(
    *(f.name for f in Proposal._meta.concrete_fields if f.name not in {"internal_notes", "search"}),
    *(f"company__{name}" for name in _OF_THE_COMPANY),
    *(f"customer__{name}" for name in ("company", "kind", "name", "taxid", "state")),
    *(f"current__{name}" for name in ("company", "proposal", "version", "state", "sent_at", "total", "bundle_sha256")),
    *(f"current__paper__{name}" for name in ("company", "sha256", "size", "pages")),
)
_NARROW: Final = Worded(_FOR_AN_ACT)
_LOCKED: Final = Worded(Proposal.objects.filter(pk=Blank("pk")).only("pk").order_by().select_for_update())


def lock_sale(proposal: Proposal | int) -> Proposal:
    """The proposal as it stands once this transaction alone may change it, with its company, customer and version.

    Call inside `transaction.atomic()`. Locked first and read afterwards: PostgreSQL hands a waiting locker the fresh
    row, but the rows joined to it as they were before the wait; a version superseded meanwhile would still look sent.
    """
    pk = _key(proposal)
    _lock(pk)
    return _whole(_WHOLE.get(pk=pk))


def lock_sale_with_register(proposal: Proposal | int) -> Proposal:
    """The same, where the act goes on to lock the customer's register: the register first.

    Whoever makes two registers one, or erases a person, locks registers before sales; the other way round they would
    wait for each other.
    """
    hers = Proposal.objects.filter(pk=_key(proposal)).values("customer")
    Customer.objects.select_for_update().only("pk").get(pk__in=hers)
    return lock_sale(proposal)


def as_it_stands(sale: int) -> Proposal:
    """The same, with the lock let go at once: what counts is asked again under the lock of the act."""
    with transaction.atomic():
        return lock_sale(sale)


def lock_sales(*sales: int) -> list[Proposal]:
    """Several sales as they stand once this transaction alone may change them, in the order given.

    They are locked in the order of their ids: two that want the same ones never wait for each other.
    """
    for pk in sorted(set(sales)):
        _lock(pk)
    return [_whole(_WHOLE.get(pk=pk)) for pk in sales]


def read_for_act(sale: int) -> Proposal:
    """The same without the lock and without texts and addresses: what an act of the customer asks for."""
    return _whole(_NARROW.get(pk=sale))


class MoreBeside(Refusal):
    """Another alternative came to stand beside the sale while the act was on its way."""

    sentence = gettext_lazy(
        "As alternativas desta proposta acabaram de mudar. Nada foi registrado: veja-as e aprove a que quiser."
    )


class Sighted(Generic[T]):
    """What an act reads of a sale before it locks it, so that nobody waits for the reading.

    Under the lock it still holds unless the trail of the sale or of the company has grown; then it is read again.
    """

    def __init__(
        self, company_id: int, sale: int, read: Callable[[], T], beside: Callable[[T], Iterable[int]] | None = None
    ) -> None:
        """`beside` names, of what was read, the other sales that are locked with it, all in the order of their ids."""
        self._company_id, self._sale, self._read, self._beside = company_id, sale, read, beside
        self._held: Held | None = None
        self._heads = heads(company_id, sale)
        self._found = read()

    def under_lock(self) -> T:
        """Locks the sale and hands over what stands. Call inside `transaction.atomic()`; raises what `read` raises, and
        MoreBeside."""
        locked = self._with()
        for pk in sorted(locked):
            _lock(pk)
        self._held, of_company = hold(self._company_id, self._sale)
        if (self._held.hash, of_company) != self._heads:
            self._found = self._read()
            if not locked >= self._with():
                # Locking one more now would be out of order.
                raise MoreBeside
        return self._found

    def _with(self) -> set[int]:
        return {self._sale, *(self._beside(self._found) if self._beside else ())}

    @property
    def chain(self) -> Held:
        """The sale's chain, which is held too from `under_lock` on."""
        assert self._held is not None
        return self._held


def _key(proposal: Proposal | int) -> int:
    return proposal.pk if isinstance(proposal, Proposal) else proposal


def _lock(pk: int) -> None:
    # SQLite's transactions begin with the lock.
    if connection.features.has_select_for_update:
        _LOCKED.get(pk=pk)


def _whole(sale: Proposal) -> Proposal:
    if sale.current is not None:
        sale.current.proposal, sale.current.company = sale, sale.company
    return sale


def current_of(proposal: Proposal) -> ProposalVersion:
    """The version that counts; every saved proposal has one."""
    assert proposal.current is not None
    return proposal.current


def current_key(proposal: Proposal) -> int:
    """The same one's key: nothing is read for it."""
    assert proposal.current_id is not None
    return proposal.current_id
