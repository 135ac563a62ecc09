"""Money given back to a customer who withdrew: written down payment by payment, and that undone."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.companies.moments import day_words
from aceite.core.receivables.numbers import part_words
from aceite.core.receivables.refunding import note_refund
from aceite.core.receivables.taking_back import undo_refund
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.acting import Act, act_page, not_now
from aceite.faces.office.answers import typed
from aceite.faces.office.forms.acts import PlainForm
from aceite.faces.office.forms.deliveries import RefundForm
from aceite.faces.office.places import sale_of
from aceite.faces.office.receivables import owed_part
from aceite.kit.money import format_brl


@require_http_methods(["GET", "HEAD", "POST"])
@office("payment.confirm")
def refund(request: OfficeRequest, number: str, part: int) -> HttpResponse:
    """Say that what arrived for a payment went back."""
    sale = sale_of(request, number)
    today = timezone.localdate(timezone=request.scope.company.tz)
    owed = owed_part(request, sale, part)
    if request.method != "POST" and (owed is None or not owed.to_return):
        return not_now(request, sale)
    form = RefundForm(typed(request), initial={"returned_on": today})
    words = {
        "part": part_words(part, owed.due_on if owed else None), "customer": str(sale.customer),
        "amount": format_brl(owed.to_return) if owed else "",
    }  # fmt: skip
    act = Act(
        title=_("Marcar como devolvido"),
        lead=_("%(amount)s pagos por %(customer)s (%(part)s) voltaram para o cliente, que é avisado.") % words,
        button=_("Marcar %(amount)s como devolvidos") % words,
        busy=_("Registrando…"),
        done=_("Devolução registrada."),
    )
    return act_page(request, sale, act, form, lambda form: _noted(request, number, part, form))


@require_http_methods(["GET", "HEAD", "POST"])
@office("payment.confirm")
def undo(request: OfficeRequest, number: str, refund: int) -> HttpResponse:
    """Take back a refund that was written down by mistake."""
    sale = sale_of(request, number)
    row = found(request.scope.refunds.of_sale(sale).select_related("receivable__proposal__company"), refund)
    words = {"amount": format_brl(row.amount), "day": day_words(row.returned_on)}
    act = Act(
        title=_("Desfazer a devolução"),
        lead=_("%(amount)s de %(day)s voltam a constar como a devolver. O registro do engano fica.") % words,
        button=_("Desfazer a devolução"),
        busy=_("Desfazendo…"),
        danger=True,
        done=_("Registro de devolução desfeito."),
    )
    form = PlainForm(typed(request))
    return act_page(
        request, sale, act, form, lambda _form: undo_refund(row, by=request.scope.member, at=timezone.now())
    )


def _noted(request: OfficeRequest, number: str, part: int, form: RefundForm) -> None:
    note_refund(sale_of(request, number), part, form.given(), by=request.scope.member, at=timezone.now())
