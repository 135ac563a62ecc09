"""A contract that stops until the vendor names another signer: the turn is his, in lists, filters and reminders."""

from datetime import datetime, timedelta

import pytest

from aceite.core.companies.scope import scoped
from aceite.core.contracts.models import Signer
from aceite.core.contracts.replacing import replace_signer
from aceite.core.contracts.signers import Order, SignerPlan, set_signers
from aceite.core.contracts.tasks import look_whose_turn_it_is_everywhere
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.people import (
    PersonData,
    change_panel_user,
    deactivate_panel_user,
    reactivate_panel_user,
)
from aceite.core.customers.rights import RIGHTS
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.reminders.finding import due_now
from aceite.core.sales.alternatives import make_alternative
from aceite.core.sales.deadlines import tell_deadline
from aceite.core.sales.extending import extend
from aceite.core.sales.filtering import Filters
from aceite.core.sales.listing import sales_page
from aceite.core.sales.undoing import undo_approval
from aceite.core.trail.actors import System
from tests.jobs import run_jobs
from tests.walk import approved, contracts_of, copied, draft_for, fresh, sent, sent_for, signed, with_contract

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
REPLACE = ("vendor", "Escolher outra pessoa para assinar", ())


def offered(
    padaria: Customer, bruno: Member, at: datetime, *plan: SignerPlan, requirement: str = "digital", **order: object
) -> Proposal:
    draft = draft_for(padaria, bruno, at)
    made = with_contract(draft, bruno, at, *(one.panel_user for one in plan), requirement=requirement)
    set_signers(made, plan, Order(**order), by=bruno, at=at)  # type: ignore[arg-type]
    return sent(draft, bruno, at)


def place(person: PanelUser, step: int = 1) -> SignerPlan:
    return SignerPlan(person, cpf=person.cpf, step=step)


def signing(person: PanelUser, *, may: bool) -> PersonData:
    rights = {name: getattr(person, name) for name in RIGHTS} | {"can_sign": may}
    return PersonData(person.name, person.email, person.cpf, job_title=person.job_title, **rights)


def told(sale: Proposal, at: datetime) -> tuple[str, str, tuple[str, ...]]:
    """Whose turn the list says it is; the filter finds the sale under the same."""
    run_jobs(at)
    every = Proposal.objects.all()
    [row] = [one for one in sales_page(every, Filters(), at=at).rows if one.proposal == sale]
    assert row.waiting is not None and row.waiting.side == fresh(sale).waiting_for
    found = [one.proposal for one in sales_page(every, Filters(waiting=row.waiting.side), at=at).rows]
    assert sale in found
    return (row.waiting.side, str(row.waiting.what), row.waiting.people)


def test_a_question_waits_for_the_vendor_also_after_an_approval_was_undone(
    padaria: Customer, carla: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    ask(sale, "Quando entregam?", by=carla, at=now)
    approved(sale, carla, now)
    undo_approval(fresh(sale), reason="Pedido errado", by=marcos, at=now + HOUR)
    assert told(sale, now + HOUR)[0] == "vendor"


def test_what_stopped_before_an_upgrade_is_looked_at_once_in_each_company(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, fabio: PanelUser, eva: Member, now: datetime
) -> None:
    with scoped(eva.company_id):
        sent_for(fabio.customer, eva, now)
    sale = offered(padaria, bruno, now, place(gil))
    deactivate_panel_user(gil, by=bruno, at=now + HOUR)
    run_jobs(now + HOUR)
    Proposal.objects.filter(pk=sale.pk).update(waiting_for="customer", waiting_since=now)
    look_whose_turn_it_is_everywhere.enqueue(company_id=sale.company_id)
    assert told(sale, now + HOUR) == REPLACE


def test_it_is_the_vendors_from_the_moment_on_and_nobody_is_reminded(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = offered(padaria, bruno, now, place(gil))
    due = now + timedelta(days=3)
    assert told(sale, now) == ("customer", "Assinar", (gil.name,))
    assert [one.proposal for one in due_now(sale.company, at=due)] == [sale]
    deactivate_panel_user(gil, by=bruno, at=now + HOUR)
    # No reminder goes even before the worker has come to it.
    assert list(due_now(sale.company, at=due)) == []
    assert told(sale, now + HOUR) == REPLACE
    assert fresh(sale).waiting_since == now + HOUR
    assert list(due_now(sale.company, at=due)) == []
    reactivate_panel_user(gil, by=bruno, at=now + 2 * HOUR)
    assert told(sale, now + 2 * HOUR) == ("customer", "Assinar", (gil.name,))
    assert fresh(sale).waiting_since == now + 2 * HOUR
    assert [one.proposal for one in due_now(sale.company, at=due)] == [sale]


def test_a_right_taken_and_given_back(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = offered(padaria, bruno, now, place(gil))
    change_panel_user(gil, signing(gil, may=False), by=bruno, at=now)
    assert told(sale, now) == REPLACE
    change_panel_user(gil, signing(gil, may=True), by=bruno, at=now + HOUR)
    assert told(sale, now + HOUR) == ("customer", "Assinar", (gil.name,))


def test_once_another_is_chosen_it_is_the_customers_again(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = offered(padaria, bruno, now, place(gil))
    deactivate_panel_user(gil, by=bruno, at=now)
    assert told(sale, now) == REPLACE
    replace_signer(Signer.objects.get(panel_user=gil), carla, by=bruno, at=now + HOUR)
    sale.refresh_from_db()
    assert (sale.waiting_for, sale.waiting_since) == ("customer", now + HOUR)
    assert told(sale, now + HOUR) == ("customer", "Assinar", (carla.name,))


def test_while_others_suffice_it_stays_the_customers(
    padaria: Customer, carla: PanelUser, gil: PanelUser, davi: PanelUser, bruno: Member, now: datetime
) -> None:
    change_panel_user(davi, signing(davi, may=True), by=bruno, at=now)
    davi.refresh_from_db()
    sale = offered(padaria, bruno, now, place(carla), place(gil), place(davi), quorums={1: 2})
    deactivate_panel_user(gil, by=bruno, at=now)
    assert told(sale, now)[:2] == ("customer", "Assinar")
    signed(sale, carla, at=now)
    assert told(sale, now)[:2] == ("customer", "Assinar")
    # Two of three cannot be reached any more.
    deactivate_panel_user(davi, by=bruno, at=now)
    assert told(sale, now) == REPLACE


def test_who_is_needed_in_a_later_step_stops_it_too(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = offered(padaria, bruno, now, place(carla), place(gil, 2), in_steps=True)
    deactivate_panel_user(gil, by=bruno, at=now)
    assert told(sale, now) == REPLACE


def test_a_copy_on_paper_is_the_next_thing_to_do(
    padaria: Customer, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = offered(padaria, bruno, now, place(gil), requirement="either")
    deactivate_panel_user(gil, by=bruno, at=now)
    assert told(sale, now) == REPLACE
    copied(sale, carla, now)
    assert told(sale, now)[:2] == ("customer", "Aprovar")


def test_more_time_gives_the_turn_to_whoever_has_it(
    padaria: Customer, gil: PanelUser, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    stopped, open_one = offered(padaria, bruno, now, place(gil)), offered(padaria, bruno, now, place(carla))
    late = now + timedelta(days=60)
    deactivate_panel_user(gil, by=bruno, at=now)
    run_jobs(now)
    for sale in (stopped, open_one):
        tell_deadline(fresh(sale), by=System(sale.company_id), at=late)
        extend(fresh(sale), valid_until=late.date() + timedelta(days=5), by=bruno, at=late)
    assert told(stopped, late) == REPLACE
    assert told(open_one, late) == ("customer", "Assinar", (carla.name,))


def test_an_alternative_comes_back_to_whoever_has_the_turn(
    padaria: Customer, gil: PanelUser, carla: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    stopped = offered(padaria, bruno, now, place(gil))
    other = make_alternative(fresh(stopped), seller=bruno, by=bruno, at=now)
    contracts_of(other).delete()
    approved(sent(other, bruno, now), carla, now)
    deactivate_panel_user(gil, by=bruno, at=now)
    run_jobs(now)
    undo_approval(fresh(other), reason="Engano", by=ana, at=now)
    assert told(stopped, now) == REPLACE
