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
        return self._address({"q": self.sought, "modelo": self.model})

    def with_customer(self, customer: Customer) -> str:
        """The new proposal for this customer."""
        return self._address({"cliente": str(customer.pk), "modelo": self.model})

    def _address(self, said: dict[str, str]) -> str:
        query = urlencode({name: value for name, value in said.items() if value})
        return f"{self.page}?{query}" if query else self.page


def register_first(request: OfficeRequest, sought: str, model: str) -> str:
    """The address of the form for one more customer that leads back to the new proposal."""
    said = {"para": "proposta", "busca": sought, "modelo": model}
    query = urlencode({name: value for name, value in said.items() if value})
    return f"{place(request, 'new_customer')}?{query}"


def sale_begun(request: OfficeRequest) -> SaleBegun | None:
    """The proposal this address leads back to; none where the customer is registered for its own sake."""
    if request.GET.get("para") != "proposta" or not request.scope.may("proposal.edit"):
        return None
    model = request.GET.get("modelo", "")
    model = model if model.isdecimal() and len(model) < _LONGEST_ID else ""
    return SaleBegun(place(request, "new_sale"), request.GET.get("busca", "").strip()[:_LONGEST_NAME], model)
