"""Money that arrives for a sale: what is owed on its page, confirming a payment, taking one back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.companies.moments import day_words
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.core.receivables.expecting import Owed, owed_by
from aceite.core.receivables.models import Payment, Refund
from aceite.core.receivables.numbers import part_words
from aceite.core.receivables.receiving import MoreThanMissing, confirm_payment
from aceite.core.receivables.states import Due
from aceite.core.receivables.taking_back import undo_payment
from aceite.core.receivables.wording import OwedInWords
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.acting import Act, act_page, not_now
from aceite.faces.office.answers import typed
from aceite.faces.office.forms.acts import PlainForm
from aceite.faces.office.forms.receivables import PaymentForm
from aceite.faces.office.places import place, sale_of
from aceite.kit.money import format_brl


@dataclass(frozen=True)
class OwedRow(OwedInWords):
    """One payment of the plan on a sale's page; `url` leads to its confirmation, `refund_url` to giving it
    back; empty when there is nothing to do."""

    payments: list[Payment]
    url: str
    refunds: list[Refund]
    refund_url: str

    @property
    def state(self) -> str:
        """Where it stands, as the table of statuses names it."""
        waits = self.owed.number == 0 and self.owed.state is Due.TO_PAY
        return "awaiting_down_payment" if waits else self.owed.state.value


def owed_rows(request: OfficeRequest, sale: Proposal) -> list[OwedRow]:
    """What the sale is owed by now, with what arrived for each."""
    today = timezone.localdate(timezone=request.scope.company.tz)
    arrived: dict[int, list[Payment]] = {}
    for payment in request.scope.payments.of_sale(sale).standing().select_related("confirmed_by", "receivable"):
        arrived.setdefault(payment.receivable.number, []).append(payment)
    returned: dict[int, list[Refund]] = {}
    if sale.state == State.RESCINDED:
        for refund in request.scope.refunds.of_sale(sale).standing().select_related("noted_by", "receivable"):
            returned.setdefault(refund.receivable.number, []).append(refund)
    may = request.scope.may("payment.confirm")
    return [
        OwedRow(
            owed,
            arrived.get(owed.number, []),
            place(request, "confirm_payment", sale.number, owed.number) if may and owed.unpaid else "",
            returned.get(owed.number, []),
            place(request, "note_refund", sale.number, owed.number) if may and owed.to_return else "",
        )
        for owed in owed_by(sale, today)
    ]


def owed_part(request: OfficeRequest, sale: Proposal, part: int) -> Owed | None:
    """The payment of the sale with this number; None where none is expected any more."""
    today = timezone.localdate(timezone=request.scope.company.tz)
    return next((one for one in owed_by(sale, today) if one.number == part), None)


@require_http_methods(["GET", "HEAD", "POST"])
@office("payment.confirm")
def confirm(request: OfficeRequest, number: str, part: int) -> HttpResponse:
    """Say that money arrived: when, how much, from where it is known."""
    sale = sale_of(request, number)
    today = timezone.localdate(timezone=request.scope.company.tz)
    owed = owed_part(request, sale, part)
    if request.method != "POST" and (owed is None or not owed.unpaid):
        return not_now(request, sale)
    form = PaymentForm(typed(request), initial=PaymentForm.of(owed, today))
    act = Act(
        title=_("Confirmar pagamento"),
        lead=_lead(sale, owed) if owed else "",
        button=_("Confirmar pagamento"),
        busy=_("Confirmando…"),
        done=_("Pagamento confirmado."),
    )
    return act_page(request, sale, act, form, lambda form: _confirmed(request, sale, part, form))


def _lead(sale: Proposal, owed: Owed) -> str:
    words = {
        "part": part_words(owed.number, owed.due_on), "customer": str(sale.customer),
        "amount": format_brl(owed.unpaid), "due": day_words(owed.due_on),
    }  # fmt: skip
    if owed.is_called_off:
        said = _(
            "%(part)s de %(customer)s, cancelada com a desistência. "
            "O que chegou mesmo assim fica a devolver, e o cliente é avisado."
        )
        return said % words
    return _("%(part)s de %(customer)s: faltam %(amount)s, com vencimento em %(due)s. O cliente é avisado.") % words


@require_http_methods(["GET", "HEAD", "POST"])
@office("payment.confirm")
def undo(request: OfficeRequest, number: str, payment: int) -> HttpResponse:
    """Take back a payment that was confirmed by mistake."""
    sale = sale_of(request, number)
    row = found(request.scope.payments.of_sale(sale), payment)
    words = {"amount": format_brl(row.amount), "day": day_words(row.paid_on)}
    act = Act(
        title=_("Desfazer a confirmação"),
        lead=_("%(amount)s de %(day)s deixam de contar, e a parcela volta a esperar. O registro do engano fica.")
        % words,
        button=_("Desfazer a confirmação"),
        busy=_("Desfazendo…"),
        danger=True,
        done=_("Confirmação desfeita."),
    )
    form = PlainForm(typed(request))
    return act_page(
        request, sale, act, form, lambda _form: undo_payment(row, by=request.scope.member, at=timezone.now())
    )


def _confirmed(request: OfficeRequest, sale: Proposal, part: int, form: PaymentForm) -> None:
    try:
        confirm_payment(sale, part, form.given(), by=request.scope.member, at=timezone.now())
    except MoreThanMissing as refusal:
        form.ask_more(refusal.more)
        raise
