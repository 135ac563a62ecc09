"""The panel's doors. Sales of Padaria Central are there for its people alone, once sent; a reserved one for Carla."""

from collections.abc import Mapping
from typing import Any

from tests.matrix.answers import (
    ALL_STATUSES,
    CARLA,
    CUSTOMERS,
    ENTERED,
    EVERYBODY,
    NO_SUCH_METHOD,
    PADARIA,
    SIGNERS,
    Answer,
    Door,
    Rule,
    shown,
)
from tests.matrix.world import World

GOES, LOST, NOTED, OK, REFUSED = Answer.GOES, Answer.LOST, Answer.NOTED, Answer.OK, Answer.REFUSED

DIGITAL = {"pk": "digital"}
PAPER = {"pk": "paper"}
ORDER = {"order": "order"}
HELENA = frozenset({"helena"})
GIL = frozenset({"gil"})
JOANA = frozenset({"joana_herself"})
CEREMONY = {"ceremony": "ceremony"}
ANSWERED = {"approved": OK, "order": OK}
NOT_SENT = {"draft": LOST}


def panel(
    name: str, get: Rule, post: Rule = NO_SUCH_METHOD, *, closed: bool = True, contracts: bool = False, **fixed: Any
) -> Door:
    """A page of Aurora's panel outside of any sale."""
    return Door(f"panel:{name}", get, post, closed, contracts, where=lambda world, status: _outside(world, name, fixed))


def _outside(world: World, name: str, fixed: Mapping[str, str]) -> dict[str, object]:
    if name in {"invitation", "disown_invitation"}:
        return {"company": "aurora", "token": world.register.to_the_panel}
    if name == "icon":
        return {"company": "aurora", "size": 192}
    if name == "help_task":
        return {"company": "aurora", "task": "entrar"}
    return {"company": "aurora"} | {key: getattr(world.register, field) for key, field in fixed.items()}


def sale(
    name: str, get: Rule, post: Rule = NO_SUCH_METHOD, ids: Mapping[str, str] | None = None, **fixed: object
) -> Door:
    """A page of one sale, or of its order; `ids` are fields of tests.matrix.sales.Sale."""

    def where(world: World, status: str) -> dict[str, object]:
        row = world.sales[status]
        number = {} if "order" in (ids or {}) else {"number": row.number}
        named = {key: getattr(row, field) for key, field in (ids or {}).items()}
        return {"company": "aurora"} | number | named | fixed

    return Door(f"panel:{name}", get, post, statuses=ALL_STATUSES, where=where)


def passed(name: str, get: Rule, ids: Mapping[str, str] | None = None, **fixed: object) -> Door:
    """A page under a pass: whoever holds it may look, entered or not."""

    def where(world: World, status: str) -> dict[str, object]:
        row = world.sales[status]
        number = {} if name == "preview" else {"number": row.number}
        named = {key: getattr(row, field) for key, field in (ids or {}).items()}
        return {"company": "aurora", "preview_pass": row.preview} | number | named | fixed

    full = "panel:preview" if name == "preview" else f"panel:preview:{name}"
    return Door(full, get, NO_SUCH_METHOD, closed=False, statuses=("draft", "ready", "order", "withdrawn"), where=where)


ANYWHERE = (
    panel("home", Rule(CUSTOMERS, OK)),
    panel("brand", Rule(EVERYBODY, OK), closed=False),
    panel("logo", Rule(EVERYBODY, OK), closed=False),
    panel("manifest", Rule(EVERYBODY, OK), closed=False),
    panel("icon", Rule(EVERYBODY, OK), closed=False),
    panel("offline", Rule(EVERYBODY, OK), closed=False),
    panel("worker", Rule(EVERYBODY, OK), closed=False),
    panel("help", Rule(EVERYBODY, OK), closed=False),
    panel("help_task", Rule(EVERYBODY, OK), closed=False),
    panel("enter", Rule(EVERYBODY, OK), Rule(EVERYBODY, REFUSED), closed=False),
    # Whom no code was sent to is asked for an address first.
    panel("enter_code", Rule(EVERYBODY, GOES), Rule(EVERYBODY, GOES), closed=False),
    panel("enter_by_passkey", Rule(EVERYBODY, GOES), Rule(EVERYBODY, REFUSED), closed=False),
    panel("passkey_challenge", NO_SUCH_METHOD, Rule(EVERYBODY, OK), closed=False),
    panel("leave", NO_SUCH_METHOD, Rule(EVERYBODY, GOES), closed=False),
    panel("choose", Rule(ENTERED, OK) | Rule(frozenset({"nobody"}), GOES),
          Rule(ENTERED, OK) | Rule(frozenset({"nobody"}), GOES), closed=False),
    # Joana is known by her address, so the button is the whole form.
    panel("invitation", Rule(EVERYBODY, OK), Rule(EVERYBODY, GOES), closed=False),
    panel("disown_invitation", Rule(EVERYBODY, OK), Rule(EVERYBODY, GOES), closed=False),
    panel("disown_entering", NO_SUCH_METHOD, Rule(EVERYBODY, GOES), closed=False),
    panel("disown_session", Rule(CUSTOMERS, OK), Rule(CUSTOMERS, GOES)),
    panel("proposals", Rule(CUSTOMERS, OK)),
    panel("contracts", Rule(CUSTOMERS, OK), contracts=True),
    panel("orders", Rule(CUSTOMERS, OK)),
    panel("tickets", Rule(CUSTOMERS, OK)),
    panel("new_ticket", Rule(CUSTOMERS, OK), Rule(CUSTOMERS, REFUSED)),
    # Carla opened it about no sale: nobody else reads it.
    panel("ticket", Rule(CARLA, OK), Rule(CARLA, REFUSED), pk="ticket"),
    panel("close_ticket", NO_SUCH_METHOD, Rule(CARLA, GOES), pk="ticket"),
    panel("reopen_ticket", NO_SUCH_METHOD, Rule(CARLA, GOES), pk="ticket"),
    panel("ticket_file", Rule(CARLA, OK), pk="ticket", file="ticket_file"),
    panel("receipts", Rule(CUSTOMERS, OK)),
    # Nobody's but hers, also not her colleagues'.
    panel("own_receipt", Rule(CARLA, OK), pk="carlas_act"),
    panel("colleagues", Rule(CARLA, OK)),
    panel("new_colleague", Rule(CARLA, OK), Rule(CARLA, REFUSED)),
    panel("colleague", Rule(CARLA, OK), Rule(CARLA, GOES), pk="person"),
    panel("colleague_access", NO_SUCH_METHOD, Rule(CARLA, GOES), pk="person"),
    panel("colleague_invitation", NO_SUCH_METHOD, Rule(CARLA, GOES), pk="person"),
    panel("mail_choices", Rule(CUSTOMERS, OK), Rule(CUSTOMERS, GOES)),
    # A mail program posts there by itself.
    panel("mail_stop", Rule(EVERYBODY, OK), Rule(EVERYBODY, OK), closed=False, token="mail_stop"),
    panel("powers", Rule(SIGNERS | JOANA, OK), contracts=True),
    # Her own, and for whoever administers the colleagues theirs; Gil's was declared without a paper here.
    panel("power", Rule(CARLA | GIL, OK), Rule(CARLA | GIL, REFUSED), contracts=True, pk="person"),
    panel("power_withdrawal", NO_SUCH_METHOD, Rule(CARLA | GIL, GOES), contracts=True, pk="person"),
    panel("power_paper", Rule(CARLA | GIL, LOST), contracts=True, pk="person", power="power"),
    panel("account", Rule(CUSTOMERS, OK), Rule(CUSTOMERS, REFUSED)),
    panel("password", Rule(CUSTOMERS, GOES), Rule(CUSTOMERS, REFUSED)),
    # An answer to nothing registers nothing; a passkey's page leads its holder to the account, and nobody else.
    panel("privacy", Rule(CUSTOMERS, OK)),
    panel("privacy_copy", NO_SUCH_METHOD, Rule(CUSTOMERS, GOES)),
    # Nobody has a copy at hand.
    panel("privacy_file", Rule(CUSTOMERS, LOST)),
    panel("privacy_erasure", NO_SUCH_METHOD, Rule(CUSTOMERS, GOES)),
    # A device is its owner's alone.
    panel("device_ending", NO_SUCH_METHOD, Rule(CARLA, GOES), pk="carlas_device"),
    panel("other_devices_ending", NO_SUCH_METHOD, Rule(CUSTOMERS, GOES)),
    panel("passkeys", Rule(CUSTOMERS, GOES), Rule(CUSTOMERS, REFUSED)),
    panel("passkey_options", NO_SUCH_METHOD, Rule(CUSTOMERS, OK)),
    panel("passkey", Rule(CARLA, GOES), Rule(CARLA, REFUSED), pk="carlas_passkey"),
    panel("passkey_removal", NO_SUCH_METHOD, Rule(CARLA, GOES), pk="carlas_passkey"),
)  # fmt: skip

LOOKERS = (sale("lookers", shown(CARLA, OK)),)
READING = (
    sale("proposal", shown(PADARIA, OK)),
    sale("version", shown(PADARIA, OK), version=1),
    sale("paper", shown(PADARIA, OK), version=1),
    sale("attachment", shown(PADARIA, OK), ids={"pk": "attachment"}),
    sale("line_picture", shown(PADARIA, OK), ids={"sha256": "picture"}),
    sale("contract", shown(PADARIA, OK), ids=DIGITAL),
    sale("contract_file", shown(PADARIA, OK), ids=DIGITAL),
    sale("contract_print", shown(PADARIA, OK), ids=DIGITAL),
    sale("contract_text", shown(PADARIA, OK), ids=DIGITAL),
    sale("contract_words", shown(PADARIA, OK), ids=DIGITAL),
    sale("contract_page", shown(PADARIA, OK), ids=DIGITAL, page=1, width=800),
    sale("order", Rule(PADARIA, LOST, order=OK), ids=ORDER),
    sale("order_paper", Rule(PADARIA, LOST, order=OK), ids=ORDER),
    # Nothing was billed yet.
    sale("billed_file", Rule(PADARIA, LOST), ids=ORDER | {"file": "file"}),
    sale("signed_file", Rule(PADARIA, LOST, ready=OK, approved=OK, order=OK), ids=DIGITAL),
    sale("sealed_file", Rule(PADARIA, LOST, ready=OK, approved=OK, order=OK), ids={"form": "form"}),
    # A company that buys has no right of withdrawal: see tests/faces/panel/test_rescinding.py.
    sale("rescission", Rule(PADARIA, LOST)),
    sale("rescission_file", Rule(PADARIA, LOST)),
    sale("receipt", Rule(PADARIA, LOST, **ANSWERED)),
    sale("approval_file", Rule(PADARIA, LOST, **ANSWERED)),
)

ACTING = (
    sale("viewed", NO_SUCH_METHOD, shown(PADARIA, NOTED)),
    sale("read", NO_SUCH_METHOD, shown(PADARIA, GOES), DIGITAL),
    # Carla has read and asked for a code; Gil and Helena are sent to read first.
    sale("sign", shown(SIGNERS, GOES) | shown(CARLA, GOES, sent=OK, reserved=GOES),
         shown(SIGNERS, GOES) | shown(CARLA, GOES, sent=REFUSED, reserved=GOES)),
    # What was sent lets nobody pass her place on: she is told so.
    sale("hand_over", shown(SIGNERS, GOES), shown(SIGNERS, GOES), DIGITAL),
    # No power of attorney is asked for, and none was brought.
    sale("proxy", shown(SIGNERS, GOES), shown(SIGNERS, GOES), DIGITAL),
    sale("proxy_file", Rule(frozenset(), LOST), ids=DIGITAL),
    # Who needs no passkey for her level, or has one, is led on to signing.
    sale("signing_key", shown(SIGNERS, GOES), shown(SIGNERS, GOES)),
    sale("ceremony", shown(SIGNERS, GOES) | shown(CARLA, GOES, sent=OK, reserved=GOES),
         shown(SIGNERS, GOES) | shown(CARLA, GOES, sent=REFUSED, reserved=GOES), CEREMONY),
    sale("code_again", NO_SUCH_METHOD, shown(SIGNERS, GOES), CEREMONY),
    sale("other_means", NO_SUCH_METHOD, shown(SIGNERS, GOES), CEREMONY),
    # Whoever has not read is sent to read first; Gil has sent a PDF, and nobody else sees it.
    sale("external", shown(SIGNERS, OK, reserved=GOES) | shown(HELENA, OK, sent=GOES),
         shown(SIGNERS, REFUSED, reserved=GOES) | shown(HELENA, REFUSED, sent=GOES), DIGITAL),
    sale("external_base", shown(SIGNERS, OK), ids=DIGITAL),
    sale("external_file", Rule(SIGNERS, LOST) | Rule(frozenset({"gil"}), LOST, sent=OK),
         ids=DIGITAL | {"file": "external"}),
    sale("manifest_file", Rule(PADARIA, LOST), ids=DIGITAL),
    sale("copy", shown(SIGNERS, OK), shown(SIGNERS, REFUSED), PAPER),
    # A copy is there already, so none is photographed: it leads back to what was sent.
    sale("capture", shown(SIGNERS, GOES), ids=PAPER),
    # Nothing is on its way here, and what is posted announces no file.
    sale("arriving", shown(SIGNERS, OK), shown(SIGNERS, REFUSED), PAPER),
    sale("chunk", NO_SUCH_METHOD, shown(SIGNERS, LOST), PAPER, sha256="0" * 64, offset=0),
    sale("give_up_file", NO_SUCH_METHOD, shown(SIGNERS, LOST), PAPER, sha256="0" * 64),
    # Nothing is being prepared here: each of these leads back to where a copy is begun.
    sale("pending_copy", shown(SIGNERS, GOES), shown(SIGNERS, GOES), PAPER),
    sale("more_files", NO_SUCH_METHOD, shown(SIGNERS, GOES), PAPER),
    sale("drop_file", NO_SUCH_METHOD, shown(SIGNERS, GOES), PAPER, file=1),
    sale("discard_copy", NO_SUCH_METHOD, shown(SIGNERS, GOES), PAPER),
    sale("copy_sheet", shown(SIGNERS, OK), ids=PAPER | {"page": "sheet"}),
    sale("copy_file", shown(SIGNERS, OK), ids=PAPER | {"file": "file"}),
    sale("approve", shown(CARLA, GOES, ready=OK), shown(CARLA, REFUSED, approved=GOES, order=GOES)),
    # Only one version was sent: nothing changed, and whoever says she read it saw no other.
    sale("changes", Rule(PADARIA, LOST), shown(PADARIA, GOES)),
    # Nothing is left open here, and nothing stands beside them.
    sale("options", shown(CARLA, GOES), shown(CARLA, GOES)),
    sale("alternatives", Rule(PADARIA, LOST)),
    sale("decline", shown(CARLA, GOES, sent=OK, ready=OK), shown(CARLA, REFUSED)),
    sale("rescind", shown(CARLA, GOES), shown(CARLA, REFUSED)),
    sale("everything", shown(PADARIA, OK)),
    sale("dossier", shown(SIGNERS, OK), shown(SIGNERS, GOES)),
    # Nobody has asked for one yet.
    sale("dossier_zip", Rule(frozenset(), LOST)),
    sale("dossier_pdf", Rule(frozenset(), LOST)),
    # Something else is asked for of what is open; nobody has noted anything yet.
    sale("counter", shown(PADARIA, GOES), shown(PADARIA, REFUSED)),
    sale("point", Rule(PADARIA, LOST), Rule(PADARIA, LOST)),
    sale("more_time", shown(PADARIA, GOES, sent=OK, ready=OK, reserved=OK, expired=OK), shown(PADARIA, REFUSED)),
    sale("forward", shown(PADARIA, GOES, sent=OK, ready=OK, reserved=OK), shown(PADARIA, REFUSED)),
    sale("ask_access", shown(PADARIA, GOES, sent=OK, ready=OK, reserved=OK), shown(PADARIA, REFUSED)),
    sale("questions", shown(PADARIA, OK), shown(PADARIA, REFUSED)),
)  # fmt: skip

# The pass opens the version it was made for: the draft too, and of the withdrawn sale the next one.
FIRST = Rule(EVERYBODY, OK, withdrawn=LOST)
UNDER_A_PASS = (
    passed("preview", Rule(EVERYBODY, GOES)),
    passed("proposal", Rule(EVERYBODY, OK)),
    passed("version", FIRST, version=1),
    passed("paper", Rule(EVERYBODY, OK, draft=LOST, withdrawn=LOST), version=1),
    passed("attachment", FIRST, {"pk": "attachment"}),
    passed("line_picture", Rule(EVERYBODY, OK), {"sha256": "picture"}),
    passed("contract", FIRST, DIGITAL),
    passed("contract_file", FIRST, DIGITAL),
    passed("contract_print", FIRST, DIGITAL),
    passed("contract_text", FIRST, DIGITAL),
    passed("contract_words", FIRST, DIGITAL),
    passed("contract_page", FIRST, DIGITAL, page=1, width=800),
)
PANEL = ANYWHERE + LOOKERS + READING + ACTING + UNDER_A_PASS
