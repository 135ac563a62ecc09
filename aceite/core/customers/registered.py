"""Who is registered under a CPF or CNPJ: a long spreadsheet asks it for each row, so it is worded once."""

from typing import Final

from aceite.core.customers.models import Customer
from aceite.core.rows.worded import Blank, Worded

_HOLDER = {"company": Blank("company"), "taxid": Blank("taxid")}
_STANDING: Final = Worded(Customer.objects.standing().filter(**_HOLDER).order_by())
_LED_AWAY: Final = Worded(Customer.objects.led_away().filter(**_HOLDER).order_by("pk"))


def holder_of(company_id: int, taxid: str) -> Customer | None:
    """The company's customer with this CPF or CNPJ, bare."""
    return _STANDING.first(company=company_id, taxid=taxid)


def led_away_from(company_id: int, taxid: str) -> Customer | None:
    """One registered under it that went into another (`leads_to`)."""
    return _LED_AWAY.first(company=company_id, taxid=taxid)
