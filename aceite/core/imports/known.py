"""The registers that can be filled, by the kind of import."""

from typing import Final

from aceite.core.imports.customer_rows import Customers
from aceite.core.imports.item_rows import Items
from aceite.core.imports.models import Import, ImportKind
from aceite.core.imports.price_rows import Prices
from aceite.core.imports.registers import Register
from aceite.core.trail.actors import Actor

REGISTERS: Final[dict[str, Register]] = {
    ImportKind.CUSTOMERS.value: Customers(),
    ImportKind.ITEMS.value: Items(),
    ImportKind.PRICES.value: Prices(),
}


def may_import(kind: str, *, by: Actor) -> bool:
    """Whether this actor may fill the register, or take an import of it back."""
    return by.may(REGISTERS[kind].right)


def register_of(importing: Import) -> Register:
    """The register an import fills."""
    return REGISTERS[importing.kind]
