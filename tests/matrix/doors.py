"""Every door of the product: one row an address. An address without a row fails the build, and so does the reverse."""

from tests.matrix.answers import EVERYBODY, NO_SUCH_METHOD, Answer, Door, Rule
from tests.matrix.doors_office import OFFICE
from tests.matrix.doors_panel import PANEL
from tests.matrix.doors_sale import SALE

_READ_BY_ALL = Rule(EVERYBODY, Answer.OK)


def _open(name: str, get: Rule = _READ_BY_ALL, **kwargs: str) -> Door:
    return Door(name, get, NO_SUCH_METHOD, closed=False, where=lambda world, status: kwargs)


# The demo's mailbox and the style guide, which production does not have.
DEMO = (
    _open("outbox"),
    _open("outbox_mail", Rule(EVERYBODY, Answer.LOST), key="nenhum-0"),
    _open("outbox_letter", Rule(EVERYBODY, Answer.LOST), key="nenhum-0"),
    _open("ui:components"),
    _open("ui:sales"),
    _open("ui:proposal"),
    _open("ui:entering"),
    _open("ui:brand"),
)
DOORS = (_open("healthz"), _open("readyz"), *DEMO, *OFFICE, *SALE, *PANEL)
