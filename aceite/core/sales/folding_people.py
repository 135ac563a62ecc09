"""What somebody asked for, read and began in sales: rows that go along when two of her customers become one."""

from typing import Final

from aceite.core.customers.folding import Hers
from aceite.core.proposals.models import CounterOffer, Question
from aceite.core.sales.models import AccessRequest, ChangesRead, Viewing

HERS: Final = (
    # She writes one counter-offer of a sale at a time.
    Hers(
        "counter_offers", CounterOffer, "author", "proposal__customer",
        lambda one: None if one.sent_at else one.proposal_id,
    ),
    Hers("questions", Question, "asked_by", "proposal__customer"),
    Hers("viewings", Viewing, "panel_user", "version__proposal__customer", lambda one: (one.version_id, one.day)),
    Hers("changes_read", ChangesRead, "panel_user", "version__proposal__customer", lambda one: one.version_id),
    Hers(
        "access_requests", AccessRequest, "asked_by", "proposal__customer",
        lambda one: None if one.decided_at or not one.email else (one.proposal_id, one.email),
    ),
    Hers("accesses_given", AccessRequest, "panel_user", "proposal__customer"),
)  # fmt: skip
