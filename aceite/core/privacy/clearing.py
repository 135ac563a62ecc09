"""The end of a sale's time: what it spoke of goes, files and values alike; its chain, its numbers and its hashes stay.

The commitments of the chain stay too. Each has a salt of 128 bits, and the salts go with the values: nobody can tell
any more what was committed to, not even by trying every CPF there is.
"""

from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from aceite.core.agreements.models import Agreement, Termination
from aceite.core.clearances.models import Clearance
from aceite.core.comments.models import Comment
from aceite.core.companies.models import Company
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import Contract, CopyFile, CopyWitness, Countersigner, SignedCopy, Signer
from aceite.core.documents.forgetting import forget, of_these_alone
from aceite.core.documents.holding import hold
from aceite.core.documents.models import Document
from aceite.core.privacy.keeping import keeping_of
from aceite.core.privacy.models import ClearedSale, retention_of
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import (
    Attachment,
    CounterOffer,
    Line,
    Point,
    Proposal,
    ProposalBlock,
    ProposalVersion,
    Question,
)
from aceite.core.receivables.models import BilledFile, Payment, Refund
from aceite.core.rows.hanging import Rows, hanging_on, named_by
from aceite.core.sales.dossier import forget_dossier, stop_dossiers
from aceite.core.sales.models import (
    AccessRequest,
    Approval,
    Decline,
    Delivery,
    Dossier,
    Order,
    Rescission,
    SentWords,
)
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.sales.sealed_forms import sealed_forms
from aceite.core.signatures.models import Assertion, SealedFile, Statement
from aceite.core.tickets.models import Ticket, TicketFile, TicketMessage
from aceite.core.trail.actors import Actor, System
from aceite.core.trail.models import PersonalValue
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal

_NAMELESS_FILE: Final = "arquivo removido"
# What is left blank of each row.
_CLEARED: Final[dict[type[Model], dict[str, Any]]] = {
    Proposal: {"internal_notes": "", "closed_reason": ""},
    ProposalVersion: {
        **dict.fromkeys(("introduction", "delivery_term", "delivery_place", "warranty", "taxes_text"), ""),
        "terms": "",
        "payment_text": "",
        "manifest": "",
        "openings": {},
    },
    Line: {"description": "", "note": ""},
    Attachment: {"name": _NAMELESS_FILE},
    ProposalBlock: {"title": "", "body": ""},
    Question: {"text": "", "answer": "", "passage": ""},
    CounterOffer: {"note": ""},
    AccessRequest: dict.fromkeys(("name", "email", "text", "reason"), ""),
    Point: dict.fromkeys(("words", "passage", "other_words", "reply"), ""),
    Contract: {"body": "", "answers": {}, "signed_before": {}},
    Signer: {"cpf": "", "request_name": "", "request_cpf": ""},
    Countersigner: {"cpf": ""},
    SignedCopy: {"note": "", "refusal_reason": ""},
    CopyFile: {"name": _NAMELESS_FILE},
    CopyWitness: {"name": "", "cpf": ""},
    ExternalFile: {
        **dict.fromkeys(("cpf", "user_agent", "confirmation", "refusal_reason"), ""),
        "ip": None,
        "peer": None,
        "findings": [],
        "certificate": {},
        "opened": {},
    },
    Approval: {"note": "", "customer_order_number": "", "undone_reason": ""},
    Decline: {"text": ""},
    Rescission: {"text": ""},
    Delivery: {"received_by": "", "name": _NAMELESS_FILE},
    Comment: {"text": ""},
    Ticket: {"subject": ""},
    TicketMessage: {"text": ""},
    TicketFile: {"name": _NAMELESS_FILE},
    Clearance: {"note": "", "answer": "", "caught": []},
    OfferChoice: {"caught": []},
    SentWords: {"contracts": {}, "passages": []},
    Payment: {"note": ""},
    Refund: {"note": ""},
    Agreement: {"search": ""},
    Termination: {"reason": "", "name": _NAMELESS_FILE},
    BilledFile: {"name": _NAMELESS_FILE},
    Order: {"without_copy_reason": ""},
    Statement: {
        **dict.fromkeys(("mark_text", "user_agent"), ""),
        "ip": None,
        "peer": None,
        "openings": {},
        "assertion": None,
    },
}


class TooEarly(Refusal):
    """The sale's evidence must still be kept, or the sale goes on."""

    sentence = _("O prazo de guarda desta venda ainda não terminou. Nada foi apagado.")


def clear_sale(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """Takes the content out of a sale whose time is over. Twice is harmless. Raises NotAllowed, TooEarly."""
    if by.company_id != proposal.company_id or not by.may("sale.clear"):
        raise NotAllowed
    with transaction.atomic():
        locked = lock_sale(proposal)
        if ClearedSale.objects.filter(company_id=locked.company_id, sale_id=locked.pk).exists():
            return
        if not keeping_of(locked, retention_of(locked.company_id), at=at).is_over(at):
            raise TooEarly
        forget_dossiers(locked, at=at)
        rows = rows_of(locked)
        files = forget(own_files(rows, locked.company_id), at=at)
        values = _clear_rows(rows, locked)
        ClearedSale.objects.create(company_id=locked.company_id, sale_id=locked.pk, cleared_at=at)
        data = {"files": len(files), "values": values}
        record("sale.cleared", by=by, at=at, sale=locked.pk, data=data)


def forget_dossiers(proposal: Proposal, *, at: datetime) -> None:
    """Takes away the dossiers at hand and under way: they hold what is to go, and can be made again of what stays."""
    # Nobody asks for another one until this is done.
    lock_sale(proposal)
    stop_dossiers(proposal, by=System(proposal.company_id), at=at)
    for dossier in Dossier.objects.filter(proposal=proposal).holding_files():
        forget_dossier(dossier, by=System(proposal.company_id), at=at)


def rows_of(proposal: Proposal) -> dict[type[Model], set[Any]]:
    """Every row of every table that belongs to this sale."""
    acts = Statement.objects.filter(company_id=proposal.company_id, sale_id=proposal.pk)
    rows = hanging_on({Proposal: {proposal.pk}, Statement: set(acts.values_list("pk", flat=True))})
    # Sealed files name what they are of by a text, so no key leads to them.
    return {**rows, SealedFile: set(sealed_forms(proposal).values_list("pk", flat=True))}


def own_files(rows: Rows, company_id: int) -> set[int]:
    """The files that these rows point to and no other: bytes are kept once, whoever stored them."""
    # Held: what names one of them from now on finds it gone, or it stays.
    named = hold(named_by(rows, Document))
    logo = Company.objects.values_list("logo_sha256", flat=True).get(pk=company_id)
    named -= set(Document.objects.filter(company_id=company_id, sha256=logo).values_list("pk", flat=True))
    return of_these_alone(rows, named)


def _clear_rows(rows: Rows, proposal: Proposal) -> int:
    signed = Assertion.objects.filter(statements__in=rows.get(Statement, set()))
    assertions = set(signed.values_list("pk", flat=True))
    for model, values in _CLEARED.items():
        model._default_manager.filter(pk__in=rows.get(model, set())).update(**values)
    Assertion.objects.filter(pk__in=assertions).delete()
    chain = {"event__company_id": proposal.company_id, "event__chain": f"sale/{proposal.pk}"}
    kept = PersonalValue.objects.filter(**chain)
    count = kept.count()
    kept.delete()
    return count
