"""The registers as tables: the headings an import recognises, so that a file that went out can come in again."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from aceite.core.catalog.models import Item, ItemQuerySet
from aceite.core.customers.models import Customer, CustomerQuerySet, PanelUser
from aceite.core.customers.rights import USUAL
from aceite.core.imports.customer_rows import COLUMNS as CUSTOMER_COLUMNS
from aceite.core.imports.item_rows import COLUMNS as ITEM_COLUMNS
from aceite.faces.office.downloads import AT_ONCE
from aceite.kit.brazil import format_cep, format_phone
from aceite.kit.taxid import format_taxid

Row = Sequence[object]
_OF_A_CONTACT = "contact_"


def customer_table(customers: CustomerQuerySet, *, contacts: bool) -> Iterator[Row]:
    """Heading and customers; with `contacts` a row for each person whose access stands, or one where there is none."""
    columns = [column for column in CUSTOMER_COLUMNS if contacts or not column.name.startswith(_OF_A_CONTACT)]
    yield [*(str(column.label) for column in columns), _("Ativo")]
    if contacts:
        customers = customers.with_people()
    for customer in customers.iterator(chunk_size=AT_ONCE):
        people: list[PanelUser | None] = list(getattr(customer, "standing", [])) or [None]
        for person in people:
            cells = _customer(customer) | (_contact(person) if person else {})
            yield [*(cells.get(column.name, "") for column in columns), customer.active]


def item_table(items: ItemQuerySet) -> Iterator[Row]:
    """Heading and items."""
    yield [*(str(column.label) for column in ITEM_COLUMNS), _("Ativo")]
    for item in items.iterator(chunk_size=AT_ONCE):
        cells = _item(item)
        yield [*(cells.get(column.name, "") for column in ITEM_COLUMNS), item.active]


def _customer(customer: Customer) -> dict[str, object]:
    plain: dict[str, object] = {
        column.name: getattr(customer, column.name)
        for column in CUSTOMER_COLUMNS
        if not column.name.startswith(_OF_A_CONTACT)
    }
    return plain | {
        "taxid": format_taxid(customer.taxid),
        "state_registration": _("Isento") if customer.state_exempt else customer.state_registration,
        "phone": format_phone(customer.phone) if customer.phone else "",
        "zip_code": format_cep(customer.zip_code) if customer.zip_code else "",
    }


def _contact(person: PanelUser) -> dict[str, object]:
    cpf = format_taxid(person.cpf) if person.cpf else ""
    names: dict[str, object] = {"name": person.name, "email": person.email, "title": person.job_title, "cpf": cpf}
    rights = {right: getattr(person, right) for right in USUAL}
    return {f"{_OF_A_CONTACT}{name}": value for name, value in (names | rights).items()}


def _item(item: Item) -> dict[str, object]:
    plain: dict[str, object] = {column.name: getattr(item, column.name) for column in ITEM_COLUMNS}
    rhythm = {"recurs": item.get_recurs_display(), "periods": _times(item) if item.recurs else ""}
    return plain | {"kind": item.get_kind_display(), "price": item.price.normalize()} | rhythm


def _times(item: Item) -> object:
    return item.periods or _("até cancelar")
