"""Registers of one customer: likely ones found, two looked at side by side, made one, and parted again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.customers.duplicates import Known, Sign, alike
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.sales.merging_customers import gaining_sight, goes_on, merge_customers, undo_merge
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, typed
from aceite.faces.office.forms.merging import MergeForm
from aceite.faces.office.listing import sought
from aceite.faces.office.places import go

SHOWN_AT_MOST: Final = 100
OFFERED: Final = 20
SIGNS: Final = {
    Sign.ROOT: gettext_lazy("mesma raiz de CNPJ"),
    Sign.NAME: gettext_lazy("mesmo nome"),
    Sign.EMAIL: gettext_lazy("mesmo e-mail"),
    Sign.PHONE: gettext_lazy("mesmo telefone"),
}


@dataclass(frozen=True)
class Pair:
    """Customers that are likely one: the first stays unless one says otherwise, and why they are taken for one."""

    first: Customer
    others: list[Customer]
    signs: str


@dataclass(frozen=True)
class Moving:
    """A person of the register that goes: who she is in the other already, if anybody."""

    person: PanelUser
    twin: PanelUser | None


@require_safe
@office("customer.merge")
def duplicates(request: OfficeRequest) -> HttpResponse:
    """The customers that are likely registered twice."""
    rows = request.scope.customers.standing().order_by("pk")
    groups = alike(Known(*row) for row in rows.values_list("pk", "taxid", "name", "email", "phone").iterator())
    shown = groups[:SHOWN_AT_MOST]
    customers = request.scope.customers.in_bulk({key for group in shown for key in group.keys})
    pairs = [
        Pair(customers[group.keys[0]], [customers[key] for key in group.keys[1:]], _signs(group.signs))
        for group in shown
    ]
    return render(request, "office/customers/duplicates.html", {"pairs": pairs, "more": len(groups) - len(shown)})


@require_safe
@office("customer.merge")
def choose(request: OfficeRequest, pk: int) -> HttpResponse:
    """Which other register is the same customer's."""
    customer = found(request.scope.customers.standing(), pk)
    words = sought(request)
    standing = request.scope.customers.standing()
    others = standing.matching(words).best_first(words) if words else request.scope.customers.like(customer)
    context = {"customer": customer, "others": list(others.exclude(pk=pk)[:OFFERED]), "words": words}
    return render(request, "office/customers/merge_choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("customer.merge")
def merge(request: OfficeRequest, pk: int, other: int) -> HttpResponse:
    """Two registers side by side, and what becomes of sales and people; POST makes them one."""
    standing = request.scope.customers.standing().select_related("group")
    kept, gone = found(standing, pk), found(standing.exclude(pk=pk), other)
    form = MergeForm(typed(request), kept=kept, gone=gone)
    if form.is_valid():
        by, at = request.scope.member, timezone.now()
        if attempt(form, lambda: merge_customers(kept, gone, form.choice(), by=by, at=at)):
            messages.success(request, _("Os dois cadastros agora são um."))
            return go(request, "customer", kept.pk)
    sales = request.scope.sales.of_customer(gone)
    at = timezone.now()
    context = {
        "kept": kept, "gone": gone, "fields": [form[name] for name in form.differing], "sales": sales.count(),
        "going_on": [sale for sale in sales.open_at(at) if goes_on(sale, at)],
        "contracts": request.scope.contracts.filter(customer=gone).count(),
        "moving": _moving(request.scope.panel_users.of_customer(kept), request.scope.panel_users.of_customer(gone)),
        "gaining": gaining_sight(kept, gone),
    }  # fmt: skip
    return form_page(request, "office/customers/merge.html", form, **context)


@require_POST
@office("customer.merge")
def parting(request: OfficeRequest, pk: int, merge: int) -> HttpResponse:
    """Undoes a merge, as far as nothing happened since."""
    one = found(found(request.scope.customers, pk).merges.select_related("kept", "gone"), merge)
    words = _("União desfeita. O que foi enviado depois dela ficou onde está.")
    parted = done(request, lambda: undo_merge(one, by=request.scope.member, at=timezone.now()), words)
    return go(request, "customer", one.gone_id if parted else one.kept_id)


def _signs(signs: Iterable[Sign]) -> str:
    return ", ".join(str(words) for sign, words in SIGNS.items() if sign in signs)


def _moving(there: Iterable[PanelUser], people: Iterable[PanelUser]) -> list[Moving]:
    known = list(there)
    by_email = {one.email.lower(): one for one in known}
    by_user = {one.user_id: one for one in known if one.user_id}
    return [Moving(one, by_email.get(one.email.lower()) or by_user.get(one.user_id or 0)) for one in people]
