"""A draft as people fill it in: plain values, independent of the rows they become."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from secrets import token_urlsafe

from aceite.core.companies.models import Company
from aceite.core.proposals.choices import LineChoice
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Instalment, Line, Proposal, ProposalVersion
from aceite.core.proposals.options import Limits
from aceite.core.proposals.pricing import Discount, PricedLine

ZERO = Decimal(0)


@dataclass(frozen=True)
class DraftLine:
    """One item: from the catalogue (`item_id`) or free; lines of one `section` stand together under its name.

    `key` tells which line it is, whatever it says and wherever it stands; a line without one gets it when saved.
    """

    name: str
    quantity: Decimal = Decimal(1)
    unit_price: Decimal = ZERO
    item_id: int | None = None
    kind: str = "product"
    code: str = ""
    description: str = ""
    note: str = ""
    unit: str = "un"
    discount_kind: str = ""
    discount_value: Decimal = ZERO
    section: str = ""
    choice: str = ""
    recurs: str = ""
    periods: int = 0
    # Between which quantities the customer may choose; the quantity is fixed without a most.
    quantity_least: Decimal = ZERO
    quantity_most: Decimal = ZERO
    quantity_step: Decimal = ZERO
    key: str = field(default="", compare=False)

    def priced(self) -> PricedLine:
        """What the arithmetic needs of it."""
        discount = Discount(self.discount_kind, self.discount_value)
        counts = self.choice != LineChoice.OUT
        return PricedLine(self.quantity, self.unit_price, discount, counts, self.recurs, self.periods)

    @property
    def limits(self) -> Limits:
        """Between which quantities the customer may choose."""
        return Limits(self.quantity_least, self.quantity_most, self.quantity_step)


@dataclass(frozen=True)
class DraftInstalment:
    """One payment of the plan."""

    due_on: date
    amount: Decimal
    method: str = "pix"
    down_payment: bool = False


@dataclass(frozen=True)
class Draft:
    """All that can be written in a proposal. `consumer_relation` None follows the customer: CPF yes, CNPJ no."""

    title: str
    valid_until: date
    lines: tuple[DraftLine, ...] = ()
    instalments: tuple[DraftInstalment, ...] = ()
    introduction: str = ""
    discount_kind: str = ""
    discount_value: Decimal = ZERO
    freight_kind: str = "none"
    freight: Decimal = ZERO
    delivery_term: str = ""
    delivery_place: str = ""
    warranty: str = ""
    taxes_text: str = ""
    terms: str = ""
    payment_text: str = ""
    adjustment_name: str = ""
    adjustment_rate: Decimal = ZERO
    # Of what recurs: when it is first due, on which day of the month after that, how it is paid.
    recurring_first_due: date | None = None
    recurring_day: int = 0
    recurring_method: str = "boleto"
    # What part of the total the down payment is, where it is a part and no amount: a choice works it out anew.
    down_percent: Decimal = ZERO
    internal_notes: str = ""
    consumer_relation: bool | None = None


# The fields a draft and the row of a version have in common.
OF_THE_VERSION = (
    *("valid_until", "introduction", "discount_kind", "discount_value", "freight_kind", "freight", "delivery_term"),
    *("delivery_place", "warranty", "taxes_text", "terms", "payment_text"),
    *("adjustment_name", "adjustment_rate", "recurring_first_due", "recurring_day", "recurring_method", "down_percent"),
)
# What the version keeps of its totals; the freight is written above already.
OF_THE_SUMS = ("subtotal", "discount", "adjustment", "total")
# Between which quantities of a line the customer may choose.
LIMITS = ("quantity_least", "quantity_most", "quantity_step")
OF_A_LINE = (
    *("name", "quantity", "unit_price", "item_id", "kind", "code", "description", "note", "unit"),
    *("discount_kind", "discount_value", "section", "choice", "recurs", "periods"),
    *LIMITS,
)


def new_line_key() -> str:
    """A key no other line has."""
    return token_urlsafe(9)


def line_keys(lines: Iterable[DraftLine]) -> list[str]:
    """The key of each line; one without, or with one that a line above it has already, gets a new one."""
    keys: dict[str, None] = {}
    for line in lines:
        fresh = not line.key or line.key in keys
        keys[new_line_key() if fresh else line.key] = None
    return list(keys)


def blank_draft(company: Company, at: datetime) -> Draft:
    """An empty draft with the company's usual validity and terms."""
    today = at.astimezone(company.tz).date()
    return Draft(title="", valid_until=today + timedelta(days=company.default_validity_days), terms=company.terms)


def draft_of(proposal: Proposal, version: ProposalVersion | None = None) -> Draft:
    """The current version, or another one, as a draft: for its form, for copies, for what is chosen of it."""
    version = version or current_of(proposal)
    return Draft(
        title=proposal.title,
        internal_notes=proposal.internal_notes,
        consumer_relation=proposal.consumer_relation,
        lines=lines_of(version),
        instalments=plan_of(version),
        **{name: getattr(version, name) for name in OF_THE_VERSION},
    )


def lines_of(version: ProposalVersion) -> tuple[DraftLine, ...]:
    """The lines of a version as plain values."""
    return tuple(_line(line) for line in version.lines.all())


def plan_of(version: ProposalVersion) -> tuple[DraftInstalment, ...]:
    """The payments of a version as plain values."""
    return tuple(_instalment(payment) for payment in version.instalments.all())


def _line(line: Line) -> DraftLine:
    return DraftLine(key=line.own_key, **{name: getattr(line, name) for name in OF_A_LINE})


def _instalment(payment: Instalment) -> DraftInstalment:
    return DraftInstalment(payment.due_on, payment.amount, payment.method, down_payment=payment.number == 0)
