"""Two registers of one customer become one: sales, contracts and people move, evidence is not touched.

A sale that the customer can still answer names in its frozen papers the one who goes: it has to end, or become a draft
again, before. Nobody of either gains sight of a sale unless the vendor chooses so.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract
from aceite.core.customers.actions import searched_words
from aceite.core.customers.models import Customer, CustomerGroup, CustomerMerge, PanelUser
from aceite.core.customers.redirecting import (
    CannotMerge,
    MovedPeople,
    lock_both,
    lock_standing,
    move_people,
    move_people_back,
    refuse_merging,
    take_fields,
)
from aceite.core.people.models import Member
from aceite.core.prices.models import PriceReach
from aceite.core.proposals.models import Proposal, ProposalVersion, Share
from aceite.core.proposals.states import State
from aceite.core.trail.recording import record


@dataclass(frozen=True)
class MergeChoice:
    """Which of redirecting.CHOICES come from the register that goes, and whether everybody sees the sales of both."""

    fields: Collection[str] = field(default=())
    all_see_all: bool = False


class SalesGoOn(CannotMerge):
    """Sales of the one who goes are with the customer, or approved and no order yet: `sales`."""

    def __init__(self, sales: list[Proposal]) -> None:
        self.sales = sales
        sentence = _(
            "Estas vendas ainda estão com o cliente, e os documentos delas trazem os dados do cadastro que sai: "
            "%(numbers)s. Conclua-as, retire-as ou escolha o outro cadastro para ficar. Nada foi alterado."
        )
        super().__init__(sentence % {"numbers": ", ".join(sale.number for sale in sales)})


def merge_customers(kept: Customer, gone: Customer, choice: MergeChoice, *, by: Member, at: datetime) -> CustomerMerge:
    """Lets `gone` go into `kept`: its row stays and leads there. Raises NotAllowed, CannotMerge, SalesGoOn."""
    refuse_merging(by, kept, gone)
    with transaction.atomic():
        kept, gone = lock_standing(kept, gone)
        sales = list(Proposal.objects.select_for_update().filter(customer__in=[kept, gone]).order_by("pk"))
        hers = [sale for sale in sales if sale.customer_id == gone.pk]
        if going_on := [sale for sale in hers if goes_on(sale, at)]:
            raise SalesGoOn(going_on)
        standing = _standing(kept, gone)
        # First the one who goes: only one of the company's standing customers has a CPF or CNPJ.
        gone.merged_into, gone.active = kept, False
        gone.save(update_fields=["merged_into", "active"])
        before, after = take_fields(kept, gone, choice.fields)
        kept.search = searched_words(kept)
        kept.save()
        people = move_people(kept, gone, at=at)
        narrowed = {} if choice.all_see_all else _narrow(sales, standing, people)
        shares = _share_twins(hers, people)
        moved = {
            "sales": [sale.pk for sale in hers],
            "contracts": _move_sales(kept, gone),
            "prices": _move_prices(kept, gone),
            "people": {"moved": list(people.moved), "folded": people.folded, "ended": list(people.ended)},
            "narrowed": narrowed,
            "shares": shares,
        }
        merge = CustomerMerge.objects.create(
            company_id=kept.company_id, kept=kept, gone=gone, member=by, at=at, moved=moved, before=before, after=after
        )
        _told("customer.merged", merge, by, at, fields=sorted(before), sight="all" if choice.all_see_all else "kept")
    return merge


def undo_merge(merge: CustomerMerge, *, by: Member, at: datetime) -> CustomerMerge:
    """Gives back what moved and is still as the merge left it; what was sent since stays. Twice is harmless.

    Raises NotAllowed, CannotMerge (its notes were erased, or one of the two went on).
    """
    refuse_merging(by, merge.kept, merge.gone)
    with transaction.atomic():
        kept, gone = lock_both(merge.kept_id, merge.gone_id)
        locked = CustomerMerge.objects.select_for_update().get(pk=merge.pk)
        if locked.undone_at is not None:
            return locked
        if not locked.moved or kept.merged_into_id or kept.erased_at or gone.merged_into_id != kept.pk:
            raise CannotMerge(_("Esta união não pode mais ser desfeita: um dos cadastros mudou de destino."))
        returned = _returning(locked)
        _give_back_fields(kept, locked)
        gone.merged_into, gone.active = None, True
        _refuse_taken(gone)
        gone.save(update_fields=["merged_into", "active"])
        move_people_back(locked)
        Proposal.objects.filter(pk__in=returned).update(customer=gone)
        Contract.objects.filter(pk__in=locked.moved["contracts"], customer=kept).update(customer=gone)
        PriceReach.objects.filter(pk__in=locked.moved["prices"], customer=kept).update(customer=gone)
        Share.objects.filter(pk__in=locked.moved["shares"]).delete()
        _open_again(locked.moved["narrowed"])
        # What the fields said is of no use any more, and of the one who left it names a person.
        locked.undone_at, locked.before, locked.after = at, {}, {}
        locked.save(update_fields=["undone_at", "before", "after"])
        _told("customer.parted", locked, by, at, sales=len(returned))
    return locked


def goes_on(sale: Proposal, at: datetime) -> bool:
    """Whether frozen papers of this sale may still be signed, approved, or become an order."""
    return sale.state_at(at) in {State.SENT, State.APPROVED}


def gaining_sight(kept: Customer, gone: Customer) -> list[tuple[PanelUser, int]]:
    """Each person of the two with how many sent sales of the other she would see if everybody saw all."""
    shared = Proposal.objects.filter(shared_with_all=True, first_sent_at__isnull=False)
    sales = {one.pk: shared.filter(customer=other).count() for one, other in ((kept, gone), (gone, kept))}
    people = PanelUser.objects.active().filter(customer__in=[kept, gone]).order_by("name", "pk")
    return [(person, sales[person.customer_id]) for person in people if sales[person.customer_id]]


def _standing(*customers: Customer) -> dict[int, set[int]]:
    """The people of each customer whose access stands."""
    people: dict[int, set[int]] = {customer.pk: set() for customer in customers}
    for person in PanelUser.objects.active().filter(customer__in=customers):
        people[person.customer_id].add(person.pk)
    return people


def _narrow(sales: Iterable[Proposal], standing: Mapping[int, set[int]], people: MovedPeople) -> dict[int, list[int]]:
    """Shares each sale that was for all with those who saw it, where others would; returns which, and with whom."""
    now = {one: {people.folded.get(person, person) for person in saw} for one, saw in standing.items()}
    everybody = set().union(*now.values())
    shared = [sale for sale in sales if sale.shared_with_all and sale.first_sent_at is not None]
    narrowed = {sale.pk: sorted(now[sale.customer_id]) for sale in shared if everybody - now[sale.customer_id]}
    Proposal.objects.filter(pk__in=narrowed).update(shared_with_all=False)
    Share.objects.bulk_create(
        [
            Share(company_id=sale.company_id, proposal=sale, panel_user_id=person)
            for sale in shared
            for person in narrowed.get(sale.pk, ())
        ],
        ignore_conflicts=True,
    )
    return narrowed


def _share_twins(sales: Iterable[Proposal], people: MovedPeople) -> list[int]:
    """Who was named on a sale under her row that goes sees it under the one that stays; returns the shares made."""
    named = Share.objects.filter(proposal__in=list(sales), panel_user__in=list(people.folded))
    made: list[int] = []
    for share in named:
        twin, new = Share.objects.get_or_create(
            company_id=share.company_id, proposal_id=share.proposal_id, panel_user_id=people.folded[share.panel_user_id]
        )
        made += [twin.pk] if new else []
    return made


def _move_sales(kept: Customer, gone: Customer) -> list[int]:
    """Moves sales and registered contracts, findable by both names; returns the ids of the contracts."""
    found = Concat(F("search"), Value(f" {kept.search}"))
    Proposal.objects.filter(customer=gone).update(customer=kept, search=found)
    contracts = list(Contract.objects.filter(customer=gone).values_list("pk", flat=True))
    Contract.objects.filter(pk__in=contracts).update(customer=kept, search=found)
    return contracts


def _move_prices(kept: Customer, gone: Customer) -> list[int]:
    """What price lists agreed with the one who goes, where they do not name the other already."""
    named = PriceReach.objects.filter(customer=kept).values("of")
    moving = list(PriceReach.objects.filter(customer=gone).exclude(of__in=named).values_list("pk", flat=True))
    PriceReach.objects.filter(pk__in=moving).update(customer=kept)
    return moving


def _returning(merge: CustomerMerge) -> list[int]:
    """Of the sales that moved those still there of which nothing was sent since in the other's name."""
    since = ProposalVersion.objects.filter(proposal__in=merge.moved["sales"], sent_at__gt=merge.at)
    stays = set(since.values_list("proposal", flat=True))
    there = Proposal.objects.select_for_update().filter(pk__in=merge.moved["sales"], customer=merge.kept_id)
    return [pk for pk in there.order_by("pk").values_list("pk", flat=True) if pk not in stays]


def _open_again(narrowed: Mapping[str, list[int]]) -> None:
    """Shares with all again what the merge narrowed, unless somebody chose other people since."""
    wanted = {int(pk): people for pk, people in narrowed.items()}
    named: dict[int, set[int]] = {pk: set() for pk in wanted}
    for pk, person in Share.objects.filter(proposal__in=wanted).values_list("proposal", "panel_user"):
        named[pk].add(person)
    same = [pk for pk, people in wanted.items() if named[pk] == set(people)]
    Share.objects.filter(proposal__in=same).delete()
    Proposal.objects.filter(pk__in=same, shared_with_all=False).update(shared_with_all=True)


def _give_back_fields(kept: Customer, merge: CustomerMerge) -> None:
    for name, value in merge.before.items():
        if getattr(kept, name) == merge.after[name]:
            setattr(kept, name, _still_there(kept, value) if name == "group_id" and value else value)
    kept.search = searched_words(kept)
    kept.save()


def _still_there(kept: Customer, group_id: int) -> int | None:
    # A group may have been removed since.
    groups = CustomerGroup.objects.filter(company_id=kept.company_id, pk=group_id)
    return groups.values_list("pk", flat=True).first()


def _refuse_taken(gone: Customer) -> None:
    standing = Customer.objects.filter(company=gone.company_id, taxid=gone.taxid, erased_at=None, merged_into=None)
    if other := standing.exclude(pk=gone.pk).first():
        raise CannotMerge(_("O CPF ou CNPJ deste cadastro agora é de %(name)s.") % {"name": other.name})


def _told(kind: str, merge: CustomerMerge, by: Member, at: datetime, **more: Any) -> None:
    ids = {"merge": merge.pk, "customer": merge.kept_id, "merged": merge.gone_id}
    people = merge.moved["people"]
    named = [*people["moved"], *map(int, people["folded"])]
    record(kind, by=by, at=at, data=ids | {"people": named, **more})
