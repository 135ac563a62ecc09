"""What a proposal's page shows; the part that is frozen is drawn once."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.safestring import SafeString

from aceite.core.blueprints.reading import passages_of
from aceite.core.contracts.models import Contract
from aceite.core.proposals.headings import sections
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.paper import recurring_due_words
from aceite.core.proposals.picturing import pictures_of
from aceite.core.sales.choosing import is_awaited
from aceite.core.sales.models import Approval
from aceite.core.sales.offer_choices import OfferChoice
from aceite.faces.panel.access import Scope
from aceite.faces.panel.access_asked import LONG_TEXTS
from aceite.faces.panel.beside import Beside
from aceite.faces.panel.changes import begins_with_changes, changed_of
from aceite.faces.panel.counter import negotiation_of
from aceite.faces.panel.frozen import drawn_once
from aceite.faces.panel.negotiating import while_negotiating
from aceite.faces.panel.paying import entry_of
from aceite.faces.panel.reading import (
    Shown,
    can_choose,
    contract_state,
    contracts_of,
    newest_copy,
    on_paper,
    own_act,
    own_outside,
    signers_of,
    to_sign,
    wants_copy,
)
from aceite.faces.panel.right import right_card
from aceite.faces.panel.way import way

# Raised when the template of the frozen part changes, or how something in it is worded.
_DRAWING: Final = 17
_LINE: Final = re.compile(r"<!--(line|at):(\w+):?([\w-]*?)-->")
_BASE: Final = "@@sale@@"


def context_of(scope: Scope, sale: Shown) -> dict[str, Any]:
    """Everything the proposal's page shows to this visitor."""
    contracts = contracts_of(scope, sale.version)
    approvals = list(sale.proposal.approvals.select_related("panel_user", "version"))
    approval = next((one for one in approvals if one.undone_at is None), None)
    choice = sale.version.choices.under_way().first() if sale.version.choosable and sale.is_open else None
    choice = choice if choice is not None and is_awaited(choice, sale.at) else None
    talks = negotiation_of(scope, sale)
    walked = while_negotiating(scope, sale, talks, way(scope, sale, contracts, approval, choice))
    beside = Beside(scope, sale, talks)
    return {
        "sale": sale,
        "seller": sale.proposal.seller,
        "contracts": [_card(scope, sale, contract) | beside.contract(contract.pk) for contract in contracts],
        "talks": talks,
        "way": begins_with_changes(scope, sale, walked),
        "entry": entry_of(sale) if scope.sees_invoices else None,
        "approval": approval,
        "undone": [one for one in approvals if one.undone_at is not None],
        "older": _older(scope, sale),
        "changed": changed_of(scope, sale),
        "declined": sale.proposal.declines.select_related("panel_user").first() if sale.state == "declined" else None,
        "last_moment": _last_moment(sale),
        "may_choose": choice is None and can_choose(scope, sale, contracts),
        "chosen": OfferChoice.of_shown(sale.version),
        "siblings": scope.siblings(sale.proposal),
        "may_ask": scope.may("question.ask"),
        "may_forward": sale.is_open and scope.may("proposal.forward"),
        "sees_lookers": not scope.is_preview and scope.may("colleague.manage"),
        "may_prove": not scope.is_preview and scope.may("sale.dossier"),
        "right": right_card(scope, sale),
        "may_decline": sale.is_open and scope.may("proposal.decline"),
        "body": with_base(
            frozen_body(sale.version, prices=scope.sees_prices), scope.url("proposal", sale.number), beside.of_body
        ),
        "questions": beside.elsewhere,
    }


def _last_moment(sale: Shown) -> datetime | None:
    # People read "until 10/12, 23:59", not "before 11/12, 0:00".
    return sale.proposal.expires_at - timedelta(minutes=1) if sale.proposal.expires_at else None


def _card(scope: Scope, sale: Shown, contract: Contract) -> dict[str, Any]:
    return {
        "contract": contract,
        "state": contract_state(contract, goes_on=sale.goes_on),
        "signers": signers_of(contract),
        "act": own_act(contract, scope),
        "outside": own_outside(contract, scope),
        "signed_on_paper": on_paper(contract, sale),
        "copy": newest_copy(contract) if scope.may("copy.upload") else None,
        "to_sign": sale.is_open and to_sign(contract, scope),
        "wants_copy": sale.goes_on and wants_copy(contract) and scope.may("copy.upload"),
        "mark": contract.document.sha256[:8] if contract.document else "",
    }


def _older(scope: Scope, sale: Shown) -> list[ProposalVersion]:
    if sale.newest.version == 1 or scope.is_preview:
        return []
    return [one for one in scope.versions.filter(proposal=sale.proposal) if one.pk != sale.version.pk]


def with_base(body: SafeString, base: str, beside: "Callable[[re.Match[str]], str] | None" = None) -> SafeString:
    """The frozen part with its links under `base`, and what stands beside each line put in."""
    # Our own templates drew both and escaped what people typed.
    return SafeString(_LINE.sub(beside or "", str(body)).replace(_BASE, base))


def frozen_body(version: ProposalVersion, *, prices: bool) -> SafeString:
    """Lines, totals, payment plan, conditions and attachments of a version; once sent they are drawn once. Without
    `prices`, what it is and how much of it, and nothing of what it costs."""

    def draw() -> SafeString:
        if version.get_deferred_fields().intersection(LONG_TEXTS):
            version.refresh_from_db(fields=LONG_TEXTS)
        lines = list(version.lines.all())
        passages = passages_of(version, at=timezone.now())
        context = {
            "before": [passage for passage in passages if not passage.after],
            "after": [passage for passage in passages if passage.after],
            "seller": version.proposal.seller,
            "version": version,
            "sections": sections(lines),
            "shots": pictures_of(version, lines),
            "instalments": list(version.instalments.all()),
            "attachments": list(version.attachments.select_related("document")),
            "recurring_due": recurring_due_words(version),
            "tie": version.proposal.tie_words,
            "base": _BASE,
            "prices": prices,
        }
        return render_to_string("panel/parts/frozen.html", context)

    if not version.bundle_sha256:
        return draw()
    return drawn_once(f"panel/{_DRAWING}/{version.bundle_sha256}/{prices:d}/{translation.get_language()}", draw)


def standing_approval(sale: Shown) -> Approval | None:
    """The approval that counts, with who gave it."""
    return (
        sale.proposal.approvals.filter(undone_at=None).select_related("panel_user", "version", "file__sealing").first()
    )
