"""The delivery of what was sold: written down and corrected, and its paper; from there a consumer's term may count."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aceite.core.proposals.models import Proposal
from aceite.core.sales.delivering import record_delivery
from aceite.core.sales.models import Delivery, Rescission
from aceite.core.sales.term import Term, term_of
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.acting import moves_of, not_now
from aceite.faces.office.answers import accepted, form_page, typed
from aceite.faces.office.forms.deliveries import DeliveryForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.sale_files import hand_over


@dataclass(frozen=True)
class AfterSale:
    """What the sale's page tells after the approval: deliveries, the newest first; a consumer's term and withdrawal."""

    deliveries: list[Delivery]
    term: Term | None
    made: Rescission | None
    record_url: str
    file_url: str
    at: datetime

    @property
    def standing(self) -> Delivery | None:
        """What holds of the deliveries."""
        return next((one for one in self.deliveries if one.replaced_at is None), None)

    @property
    def term_is_open(self) -> bool:
        """Whether the customer may still withdraw."""
        return self.term is not None and self.made is None and self.term.is_open(self.at)

    @property
    def is_told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.deliveries or self.term or self.made)


def after_sale(request: OfficeRequest, sale: Proposal, at: datetime) -> AfterSale:
    """Everything of it, for the pages of the sale and of its order."""
    made = request.scope.rescission(sale) if sale.state == "rescinded" else None
    may = "delivery.record" in moves_of(request, sale, at)
    return AfterSale(
        deliveries=list(request.scope.goods_delivered.of_sale(sale).select_related("recorded_by", "document")),
        term=term_of(sale),
        made=made,
        record_url=place(request, "record_delivery", sale.number) if may else "",
        file_url=place(request, "rescission_file", sale.number) if made and made.file_id else "",
        at=at,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@office("delivery.record")
def record(request: OfficeRequest, number: str) -> HttpResponse:
    """Write down the day on which the customer received it, or correct it."""
    sale, at = sale_of(request, number), timezone.now()
    if request.method != "POST" and "delivery.record" not in moves_of(request, sale, at):
        return not_now(request, sale)
    standing = request.scope.goods_delivered.standing().filter(proposal=sale).first()
    today = timezone.localdate(timezone=request.scope.company.tz)
    files = request.FILES if request.method == "POST" else None
    form = DeliveryForm(typed(request), files, initial=DeliveryForm.of(standing, today))
    if form.is_valid() and accepted(
        form, lambda: record_delivery(sale, form.given(), by=request.scope.member, at=at), field="file"
    ):
        messages.success(request, _("Entrega registrada. O cliente é avisado."))
        return go(request, "sale", sale.number)
    return form_page(
        request, "office/sales/delivery.html", form, sale=sale, standing=standing, term=term_of(sale),
        back_url=place(request, "sale", sale.number),
    )  # fmt: skip


@require_safe
@office("sale.see")
def delivery_file(request: OfficeRequest, number: str, delivery: int) -> HttpResponseBase:
    """The paper of a delivery."""
    row = found(request.scope.goods_delivered.of_sale(sale_of(request, number)).select_related("document"), delivery)
    return hand_over(request, row.document, row.name)


@require_safe
@office("sale.see")
def rescission_file(request: OfficeRequest, number: str) -> HttpResponseBase:
    """The proof of the withdrawal."""
    made = request.scope.rescission(sale_of(request, number))
    if made is None:
        raise Http404
    return hand_over(request, made.file, f"desistencia-{number}.pdf")
