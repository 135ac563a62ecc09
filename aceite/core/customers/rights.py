"""The rights of a customer's people: how each is kept and said, and which of them come and go together.

They are given one by one, and two facts bind them: what is signed or approved is a price, so whoever may do either sees
prices; and instalments, Pix, notas and boletos are prices, so whoever sees none sees none of those.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.db.models import CheckConstraint, Q
from django.utils.translation import gettext as _

# The column of each right of `people.permissions.PANEL_VERBS`; "see" comes with the access.
COLUMNS: Final[dict[str, str]] = {
    "prices": "can_see_prices",
    "comment": "can_comment",
    "sign": "can_sign",
    "approve": "can_approve",
    "invoices": "can_see_invoices",
    "manage": "can_manage",
}
RIGHTS: Final = tuple(COLUMNS.values())
# What nobody had to be given before rights were told apart.
USUAL: Final = ("can_see_prices", "can_comment", "can_see_invoices")
BINDING_SEES_PRICES: Final = CheckConstraint(
    condition=Q(can_see_prices=True) | Q(can_sign=False, can_approve=False), name="panel_user_binding_sees_prices"
)
INVOICES_ARE_PRICES: Final = CheckConstraint(
    condition=Q(can_see_prices=True) | Q(can_see_invoices=False), name="panel_user_invoices_are_prices"
)


def coherent(given: Mapping[str, bool]) -> dict[str, bool]:
    """These rights, by their columns, as they can stand together: with prices where something is signed or approved,
    without invoices where no prices are seen."""
    sees = bool(given["can_see_prices"] or given["can_sign"] or given["can_approve"])
    return {**given, "can_see_prices": sees, "can_see_invoices": bool(given["can_see_invoices"] and sees)}


def names_of(row: Any) -> frozenset[str]:
    """The rights that a row, or a form about one, gives: their names in the table of `people`."""
    given = coherent({column: bool(getattr(row, column)) for column in RIGHTS})
    return frozenset({"see", *(name for name, column in COLUMNS.items() if given[column])})


def rights_words(rights: frozenset[str], *, contracts: bool = True) -> str:
    """What these rights let somebody do, and what she does not see, as one line."""
    words = [_("Vê propostas e preços") if "prices" in rights else _("Vê propostas sem preços")]
    said = {
        "comment": _("pergunta e negocia"),
        "sign": _("assina") if contracts else "",
        "approve": _("aprova"),
        "invoices": _("vê parcelas e notas"),
        "manage": _("administra os colegas"),
    }
    return ", ".join([*words, *(word for name, word in said.items() if word and name in rights)])
