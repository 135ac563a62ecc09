"""How the customer pays what is due: each payment with where it stands and, by Pix, its code and QR."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from aceite.core.conditions.models import PaymentMethod
from aceite.core.proposals.states import State
from aceite.core.receivables.charging import charge_for
from aceite.core.receivables.expecting import Owed, owed_by
from aceite.core.receivables.numbers import part_words
from aceite.core.receivables.states import Due
from aceite.faces.panel.reading import Shown
from aceite.kit.pdf.qr import qr_svg
from aceite.kit.pix import br_code


@dataclass(frozen=True)
class Paying:
    """One payment as the panel shows it; `code` is empty where it is not paid by Pix."""

    owed: Owed
    receiver: str
    txid: str = ""
    code: str = ""

    @property
    def title(self) -> str:
        """What it is called."""
        return part_words(self.owed.number, self.owed.due_on)

    @property
    def state(self) -> str:
        """Where it stands, as the table of statuses names it."""
        waits = self.owed.number == 0 and self.owed.state is not Due.PAID
        return "awaiting_down_payment" if waits else self.owed.state.value

    @property
    def method(self) -> str:
        """How it is paid."""
        return str(PaymentMethod(self.owed.method).label)

    @property
    def picture(self) -> SafeString:
        """The code to point a phone at."""
        # Drawn by us: nothing of what people typed stands in it but as dark and light.
        return SafeString(qr_svg(self.code).decode())


def entry_of(sale: Shown) -> Paying | None:
    """The down payment of an approved sale, or of its order; None while nothing is owed yet, or nothing ahead."""
    return next((paying for paying in payments_of(sale) if paying.owed.number == 0), None)


def payments_of(sale: Shown) -> list[Paying]:
    """Everything the sale is owed by now, in the order of the plan."""
    if sale.state not in {State.APPROVED, State.ORDER}:
        return []
    today = sale.at.astimezone(sale.version.company.tz).date()
    return [_paying(sale, owed) for owed in owed_by(sale.proposal, today)]


def _paying(sale: Shown, owed: Owed) -> Paying:
    company = sale.version.company
    charge = charge_for(sale.proposal, owed, company)
    if charge is None:
        return Paying(owed, company.trade_name)
    return Paying(owed, company.trade_name, charge.txid, br_code(charge))
