"""Part of the panel's door: what nearly every request asks of it, worded once."""

from typing import Final

from aceite.core.contracts.models import Contract
from aceite.core.customers.models import PanelUser
from aceite.core.proposals.models import Proposal
from aceite.core.rows.worded import Blank, Worded

_STANDING: Final = (
    PanelUser.objects.joined()
    .select_related("company", "customer")
    .defer("company__terms", "customer__notes", "customer__search")
    .order_by()
)
ANYWHERE: Final = Worded(_STANDING.filter(user=Blank("user")))
HERE: Final = Worded(_STANDING.filter(user=Blank("user"), company__slug=Blank("slug")))
AGAIN: Final = Worded(_STANDING.filter(pk=Blank("pk")))
# What is drawn once stays in the database when the drawing is at hand.
LONG_TEXTS: Final = ("introduction", "terms", "taxes_text")
SHEET: Final = Worded(
    Proposal.objects.filter(company=Blank("company"), number=Blank("number"))
    .select_related("shown", "order", "seller")
    .defer("internal_notes", "search", "shown__manifest", "shown__openings", *(f"shown__{name}" for name in LONG_TEXTS))
    .order_by()
)
CONTRACT: Final = Worded(
    Contract.objects.filter(company=Blank("company"), pk=Blank("pk"))
    .select_related("version__proposal", "document", "signed_file__sealing", "manifest_file__sealing")
    .defer("version__proposal__internal_notes", "version__proposal__search")
    .order_by()
)
