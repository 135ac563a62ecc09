"""Customers: their list, and the page of one with its people and its sales."""

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.customers.actions import archive_customer, restore_customer, save_customer
from aceite.core.customers.grouping import put_in_group
from aceite.core.customers.models import Customer, CustomerGroup, CustomerKind, CustomerQuerySet, PanelUser
from aceite.core.customers.rights import rights_words
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, done, form_page, typed
from aceite.faces.office.customer_history import history_of
from aceite.faces.office.downloads import as_file, wanted_format
from aceite.faces.office.forms.customers import CustomerForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought
from aceite.faces.office.places import place
from aceite.faces.office.register_tables import customer_table
from aceite.faces.office.sale_begun import SaleBegun, sale_begun
from aceite.kit.brazil import format_phone
from aceite.kit.taxid import format_taxid, kind_of, normalize

ORDERS: Final = {"nome": ("name",), "cidade": ("city", "name"), "desde": ("created_at",)}


@require_safe
@office("customer.see")
def customers(request: OfficeRequest) -> HttpResponseBase:
    """The list of customers; as a file with `?formato=csv` or `xlsx`, a row for each contact with `&contatos`."""
    archived = bool(chosen(request, "situacao", {"arquivados"}))
    rows = request.scope.customers.archived() if archived else request.scope.customers.active()
    rows = in_order(request, _filtered(request, rows), ORDERS)
    if kind := wanted_format(request):
        return as_file("clientes", _("Clientes"), customer_table(rows, contacts="contatos" in request.GET), kind)
    context = {
        "page": page_of(request, rows.with_people_counted()),
        "kinds": CustomerKind.choices,
        "may_edit": request.scope.may("customer.edit"),
        "may_merge": request.scope.may("customer.merge"),
        "powers_declared": _powers_declared(request),
        "filtered": bool(archived or sought(request) or request.GET.get("tipo")),
    }
    return render(request, "office/customers/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("customer.edit")
def new_customer(request: OfficeRequest) -> HttpResponse:
    """A form for one more customer; her people come next, on her page. Whoever came from a new proposal goes on there,
    with what was sought filled in."""
    for_sale = sale_begun(request)
    initial = None if request.method == "POST" or for_sale is None else _sought_for(for_sale)
    form = CustomerForm(typed(request), groups=_groups(request), initial=initial)
    if form.is_valid() and (customer := _save(request, form, None)):
        if for_sale is not None:
            messages.success(request, _("Cliente cadastrado. Antes de enviar a proposta, diga quem entra no painel."))
            return redirect(for_sale.with_customer(customer))
        messages.success(request, _("Cliente cadastrado. Agora diga quem entra no painel."))
        return redirect("office:customer", request.scope.company.slug, customer.pk)
    return _form(request, form, for_sale=for_sale)


@require_http_methods(["GET", "HEAD", "POST"])
@office("customer.edit")
def edit_customer(request: OfficeRequest, pk: int) -> HttpResponse:
    """The form of one customer."""
    customer = found(request.scope.customers, pk)
    form = CustomerForm(typed(request), groups=_groups(request), initial=CustomerForm.of(customer))
    if form.is_valid() and _save(request, form, customer):
        messages.success(request, _("Cliente salvo."))
        return redirect("office:customer", request.scope.company.slug, pk)
    return _form(request, form, customer)


@require_safe
@office("customer.see")
def customer(request: OfficeRequest, pk: int) -> HttpResponse:
    """One customer: data, people of the panel, and all there was; a register that went into another leads there."""
    shown = found(request.scope.customers.select_related("group", "merged_into"), pk)
    if shown.merged_into:
        messages.info(request, _("O cadastro de %(name)s foi unido a este.") % {"name": shown.name})
        return redirect("office:customer", request.scope.company.slug, shown.merged_into.pk)
    people = list(request.scope.panel_users.of_customer(shown).in_house_order())
    context = {
        "customer": shown,
        "facts": _facts(shown),
        "people": _people(request, shown, people),
        "may_edit": request.scope.may("customer.edit"),
        "may_manage": request.scope.may("panel_user.manage"),
        "may_sell": request.scope.may("proposal.edit"),
        "may_merge": request.scope.may("customer.merge"),
        "privacy_url": _privacy_url(request, shown),
        **history_of(request, shown, people),
    }
    return render(request, "office/customers/customer.html", context)


@require_POST
@office("customer.edit")
def archive(request: OfficeRequest, pk: int) -> HttpResponse:
    """Takes a customer out of the choice for new proposals."""
    customer = found(request.scope.customers, pk)
    words = _("Cliente arquivado. As vendas dele continuam como estão.")
    done(request, lambda: archive_customer(customer, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:customer", request.scope.company.slug, pk)


@require_POST
@office("customer.edit")
def restore(request: OfficeRequest, pk: int) -> HttpResponse:
    """Puts an archived customer back."""
    customer = found(request.scope.customers, pk)
    words = _("Cliente de volta à lista.")
    done(request, lambda: restore_customer(customer, by=request.scope.member, at=timezone.now()), words)
    return redirect("office:customer", request.scope.company.slug, pk)


def _privacy_url(request: OfficeRequest, customer: Customer) -> str:
    if customer.kind != CustomerKind.PERSON or not request.scope.may("privacy.manage"):
        return ""
    return place(request, "privacy_person", "clientes", customer.pk)


def _form(
    request: OfficeRequest, form: CustomerForm, customer: Customer | None = None, for_sale: SaleBegun | None = None
) -> HttpResponse:
    existing: Customer | None = getattr(form.refusal, "existing", None)
    context: dict[str, object] = {"customer": customer, "existing": existing, "for_sale": for_sale}
    if for_sale is not None:
        context["back_url"] = for_sale.back_url
        if existing is not None and existing.active:
            context["existing_sale_url"] = for_sale.with_customer(existing)
    return form_page(request, "office/customers/form.html", form, **context)


def _sought_for(begun: SaleBegun) -> dict[str, str]:
    """What was sought, in the field it belongs to: a number of a person or firm, or a name."""
    is_number = normalize(begun.sought).isdecimal() or kind_of(begun.sought) is not None
    return {"taxid" if is_number else "name": begun.sought} if begun.sought else {}


def _people(request: OfficeRequest, customer: Customer, people: list[PanelUser]) -> list[dict[str, object]]:
    may_edit, contracts = request.scope.may("panel_user.manage"), request.scope.company.uses_contracts
    declared = request.scope.signing_powers.declared().of_customer(customer.pk) if contracts else []
    waiting = {one.panel_user_id for one in declared}
    return [
        {
            "person": p,
            "status": _status(p),
            "rights": rights_words(p.rights, contracts=contracts),
            "may_edit": may_edit,
            "declared": p.pk in waiting,
        }
        for p in people
    ]


def _powers_declared(request: OfficeRequest) -> int:
    """How many powers of signature wait for an answer that this member may give."""
    if not (request.scope.company.uses_contracts and request.scope.may("panel_user.manage")):
        return 0
    return request.scope.signing_powers.declared().order_by().count()


def _status(person: PanelUser) -> str:
    if person.deactivated_at:
        return "inactive"
    if person.joined_at:
        return "active"
    return "invited" if person.invited_at else "not_invited"


def _filtered(request: HttpRequest, rows: CustomerQuerySet) -> CustomerQuerySet:
    kind = chosen(request, "tipo", CustomerKind.values)
    rows = rows.of_kind(kind) if kind else rows
    return rows.matching(sought(request)) if sought(request) else rows


def _groups(request: OfficeRequest) -> list[CustomerGroup]:
    """What she may choose from: a group decides prices, so only those who set prices put customers in one."""
    return list(request.scope.customer_groups) if request.scope.may("price.set") else []


def _save(request: OfficeRequest, form: CustomerForm, customer: Customer | None) -> Customer | None:
    scope, at = request.scope, timezone.now()

    def save() -> Customer:
        with transaction.atomic():
            saved = save_customer(customer, form.given(), company=scope.company, by=scope.member, at=at)
            if "group" in form.fields:
                put_in_group(saved, form.groups.get(form.cleaned_data["group"]), by=scope.member, at=at)
        return saved

    return attempt(form, save, field="taxid")


def _facts(customer: Customer) -> list[tuple[str, object]]:
    registration = _("Isento") if customer.state_exempt else customer.state_registration
    return [
        (_("Razão social") if customer.kind == CustomerKind.COMPANY else _("Nome"), customer.name),
        (_("CNPJ") if customer.kind == CustomerKind.COMPANY else _("CPF"), format_taxid(customer.taxid)),
        (_("Inscrição estadual"), registration),
        (_("E-mail"), customer.email),
        (_("Telefone"), format_phone(customer.phone) if customer.phone else ""),
        (_("Endereço"), customer.address_line),
        (_("Grupo"), customer.group.name if customer.group else ""),
        (_("Observações internas"), customer.notes),
    ]
