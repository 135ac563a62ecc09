"""Contracts: the register of those that stand alone, and the list of those in proposals."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.contracts.asked import asked_of, placeholders_of
from aceite.core.contracts.entering import body_of
from aceite.core.contracts.merging import merge
from aceite.core.contracts.models import Contract, Requirement
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.registering import save_registered
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import attempt, form_page, key_in, tell_unknown, typed
from aceite.faces.office.forms.contracts import RegisteredForm
from aceite.faces.office.listing import chosen, in_order, page_of, sought
from aceite.faces.office.places import place
from aceite.faces.ui.fields import as_error
from aceite.faces.ui.parts import Tab
from aceite.faces.ui.statuses import STATUSES
from aceite.kit.sentences import Complaint

ORDERS: Final = {"titulo": ("title",), "alterado": ("updated_at",)}
STANDINGS: Final = ("draft", "pending", "completed", "void")


@require_safe
@office("contract.see", contracts=True)
def contracts(request: OfficeRequest) -> HttpResponse:
    """The register; with `?onde=propostas` the contracts in proposals, filtered by title and status."""
    in_proposals = bool(chosen(request, "onde", {"propostas"}))
    rows = request.scope.contracts.in_proposals() if in_proposals else request.scope.contracts.standalone()
    rows = rows.select_related("version__proposal", "customer") if not in_proposals else rows.with_sale()
    requirement, standing = chosen(request, "assinatura", Requirement.values), chosen(request, "situacao", STANDINGS)
    rows = rows.with_requirement(requirement) if requirement else rows
    rows = rows.in_standing(standing) if in_proposals and standing else rows
    rows = rows.matching(sought(request)) if sought(request) else rows
    context = {
        "page": page_of(request, in_order(request, rows.without_text(), ORDERS)),
        "tabs": register_tabs(request, "in_proposals" if in_proposals else "standalone"),
        "in_proposals": in_proposals,
        "requirements": Requirement.choices,
        "may_edit": request.scope.may("contract.edit"),
        "standings": [(standing, STATUSES[standing].label) for standing in STANDINGS],
        "filtered": bool(requirement or standing or sought(request)),
    }
    return render(request, "office/contracts/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("contract.edit", contracts=True)
def new_contract(request: OfficeRequest) -> HttpResponse:
    """A form for one more contract of the register."""
    form = registered_form(request, typed(request))
    if form.is_valid() and (contract := _save(request, form, None)):
        return _saved(request, contract)
    return form_page(request, "office/contracts/form.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@office("contract.edit", contracts=True)
def edit_contract(request: OfficeRequest, pk: int) -> HttpResponse:
    """The editor of one contract of the register; copies in proposals stay as they are."""
    contract = found(request.scope.contracts.standalone(), pk)
    form = registered_form(request, typed(request), RegisteredForm.of(contract))
    if form.is_valid() and (saved := _save(request, form, contract)):
        return _saved(request, saved)
    return form_page(request, "office/contracts/form.html", form, contract=contract)


@require_safe
@office("contract.see", contracts=True)
def contract(request: OfficeRequest, pk: int) -> HttpResponse:
    """How a contract of the register reads."""
    shown = found(request.scope.contracts.standalone().select_related("customer"), pk)
    context = {"contract": shown, "may_edit": request.scope.may("contract.edit")}
    return render(request, "office/contracts/contract.html", context)


@require_safe
@office("contract.see", contracts=True)
def printed(request: OfficeRequest, pk: int) -> HttpResponse:
    """A contract of the register as PDF, to be printed or kept."""
    shown = found(request.scope.contracts.standalone(), pk)
    try:
        paper = print_contract(shown, at=timezone.now())
    except Complaint as complaint:
        messages.error(request, " ".join(as_error(complaint).messages))
        return redirect("office:contract", request.scope.company.slug, pk)
    answer = HttpResponse(paper, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="contrato-{shown.pk}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def register_tabs(request: OfficeRequest, current: str) -> list[Tab]:
    """The pages about contracts: those that stand alone, those in proposals, and the signed copies to check."""
    here = place(request, "contracts")
    return [
        Tab(_("Avulsos"), here, current=current == "standalone"),
        Tab(_("Em propostas"), f"{here}?onde=propostas", current=current == "in_proposals"),
        Tab(_("Vias a conferir"), place(request, "copy_queue"), current=current == "copies"),
    ]


def registered_form(
    request: OfficeRequest, data: QueryDict | None, initial: dict[str, Any] | None = None
) -> RegisteredForm:
    """The form of a contract of the register, with what this company has to choose from."""
    form = RegisteredForm(data, initial=initial, customers=list(request.scope.customers.active()))
    form.offer_members(request.scope.members.joined())
    form.offer(request.scope.clauses.active())
    return form


def _save(request: OfficeRequest, form: RegisteredForm, contract: Contract | None) -> Contract | None:
    scope, revision = request.scope, form.cleaned_data["revision"] if contract else None
    return attempt(
        form,
        lambda: save_registered(
            form.text(), contract=contract, revision=revision, customer=form.meant_for(), key=key_in(request),
            company=scope.company, by=scope.member, at=timezone.now(),
        ),
    )  # fmt: skip


def _saved(request: OfficeRequest, contract: Contract) -> HttpResponse:
    messages.success(request, _("Contrato salvo."))
    tell_unknown(request, merge(body_of(contract), {}, placeholders_of(asked_of(contract.asked))).unknown)
    return redirect("office:contract", request.scope.company.slug, contract.pk)
