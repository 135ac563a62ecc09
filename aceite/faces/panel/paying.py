"""How the customer pays what is due: each payment with where it stands and, by Pix, its code and QR."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.safestring import SafeString

from aceite.core.proposals.states import State
from aceite.core.receivables.charging import charge_for
from aceite.core.receivables.expecting import Owed, owed_by
from aceite.core.receivables.models import BilledFile
from aceite.core.receivables.states import Due
from aceite.core.receivables.wording import OwedInWords
from aceite.faces.panel.reading import Shown
from aceite.kit.pdf.qr import qr_svg
from aceite.kit.pix import br_code


@dataclass(frozen=True)
class Paying(OwedInWords):
    """One payment as the panel shows it; `code` is empty where it is not paid by Pix."""

    receiver: str
    txid: str = ""
    code: str = ""

    @property
    def state(self) -> str:
        """Where it stands, as the table of statuses names it."""
        waits = self.owed.number == 0 and self.owed.state in (Due.TO_PAY, Due.LATE)
        return "awaiting_down_payment" if waits else self.owed.state.value

    @property
    def picture(self) -> SafeString:
        """The code to point a phone at."""
        # Drawn by us: nothing of what people typed stands in it but as dark and light.
        return SafeString(qr_svg(self.code).decode())


@dataclass(frozen=True)
class Bill:
    """All payments of an order as its page shows them: what is due next ahead, how far it is paid, each file beside
    its payment."""

    payments: list[Paying]
    files: list[BilledFile]

    @property
    def next(self) -> Paying | None:
        """The one to pay now: of what is still to come the one that falls due first."""
        to_come = [one for one in self.payments if one.owed.rest]
        return min(to_come, key=lambda one: (one.owed.due_on, one.owed.number), default=None)

    @property
    def received(self) -> Decimal:
        """What has arrived of all that is asked for by now."""
        return sum((one.owed.received for one in self.payments), Decimal(0))

    @property
    def asked(self) -> Decimal:
        """All that is asked for by now."""
        return sum((one.owed.amount for one in self.payments), Decimal(0))

    @property
    def is_called_off(self) -> bool:
        """Whether nothing of it is owed any more, for the customer withdrew."""
        return any(one.owed.is_called_off for one in self.payments)

    @property
    def rows(self) -> list[tuple[Paying, list[BilledFile]]]:
        """Each payment with its boletos and notas."""
        return [(one, [file for file in self.files if file.number == one.owed.number]) for one in self.payments]

    @property
    def next_files(self) -> list[BilledFile]:
        """The files of the payment to make now."""
        return [file for file in self.files if self.next and file.number == self.next.owed.number]

    @property
    def of_the_whole(self) -> list[BilledFile]:
        """Files that belong to no payment shown here: of the whole order, or of one that is asked for no more."""
        shown = {one.owed.number for one in self.payments}
        return [file for file in self.files if file.number not in shown]


def bill_of(sale: Shown, files: Iterable[BilledFile]) -> Bill:
    """The bill of an order; `files` are those the vendor gave with it."""
    return Bill(payments_of(sale), list(files))


def entry_of(sale: Shown) -> Paying | None:
    """The down payment of an approved sale, or of its order; None while nothing is owed yet, or nothing ahead."""
    if sale.state == State.RESCINDED:
        return None
    return next((paying for paying in payments_of(sale) if paying.owed.number == 0), None)


def payments_of(sale: Shown) -> list[Paying]:
    """Everything the sale is owed by now, in the order of the plan."""
    if sale.state not in {State.APPROVED, State.ORDER, State.RESCINDED}:
        return []
    today = sale.at.astimezone(sale.version.company.tz).date()
    return [_paying(sale, owed) for owed in owed_by(sale.proposal, today)]


def _paying(sale: Shown, owed: Owed) -> Paying:
    company = sale.version.company
    charge = charge_for(sale.proposal, owed, company)
    if charge is None:
        return Paying(owed, company.trade_name)
    return Paying(owed, company.trade_name, charge.txid, br_code(charge))
