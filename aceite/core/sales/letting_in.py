"""The customer asks the vendor to let somebody in who decides; the vendor does, or says why not."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.identity import fit_email
from aceite.core.customers.invitations import Disowned, invite
from aceite.core.customers.models import PanelUser
from aceite.core.customers.people import (
    AlreadyThere,
    PersonData,
    add_panel_user,
    change_panel_user,
    reactivate_panel_user,
)
from aceite.core.people.limits import hit
from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale, lock_sale_with_register
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import not_now, require, require_member
from aceite.core.proposals.sharing import share_with
from aceite.core.proposals.states import State
from aceite.core.sales.access_requests import AccessRequest
from aceite.core.sales.answering import standing_person
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, fit_text

LONGEST_NAME: Final = 120
LONGEST_WORDS: Final = 1000
LONGEST_REASON: Final = 400
# Requests of one person in a day: who asks for more has the wrong sale, or no good in mind.
_A_DAY: Final = 5
_DAY: Final = timedelta(days=1)


class AlreadyDecided(Refusal):
    """A colleague has answered the request otherwise meanwhile."""

    sentence = gettext_lazy("Este pedido de acesso já foi respondido. Nada foi mudado.")


def ask_to_let_in(
    proposal: Proposal, name: str, email: str, text: str = "", *, by: PanelUser, at: datetime
) -> AccessRequest:
    """Asks the vendor to let this person in to the sale; it gives nobody anything. The same address asked for again by
    the same person, still undecided, is one request.

    Whether the address is known to the vendor is told to nobody. Raises NotAllowed, NotNow, Unfit and TooMany.
    """
    require("access.ask", proposal, by)
    kept = {
        "name": fit_text("name", name, longest=LONGEST_NAME, multiline=False, empty=_("Escreva o nome.")),
        "email": fit_email(email),
        "text": fit_text("text", text, longest=LONGEST_WORDS),
    }
    with transaction.atomic():
        locked = lock_sale(proposal)
        standing_person("access.ask", locked, by)
        if (state := locked.state_at(at)) is not State.SENT:
            raise not_now(locked, state, to_vendor=False)
        if same := locked.access_requests.undecided().filter(asked_by=by, email=kept["email"]).first():
            return same
        hit(f"let-in/{by.pk}", limit=_A_DAY, per=_DAY, at=at)
        made = AccessRequest.objects.create(
            company_id=locked.company_id, proposal=locked, asked_by=by, asked_at=at, **kept
        )
        personal = {"text": kept["text"]} if kept["text"] else {}
        record("access.asked", sale=locked.pk, by=by, at=at, data={"access_request": made.pk}, personal=personal)
    return made


def let_in(
    asked: AccessRequest, data: PersonData, *, known: PanelUser | None = None, by: Actor, at: datetime
) -> PanelUser:
    """Lets the person of `data` in to the sale: on the customer's list with these rights, invited where she has not
    entered yet, and among those the sale is shared with. Twice is harmless.

    `known` is who was on the list when the vendor filled in `data`. Raises NotAllowed, AlreadyDecided, Disowned, Unfit,
    and AlreadyThere when the address is somebody else's: what was filled in was never about her.
    """
    member = require_member("panel_user.manage", asked.proposal, by)
    with transaction.atomic():
        sale = lock_sale_with_register(asked.proposal)
        row = _undecided(asked)
        if row.panel_user is not None:
            return row.panel_user
        person = _on_the_list(sale, data, known, member, at)
        if not sale.shared_with_all:
            named = PanelUser.objects.active().filter(shares__proposal=sale)
            share_with(sale, [*named.exclude(pk=person.pk), person], by=member, at=at)
        row.panel_user = person
        _decide(row, "access.granted", {"panel_user": person.pk}, member, at)
    return person


def refuse_to_let_in(asked: AccessRequest, reason: str, *, by: Actor, at: datetime) -> AccessRequest:
    """Says no, and why; whoever asked is told. Twice is harmless. Raises NotAllowed, AlreadyDecided and Unfit."""
    member = require_member("panel_user.manage", asked.proposal, by)
    words = fit_text("reason", reason, longest=LONGEST_REASON, empty=_("Escreva o motivo."))
    with transaction.atomic():
        lock_sale(asked.proposal)
        row = _undecided(asked, refusing=True)
        if row.decided_at is None:
            row.reason = words
            _decide(row, "access.refused", {"panel_user": row.asked_by_id}, member, at, {"reason": words})
    return row


def _undecided(asked: AccessRequest, *, refusing: bool = False) -> AccessRequest:
    row = AccessRequest.objects.select_for_update(of=("self",)).select_related("panel_user").get(pk=asked.pk)
    if row.decided_at is not None and row.refused != refusing:
        raise AlreadyDecided
    return row


def _decide(
    row: AccessRequest,
    kind: str,
    data: dict[str, int],
    by: Member,
    at: datetime,
    personal: dict[str, str] | None = None,
) -> None:
    row.decided_by, row.decided_at = by, at
    row.save(update_fields=["panel_user", "reason", "decided_by", "decided_at"])
    told = {"access_request": row.pk, **data}
    record(kind, sale=row.proposal_id, by=by, at=at, data=told, personal=personal or {})


def _on_the_list(sale: Proposal, data: PersonData, known: PanelUser | None, by: Member, at: datetime) -> PanelUser:
    there = PanelUser.objects.select_related("customer").filter(customer=sale.customer_id, email=fit_email(data.email))
    person = there.first()
    if person is None:
        person = add_panel_user(sale.customer, data, by=by, at=at)
    elif person != known:
        raise AlreadyThere(person)
    else:
        if person.disowned_at is not None:
            raise Disowned
        if person.deactivated_at is not None:
            person = reactivate_panel_user(person, by=by, at=at)
        person = change_panel_user(person, data, by=by, at=at)
    if person.joined_at is None:
        # The mail about the sale carries the way in: one mail, not two.
        person = invite(person, by=by, at=at, mailed=False)
    return person
