"""Every door of the product: one row an address. An address without a row fails the build, and so does the reverse."""

from tests.matrix.answers import EVERYBODY, NO_SUCH_METHOD, Answer, Door, Rule
from tests.matrix.doors_office import OFFICE
from tests.matrix.doors_panel import PANEL
from tests.matrix.doors_sale import SALE
from tests.matrix.world import World

SENT = ("sent", "withdrawn", "order")
_READ_BY_ALL = Rule(EVERYBODY, Answer.OK)


def _open(name: str, get: Rule = _READ_BY_ALL, **kwargs: str) -> Door:
    return Door(name, get, NO_SUCH_METHOD, closed=False, where=lambda world, status: kwargs)


def _code(world: World, status: str) -> dict[str, object]:
    return {"code": world.sales[status].code}


def _first_page(world: World, status: str) -> dict[str, object]:
    return _code(world, status) | {"page": 1}


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
# Whoever holds a paper may ask; nobody is anybody there.
_ASKED = Rule(EVERYBODY, Answer.REFUSED)
VERIFY = (
    Door("verify:start", _READ_BY_ALL, _ASKED, closed=False),
    _open("verify:keys"),
    Door("verify:short", Rule(EVERYBODY, Answer.GOES), NO_SUCH_METHOD, closed=False, where=_code),
    Door("verify:short_page", Rule(EVERYBODY, Answer.GOES), NO_SUCH_METHOD, closed=False, where=_first_page),
    Door("verify:page", _READ_BY_ALL, NO_SUCH_METHOD, closed=False, statuses=SENT, where=_first_page),
    Door("verify:code", _READ_BY_ALL, NO_SUCH_METHOD, closed=False, statuses=SENT, where=_code),
    Door("verify:file", NO_SUCH_METHOD, Rule(EVERYBODY, Answer.LOST), closed=False),
)
DOORS = (
    _open("healthz"),
    _open("readyz"),
    _open("known_domain", Rule(EVERYBODY, Answer.LOST)),
    *DEMO,
    *VERIFY,
    *OFFICE,
    *SALE,
    *PANEL,
)
