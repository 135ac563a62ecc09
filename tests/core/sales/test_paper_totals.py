"""What P says in figures is what the server counted, to the cent."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftLine
from aceite.core.proposals.headings import sections
from aceite.core.proposals.locking import current_of
from aceite.core.sales.papers import proposal_pdf
from aceite.kit.money import format_brl, format_decimal_br
from tests.kit.outside_judges import pdftotext
from tests.walk import draft_for

LINES = st.lists(
    st.builds(
        DraftLine,
        st.just("Forno"),
        st.decimals(Decimal("0.0001"), Decimal(999), places=4),
        st.decimals(Decimal("0.01"), Decimal(9999), places=3),
        discount_kind=st.just("percent"),
        discount_value=st.decimals(Decimal(0), Decimal(60), places=2),
        section=st.sampled_from(["", "Cozinha", "Salão"]),
        choice=st.sampled_from(["", "", "in", "out"]),
    ),
    min_size=1,
    max_size=7,
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=LINES, discount=st.decimals(Decimal("0.5"), Decimal(40), places=2), rate=st.sampled_from([-5, 0, 3]))
def test_every_sum_of_the_paper_is_the_servers(
    padaria: Customer, bruno: Member, now: datetime, lines: list[DraftLine], discount: Decimal, rate: int
) -> None:
    counted = (replace(lines[0], choice=""), *lines[1:])
    sale = draft_for(
        padaria, bruno, now, lines=counted, discount_kind="percent", discount_value=discount,
        adjustment_rate=Decimal(rate), freight_kind="cif", freight=Decimal("12.34"),
    )  # fmt: skip
    version = current_of(sale)
    shown = pdftotext(proposal_pdf(version, code="", at=now)).replace("\xa0", " ")
    rows = list(version.lines.all())
    amounts = [version.subtotal, version.discount, version.freight, abs(version.adjustment), version.total]
    for amount in (amount for amount in amounts if amount):
        assert format_brl(amount).replace("\xa0", " ") in shown
    for total in (*(row.total for row in rows), *(part.subtotal for part in sections(rows) if part.name)):
        assert format_decimal_br(total, 2) in shown
