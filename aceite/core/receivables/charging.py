"""The Pix by which one payment of a sale is paid, straight to the company's key."""

from aceite.core.companies.models import Company
from aceite.core.conditions.models import PaymentMethod
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.expecting import Owed
from aceite.core.receivables.numbers import FIRST_RECURRING, is_recurring
from aceite.kit.pix import LARGEST, PixCharge, txid_of


def charge_for(proposal: Proposal, owed: Owed, company: Company) -> PixCharge | None:
    """What a Pix of the rest asks for; None where it is paid otherwise, by now, or the company has no key."""
    if not company.pix_key or owed.method != PaymentMethod.PIX or not 0 < owed.rest <= LARGEST:
        return None
    return PixCharge(
        company.pix_key, company.trade_name, company.city, owed.rest, identifier(proposal.number, owed.number)
    )


def identifier(number: str, part: int) -> str:
    """What comes back in the bank's statement: the proposal's number without signs; a later part says which."""
    bare = txid_of(number)
    if is_recurring(part):
        return f"{bare}R{part - FIRST_RECURRING + 1}"
    return bare if part == 0 else f"{bare}P{part}"
