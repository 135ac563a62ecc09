"""The life of a proposal as a table of moves. PRODUCT: *The life of a proposal*."""

from datetime import datetime
from enum import StrEnum

from aceite.kit.states import Move, Moves


class State(StrEnum):
    """Where a proposal stands. `EXPIRED` is never stored: it follows from the clock at every read and act."""

    DRAFT = "draft"
    SENT = "sent"
    APPROVED = "approved"
    ORDER = "order"
    DECLINED = "declined"
    EXPIRED = "expired"
    CANCELLED = "cancelled"
    # Another alternative of its group was approved; undoing that approval is the only way back.
    SUPERSEDED = "superseded"
    # A consumer withdrew in time from what was approved (CDC art. 49); nothing leads back.
    RESCINDED = "rescinded"


_OPEN = (State.DRAFT, State.SENT, State.APPROVED, State.DECLINED, State.EXPIRED)

MOVES: Moves[State] = Moves(
    Move("proposal.edit", State.DRAFT, State.DRAFT, "member"),
    Move("proposal.send", State.DRAFT, State.SENT, "member"),
    Move("proposal.revise", State.SENT, State.DRAFT, "member"),
    Move("proposal.revise", State.EXPIRED, State.DRAFT, "member"),
    Move("proposal.revise", State.DECLINED, State.DRAFT, "member"),
    Move("proposal.withdraw", State.SENT, State.DRAFT, "member"),
    Move("proposal.extend", State.SENT, State.SENT, "member"),
    Move("proposal.extend", State.EXPIRED, State.SENT, "member"),
    Move("proposal.remind", State.SENT, State.SENT, "member"),
    # The customer may owe another copy, or the down payment, after the approval.
    Move("proposal.remind", State.APPROVED, State.APPROVED, "member"),
    Move("proposal.remind", State.ORDER, State.ORDER, "member"),
    Move("contract.sign", State.SENT, State.SENT, "panel_user"),
    Move("copy.upload", State.SENT, State.SENT, "panel_user"),
    # A copy refused after the approval is sent again without touching the approval.
    Move("copy.upload", State.APPROVED, State.APPROVED, "panel_user"),
    Move("copy.register", State.SENT, State.SENT, "member"),
    Move("copy.register", State.APPROVED, State.APPROVED, "member"),
    Move("copy.check", State.SENT, State.SENT, "member"),
    Move("copy.check", State.APPROVED, State.APPROVED, "member"),
    Move("external.check", State.SENT, State.SENT, "member"),
    Move("signer.replace", State.SENT, State.SENT, "member"),
    Move("signer.hand_over", State.SENT, State.SENT, "panel_user"),
    # The customer's approval does not wait for the vendor's signature; the order does.
    Move("contract.countersign", State.SENT, State.SENT, "member"),
    Move("contract.countersign", State.APPROVED, State.APPROVED, "member"),
    Move("countersigner.replace", State.SENT, State.SENT, "member"),
    Move("countersigner.replace", State.APPROVED, State.APPROVED, "member"),
    # The customer picks among what the vendor left to choose; nothing is bound by it.
    Move("proposal.choose", State.SENT, State.SENT, "panel_user"),
    Move("proposal.approve", State.SENT, State.APPROVED, "panel_user"),
    Move("proposal.decline", State.SENT, State.DECLINED, "panel_user"),
    Move("order.make", State.APPROVED, State.ORDER, "member"),
    Move("approval.undo", State.APPROVED, State.SENT, "member"),
    *(Move("proposal.cancel", state, State.CANCELLED, "member") for state in _OPEN),
    *(Move("proposal.rescind", state, State.RESCINDED, "panel_user") for state in (State.APPROVED, State.ORDER)),
    # Of the vendor: what was delivered when, from the approval on; the term counts from there.
    *(Move("delivery.record", state, state, "member") for state in (State.APPROVED, State.ORDER)),
    # A sibling is approved, or that approval is undone: its version says what it goes back to.
    *(Move("proposal.supersede", state, State.SUPERSEDED, "panel_user") for state in (State.DRAFT, State.SENT)),
    Move("proposal.supersede", State.EXPIRED, State.SUPERSEDED, "panel_user"),
    Move("proposal.reopen", State.SUPERSEDED, State.SENT, "member"),
    Move("alternative.make", State.DRAFT, State.DRAFT, "member"),
    Move("alternative.make", State.SENT, State.SENT, "member"),
    Move("alternative.join", State.DRAFT, State.DRAFT, "member"),
    Move("alternative.leave", State.DRAFT, State.DRAFT, "member"),
)


class VersionState(StrEnum):
    """Where one version stands. Only a draft can be edited; only one version of a proposal is draft or sent.

    `PREPARED` is the next one while its papers are set, made of what the customer chose: nobody sees or edits it.
    """

    DRAFT = "draft"
    PREPARED = "prepared"
    SENT = "sent"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


def state_at(kept: str, ends: datetime | None, at: datetime) -> State:
    """The state that holds at that moment: what was kept as sent is expired from its end on."""
    if kept == State.SENT and ends is not None and at >= ends:
        return State.EXPIRED
    return State(kept)
