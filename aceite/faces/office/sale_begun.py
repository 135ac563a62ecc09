"""A new proposal whose customer is registered first: what its page had so far goes along in the address and back."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from aceite.core.customers.models import Customer
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.places import place

_LONGEST_ID: Final = 18
_LONGEST_NAME: Final = 120


@dataclass(frozen=True)
class SaleBegun:
    """The page of the new proposal, what was sought on it, and the model that was chosen (its id, or "")."""

    page: str
    sought: str
    model: str

    @property
    def back_url(self) -> str:
        """The choice of the customer as it was left."""
        return _address(self.page, {"q": self.sought, "modelo": self.model})

    def with_customer(self, customer: Customer) -> str:
        """The new proposal for this customer."""
        return _address(self.page, {"cliente": str(customer.pk), "modelo": self.model})


def register_first(request: OfficeRequest, sought: str, model: str) -> str:
    """The address of the form for one more customer that leads back to the new proposal."""
    return _address(place(request, "new_customer"), {"para": "proposta", "busca": sought, "modelo": model})


def sale_begun(request: OfficeRequest) -> SaleBegun | None:
    """The proposal this address leads back to; none where the customer is registered for its own sake."""
    if request.GET.get("para") != "proposta" or not request.scope.may("proposal.edit"):
        return None
    model = request.GET.get("modelo", "")
    model = model if model.isdecimal() and len(model) < _LONGEST_ID else ""
    return SaleBegun(place(request, "new_sale"), request.GET.get("busca", "").strip()[:_LONGEST_NAME], model)


def _address(page: str, said: dict[str, str]) -> str:
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{page}?{query}" if query else page
