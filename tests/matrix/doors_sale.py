"""The office's doors to one sale, in each of its statuses. `withdrawn` is a draft again; its ids are the old version's.

What was sent cannot be edited through any of them.
"""

from collections.abc import Mapping
from typing import Any

from tests.matrix.answers import ALL_STATUSES, MANAGERS, NO_SUCH_METHOD, OWNERS, SELLERS, TEAM, Answer, Door, Rule
from tests.matrix.world import World

CONFLICT, GOES, LOST, OK, REFUSED = Answer.CONFLICT, Answer.GOES, Answer.LOST, Answer.OK, Answer.REFUSED

# Where the names in the addresses stand in tests.matrix.sales.Sale.
DIGITAL = {"contract": "digital"}
SIGNER = DIGITAL | {"signer": "signer"}
OURS = DIGITAL | {"countersigner": "countersigner"}
CEREMONY = {"ceremony": "ceremony"}
PAPER = {"contract": "paper", "copy": "copy"}
FILE = PAPER | {"file": "file"}
OUTSIDE = DIGITAL | {"external": "external"}
COMMENT = {"comment": "comment"}
ACCESS = {"pk": "access_request"}
BRUNO = frozenset({"bruno"})
ATTACHMENT = {"attachment": "attachment"}
# What was sent or signed never disappears, and a sale under way can end, also where no contracts are made any more.
KEPT = {
    "contract_file", "signed_file", "contract_picture",
    "copy", "copy_file", "copy_sheet", "bound_copy", "accept_copy", "refuse_copy", "manifest_file",
    "external", "external_file", "external_picture", "accept_external", "refuse_external",
    "judge_external_again",
    "replace_countersigner",
}  # fmt: skip


def sale(name: str, get: Rule, post: Rule = NO_SUCH_METHOD, ids: Mapping[str, str] | None = None, **fixed: Any) -> Door:
    """One page of a sale; `ids` say which, `fixed` stand in the address as they are."""

    def where(world: World, status: str) -> dict[str, object]:
        row = world.sales[status]
        named = {key: getattr(row, field) for key, field in (ids or {}).items()}
        return {"company": "aurora", "number": row.number} | named | fixed

    contracts = name not in KEPT and (name == "add_contract" or "contract" in (ids or {}))
    return Door(f"office:{name}", get, post, contracts=contracts, statuses=ALL_STATUSES, where=where)


READ = Rule(TEAM, OK)
DRAFT = {"draft": OK, "withdrawn": OK}
OPEN = {"sent": OK, "ready": OK, "reserved": OK}
REFUSES = Rule(SELLERS, REFUSED)
NAMED = Rule(SELLERS, LOST) | Rule(OWNERS, LOST, sent=GOES)
SENT_ONCE = {"draft": LOST}

SALE = (
    sale("sale", READ),
    sale("edit_sale", Rule(SELLERS, GOES, **DRAFT), Rule(SELLERS, GOES, draft=REFUSED, withdrawn=REFUSED)),
    sale("paste_lines", Rule(SELLERS, GOES, **DRAFT), Rule(SELLERS, GOES, draft=REFUSED, withdrawn=REFUSED)),
    sale("sale_totals", NO_SUCH_METHOD, Rule(SELLERS, OK)),
    sale("sale_presentation", Rule(SELLERS, GOES, **DRAFT), Rule(SELLERS, GOES, draft=LOST, withdrawn=LOST)),
    # Nothing but the items is presented yet.
    sale(
        "sale_block",
        Rule(SELLERS, GOES, draft=LOST, withdrawn=LOST),
        Rule(SELLERS, GOES, draft=LOST, withdrawn=LOST),
        at=0,
    ),
    sale(
        "new_sale_block",
        Rule(SELLERS, GOES, **DRAFT),
        Rule(SELLERS, GOES, draft=REFUSED, withdrawn=REFUSED),
        kind="about",
    ),
    sale("attachments", Rule(SELLERS, OK), REFUSES),
    sale("remove_attachment", NO_SUCH_METHOD, Rule(SELLERS, GOES, withdrawn=LOST), ATTACHMENT),
    sale("preview_sale", Rule(TEAM, GOES)),
    sale("send_sale", Rule(SELLERS, GOES, **DRAFT), Rule(SELLERS, CONFLICT)),
    sale("ask_clearance", NO_SUCH_METHOD, Rule(SELLERS, GOES)),
    sale("add_contract", Rule(SELLERS, OK), REFUSES),
    sale("sale_contract", Rule(SELLERS, OK, withdrawn=LOST), Rule(SELLERS, REFUSED, withdrawn=LOST), DIGITAL),
    sale("remove_contract", NO_SUCH_METHOD, Rule(SELLERS, GOES, withdrawn=LOST), DIGITAL),
    sale("contract_print", Rule(TEAM, OK, withdrawn=LOST), ids=DIGITAL),
    sale("withdraw_sale", Rule(SELLERS, GOES, **OPEN), REFUSES),
    sale(
        "revise_sale",
        Rule(SELLERS, GOES, **OPEN, declined=OK, expired=OK),
        # A draft is already what is asked for.
        Rule(SELLERS, GOES, approved=REFUSED, order=REFUSED, cancelled=REFUSED),
    ),
    sale("cancel_sale", Rule(SELLERS, OK, order=GOES, cancelled=GOES), REFUSES),
    sale("extend_sale", Rule(SELLERS, GOES, **OPEN, expired=OK), REFUSES),
    sale("hand_sale", Rule(SELLERS, GOES, **OPEN, approved=OK, order=OK), REFUSES),
    sale("remind_sale", Rule(SELLERS, GOES, **OPEN, approved=OK, order=OK), REFUSES),
    # Only an order is amended, and none of these sales is an amendment.
    sale("new_amendment", Rule(SELLERS, GOES, order=OK), Rule(SELLERS, GOES, order=REFUSED)),
    sale("amendment_change", Rule(SELLERS, GOES), Rule(SELLERS, GOES)),
    sale("copy_sale", Rule(SELLERS, OK), REFUSES),
    sale("keep_sale", Rule(SELLERS, OK), REFUSES),
    sale("make_alternative", Rule(SELLERS, GOES, **DRAFT, **OPEN), REFUSES),
    sale("join_alternatives", Rule(SELLERS, GOES, **DRAFT), REFUSES),
    # Whatever stands among no alternatives stays so.
    sale("leave_alternatives", Rule(SELLERS, GOES, **DRAFT), Rule(SELLERS, GOES)),
    sale("lookers", Rule(TEAM, OK)),
    sale("share_sale", Rule(SELLERS, OK), REFUSES),
    sale("reassign_sale", Rule(MANAGERS, OK), Rule(MANAGERS, REFUSED)),
    sale("undo_approval", Rule(MANAGERS, GOES, approved=OK), Rule(MANAGERS, REFUSED)),
    sale("replace_signer", Rule(SELLERS, OK), REFUSES, SIGNER),
    # Nobody was asked for a power of attorney.
    sale("brought_proxy", Rule(frozenset(), LOST), ids=SIGNER),
    # Ana signs for Aurora in the sale that is open, once the customer has; nobody else finds the page.
    sale("replace_countersigner", Rule(SELLERS, LOST, sent=OK), Rule(SELLERS, LOST, sent=REFUSED), OURS),
    sale("countersigning", NAMED, NAMED),
    sale("countersigning_code", NAMED, NAMED, CEREMONY),
    sale("countersigning_again", NO_SUCH_METHOD, NAMED, CEREMONY),
    sale("countersigning_other", NO_SUCH_METHOD, NAMED, CEREMONY),
    sale("add_comment", Rule(SELLERS, OK), REFUSES),
    # Bruno wrote it; a manager may take it away.
    sale("edit_comment", Rule(BRUNO, OK), Rule(BRUNO, REFUSED), COMMENT),
    sale("remove_comment", NO_SUCH_METHOD, Rule(SELLERS, GOES), COMMENT),
    # Davi asked for somebody in the sale that is open alone.
    sale("access_request", Rule(SELLERS, LOST, sent=OK), Rule(SELLERS, LOST, sent=REFUSED), ACCESS),
    sale("refuse_access", Rule(SELLERS, LOST, sent=OK), Rule(SELLERS, LOST, sent=REFUSED), ACCESS),
    # Carla asked for something else in the sale that is open alone.
    sale("answer_points", NO_SUCH_METHOD, Rule(SELLERS, LOST, sent=REFUSED), {"pk": "counter_offer"}),
    # Nothing was granted in any of them: it is said on the sale's page.
    sale("take_points", NO_SUCH_METHOD, Rule(SELLERS, GOES)),
    sale("answer_question", NO_SUCH_METHOD, Rule(SELLERS, REFUSED, **SENT_ONCE), {"question": "question"}),
    sale("copy", Rule(TEAM, OK, **SENT_ONCE), ids=PAPER),
    sale("new_copy", Rule(SELLERS, OK, **SENT_ONCE), Rule(SELLERS, REFUSED, **SENT_ONCE), {"contract": "paper"}),
    sale("accept_copy", Rule(SELLERS, GOES, **SENT_ONCE), Rule(SELLERS, GOES, **SENT_ONCE), PAPER),
    sale("refuse_copy", Rule(SELLERS, OK, **SENT_ONCE), Rule(SELLERS, REFUSED, **SENT_ONCE), PAPER),
    # Gil's PDF waits in the sale that is open; the others have none.
    sale("external", Rule(TEAM, LOST, sent=OK), ids=OUTSIDE),
    sale("accept_external", Rule(SELLERS, LOST, sent=OK), Rule(SELLERS, LOST, sent=REFUSED), OUTSIDE),
    sale("refuse_external", Rule(SELLERS, LOST, sent=OK), Rule(SELLERS, LOST, sent=REFUSED), OUTSIDE),
    sale("judge_external_again", NO_SUCH_METHOD, Rule(SELLERS, LOST, sent=GOES), OUTSIDE),
    sale("external_file", Rule(TEAM, LOST, sent=OK), ids=OUTSIDE),
    sale("external_picture", Rule(TEAM, LOST, sent=OK), ids=OUTSIDE, page=1),
    sale("manifest_file", Rule(TEAM, LOST), ids=DIGITAL),
    # Of one version there is nothing to compare; what was withdrawn has a draft after it.
    sale("sale_changes", Rule(TEAM, LOST, withdrawn=OK)),
    sale("version_file", Rule(TEAM, OK, **SENT_ONCE), version=1),
    sale("approval_file", Rule(TEAM, LOST, approved=OK, order=OK), ids={"approval": "approval"}),
    sale("attachment_file", READ, ids=ATTACHMENT),
    sale("contract_file", Rule(TEAM, OK, **SENT_ONCE), ids=DIGITAL),
    sale("signed_file", Rule(TEAM, LOST, ready=OK, approved=OK, order=OK), ids=DIGITAL),
    sale("sealed_file", Rule(TEAM, LOST, ready=OK, approved=OK, order=OK), ids={"form": "form"}),
    sale("contract_picture", Rule(TEAM, OK, **SENT_ONCE), ids=DIGITAL, page=1),
    sale("copy_file", Rule(TEAM, OK, **SENT_ONCE), ids=FILE),
    sale("copy_sheet", Rule(TEAM, OK, **SENT_ONCE), ids=PAPER | {"page": "sheet"}),
    sale("bound_copy", Rule(TEAM, OK, **SENT_ONCE), ids=PAPER),
    sale(
        "order",
        Rule(TEAM, GOES, order=OK) | Rule(SELLERS, GOES, approved=OK, order=OK),
        Rule(SELLERS, REFUSED, approved=GOES, order=OK),
    ),
    # These sales have no plan, so nothing is owed and nothing came.
    sale("confirm_payment", Rule(SELLERS, GOES), REFUSES, part=0),
    # Nobody withdrew from these, which a company bought.
    sale("note_refund", Rule(SELLERS, GOES), REFUSES, part=0),
    sale("undo_refund", Rule(SELLERS, LOST), Rule(SELLERS, LOST), refund=1),
    sale("record_delivery", Rule(SELLERS, GOES, approved=OK, order=OK), REFUSES),
    sale("delivery_file", Rule(TEAM, LOST), delivery=1),
    sale("rescission_file", Rule(TEAM, LOST)),
    # Only an order is billed, and nothing is there yet.
    sale("billing", Rule(SELLERS, GOES, order=OK), Rule(SELLERS, GOES, order=REFUSED)),
    sale("billed_file", Rule(TEAM, LOST), ids={"file": "file"}),
    sale("remove_billed", NO_SUCH_METHOD, Rule(SELLERS, LOST), {"file": "file"}),
    sale("undo_payment", Rule(SELLERS, LOST), Rule(SELLERS, LOST), payment=1),
    sale("dossier", Rule(SELLERS, OK, draft=GOES), Rule(SELLERS, GOES)),
    # Nobody has asked for one yet.
    sale("dossier_zip", Rule(SELLERS, LOST)),
    sale("dossier_pdf", Rule(SELLERS, LOST)),
    sale("order_pdf", Rule(TEAM, LOST, order=OK)),
    sale("order_json", Rule(TEAM, LOST, order=OK)),
    sale("order_csv", Rule(TEAM, LOST, order=OK)),
)
