"""What the way of paying adds or takes off is one amount everywhere: draft, bundle, P, order, panel."""

import json
from datetime import datetime
from decimal import Decimal
from typing import Any

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of
from aceite.core.sales.exporting import order_csv, order_json
from tests.kit.outside_judges import pdftotext
from tests.walk import approved, draft_for, ordered, paid_in, sent


def test_a_discount_for_pix_is_bound_printed_and_exported(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    by_pix: dict[str, Any] = {"adjustment_name": "Pagamento no Pix", "adjustment_rate": Decimal(-5)}
    draft = draft_for(padaria, bruno, now, instalments=paid_in("36955", now), **by_pix)
    sale = sent(draft, bruno, now)
    version = current_of(sale)
    offer = json.loads(version.manifest)["proposal"]
    assert (offer["totals"]["adjustment"], offer["totals"]["total"]) == ("-1945.00", "36955.00")
    assert (offer["adjustment_name"], offer["adjustment_rate"]) == ("Pagamento no Pix", "-5.0000")
    assert version.paper is not None
    printed = " ".join(pdftotext(read(version.paper), "-layout").split())
    assert "Pagamento no Pix (−5 %) − R$ 1.945,00" in printed and "R$ 36.955,00" in printed
    approved(sale, carla, now)
    order = ordered(sale, bruno, now)
    assert order_json(order)["totals"] == {
        "subtotal": "38900.00", "discount": "0.00", "freight": "0.00", "payment_adjustment": "-1945.00",
        "total": "36955.00", "recurring": [], "value": "36955.00", "currency": "BRL",
    }  # fmt: skip
    assert b";-1945,00;36955,00" in b"".join(order_csv(order))
