"""What is in force follows the sale: signed and approved it stands there, amended it goes on, ended it stops."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.settling import may_be_in_force
from aceite.core.agreements.states import Standing
from aceite.core.agreements.tasks import watch_terms
from aceite.core.agreements.telling import due, look_at
from aceite.core.agreements.terminating import AlreadyEnded, Ending, terminate, undo_termination
from aceite.core.contracts.drafting import save_contract
from aceite.core.contracts.models import Contract
from aceite.core.contracts.terms import Term, as_data
from aceite.core.contracts.texts import text_of
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.changes import REPLACES, TERMINATION, Change
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import DraftLine, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.models import Receivable
from aceite.core.sales.alternatives import OfAnAmendment, make_alternative
from aceite.core.sales.amending import NotAnOrder, amend, set_change
from aceite.core.sales.papers import proposal_pdf
from aceite.core.sales.undoing import undo_approval
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.core.receivables.test_recurring import CARE, FIRST
from tests.jobs import run_jobs
from tests.kit.outside_judges import pdftotext
from tests.walk import OVEN, approved, draft_for, fresh, ordered, sent, signed, with_contract

YEAR = Term("signature", ends="months", months=12, alert_days=30)
NOTICE = Ending("theirs", date(2026, 11, 24), date(2027, 1, 31), "Mudança de fornecedor")


def with_term(contract: Contract, term: Term, by: Member, at: datetime) -> Contract:
    text = replace(text_of(contract), term=as_data(term))
    return save_contract(contract, text, revision=contract.revision, by=by, at=at)


@pytest.fixture
def order(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """An oven and its monthly care, with a contract of a year, signed, approved, ordered."""
    sale = draft_for(padaria, bruno, now, lines=(OVEN, CARE), recurring_first_due=FIRST)
    with_term(with_contract(sale, bruno, now, carla), YEAR, bruno, now)
    return closed(sale, bruno, carla, now)


def closed(sale: Proposal, seller: Member, buyer: PanelUser, at: datetime) -> Proposal:
    sent(sale, seller, at)
    signed(sale, buyer, at=at)
    approved(sale, buyer, at)
    ordered(sale, seller, at)
    run_jobs(at)
    return fresh(sale)


def only(sale: Proposal) -> Agreement:
    return Agreement.objects.get(proposal=sale)


def test_a_signed_contract_stands_in_the_register_with_its_days(order: Proposal, now: datetime) -> None:
    row = only(order)
    assert (row.starts_on, row.last_on, row.worth) == (now.date(), date(2027, 11, 24), order.total)
    assert row.standing_on(now.date()) is Standing.IN_FORCE
    assert '"term":{"end_on":null,"ends":"months","months":12' in current_of(order).manifest
    assert "alert_days" not in current_of(order).manifest


def test_a_sale_with_two_contracts_counts_once_in_the_sum(
    order: Proposal, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now, lines=(OVEN,))
    for title in ("Fornecimento", "Assistência"):
        with_contract(sale, bruno, now, carla, title=title)
    sale = closed(sale, bruno, carla, now)
    assert list(Agreement.objects.of_sale(sale).values_list("worth", flat=True)) == [sale.total, sale.total]
    with CaptureQueriesContext(connection) as asked:
        assert Agreement.objects.all().sums() == (3, order.total + sale.total)
    assert len(asked) == 1
    assert Agreement.objects.none().sums() == (0, Decimal(0))


def test_an_approval_that_was_undone_takes_it_out_again(
    padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now, lines=(CARE,))
    sent(sale, bruno, now)
    approved(sale, carla, now)
    run_jobs(now)
    assert only(sale).contract is None
    undo_approval(fresh(sale), reason="Engano", by=marcos, at=now)
    run_jobs(now)
    assert not Agreement.objects.exists()


def test_an_ending_outlives_an_approval_undone_and_given_again(
    padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now, lines=(CARE,))
    sent(sale, bruno, now)
    approved(sale, carla, now)
    run_jobs(now)
    written = terminate(only(sale), NOTICE, by=bruno, at=now)
    undo_approval(fresh(sale), reason="Engano", by=marcos, at=now)
    run_jobs(now)
    # Meanwhile it stands in no list, tells of nothing, and is not ended once more.
    assert not Agreement.objects.holding().exists()
    assert not Agreement.objects.for_panel_user(carla).exists()
    Agreement.objects.update(terminated=False, ending_from=now.date(), last_on=None)
    assert not due(now).exists()
    undo_termination(written, by=bruno, at=now)
    with pytest.raises(AlreadyEnded):
        terminate(only(sale), NOTICE, by=bruno, at=now)
    written.undone_at = None
    written.save()
    approved(fresh(sale), carla, now)
    run_jobs(now)
    row = only(sale)
    assert (row.pk, row.holds, row.last_on, row.terminated) == (written.agreement_id, True, NOTICE.last_on, True)


def test_what_was_approved_before_there_was_a_register_comes_into_it_with_the_upgrade(
    order: Proposal, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    without = draft_for(padaria, bruno, now, lines=(OVEN,))
    approved(sent(without, bruno, now), carla, now)
    run_jobs(now)
    before = only(order)
    Agreement.objects.all().delete()
    upgrade = import_module("aceite.core.agreements.migrations.0003_those_of_before")
    for _twice in range(2):
        upgrade.look(apps, None)
        run_jobs(now)
        row = Agreement.objects.get()
        assert (row.proposal, row.last_on, row.worth) == (order, before.last_on, before.worth)
    assert [sale.pk for sale in may_be_in_force(padaria.company_id)] == [order.pk]


def test_an_amendment_lengthens_the_term_and_replaces_what_recurs(
    order: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    change = Change(effective_on=date(2027, 2, 1), ends="date", ends_on=date(2028, 11, 30), recurring=REPLACES)
    made = amend(order, change, seller=bruno, key="form-1", by=bruno, at=now)
    assert amend(order, change, seller=bruno, key="form-1", by=bruno, at=now) == made
    dearer = replace(
        draft_of(fresh(made)), lines=(replace(CARE, unit_price=Decimal(990)),), recurring_first_due=date(2027, 2, 10)
    )
    save_draft(made, dearer, revision=current_of(fresh(made)).revision, by=bruno, at=now)
    with_contract(made, bruno, now, carla, title="Primeiro aditivo")
    assert only(order).last_on == date(2027, 11, 24)
    done = closed(made, bruno, carla, now)
    row = only(order)
    assert (row.last_on, row.worth) == (date(2028, 11, 30), order.total + done.total)
    manifest = current_of(done).manifest
    assert f'"number":"{order.number}"' in manifest and current_of(order).bundle_sha256 in manifest
    assert '"ends_on":"2028-11-30"' in manifest
    run_jobs(now + timedelta(days=60))
    assert [str(each.due_on) for each in Receivable.objects.of_sale(order)] == ["2026-12-10", "2027-01-10"]
    assert [(str(each.due_on), each.amount) for each in Receivable.objects.of_sale(done)] == [
        ("2027-02-10", Decimal(990))
    ]
    assert fresh(done).tie_words == f"Aditivo nº 1 ao {order.number}"
    assert not Agreement.objects.filter(proposal=done).exists()


def test_an_amendment_of_an_amendment_is_one_of_the_original(order: Proposal, bruno: Member, now: datetime) -> None:
    first = amend(order, Change(), seller=bruno, by=bruno, at=now)
    Proposal.objects.filter(pk=first.pk).update(state="order")
    second = amend(fresh(first), Change(), with_lines=True, seller=bruno, by=bruno, at=now)
    assert (second.amends_id, second.amendment_number) == (order.pk, 2)
    assert [line.name for line in current_of(second).lines.all()] == [CARE.name]


def test_an_amendment_has_no_alternatives(order: Proposal, bruno: Member, now: datetime) -> None:
    made = amend(order, Change(), seller=bruno, by=bruno, at=now)
    with pytest.raises(OfAnAmendment):
        make_alternative(made, seller=bruno, by=bruno, at=now)


def test_a_termination_by_agreement_ends_it_when_it_is_signed(
    order: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    made = amend(order, Change(TERMINATION, date(2027, 1, 15)), seller=bruno, by=bruno, at=now)
    with_contract(made, bruno, now, carla, title="Distrato")
    closed(made, bruno, carla, now)
    row = only(order)
    assert (row.last_on, row.terminated) == (date(2027, 1, 15), True)
    assert [str(each.due_on) for each in Receivable.objects.of_sale(order)] == ["2026-12-10", "2027-01-10"]


def test_one_side_ends_it_and_a_mistake_is_taken_back(order: Proposal, bruno: Member, now: datetime) -> None:
    written = terminate(only(order), NOTICE, by=bruno, at=now)
    assert terminate(only(order), NOTICE, by=bruno, at=now) == written
    assert only(order).last_on == date(2027, 1, 31) and fresh(order).recurring_until == date(2027, 1, 31)
    with pytest.raises(AlreadyEnded):
        terminate(only(order), replace(NOTICE, last_on=date(2027, 2, 1)), by=bruno, at=now)
    undo_termination(written, by=bruno, at=now)
    undo_termination(written, by=bruno, at=now)
    assert only(order).last_on == date(2027, 11, 24) and fresh(order).recurring_until is None
    kinds = Event.objects.of_chain(order.company_id, f"sale/{order.pk}").filter(kind__startswith="agreement.")
    assert [event.kind for event in kinds] == ["agreement.terminated", "agreement.termination_undone"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_on": date(2026, 11, 23)}, "last_on"),
        ({"noticed_on": date(2026, 11, 25)}, "noticed_on"),
        ({"reason": " "}, "reason"),
        ({"side": "nobody"}, "side"),
        ({"content": b"GIF89a", "name": "x.pdf"}, "file"),
    ],
)
def test_an_ending_that_cannot_be_is_refused_at_its_field(
    order: Proposal, bruno: Member, now: datetime, changed: dict[str, object], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        terminate(only(order), replace(NOTICE, **changed), by=bruno, at=now)  # type: ignore[arg-type]
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (Change(ends="date", ends_on=date(2026, 11, 23)), "ends_on"),
        (Change(TERMINATION, date(2026, 11, 23)), "effective_on"),
    ],
)
def test_no_amendment_ends_a_contract_before_it_began(
    order: Proposal, bruno: Member, now: datetime, change: Change, field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        amend(order, change, seller=bruno, by=bruno, at=now)
    assert (refused.value.field, "começa em 24/11/2026" in str(refused.value.sentence)) == (field, True)
    made = amend(order, Change(change.kind), seller=bruno, by=bruno, at=now)
    with pytest.raises(Unfit):
        set_change(made, change, by=bruno, at=now)
    on_the_day = replace(change, **{field: date(2026, 11, 24)})  # type: ignore[arg-type]
    assert current_of(set_change(made, on_the_day, by=bruno, at=now)).change == on_the_day


def test_a_contract_that_has_not_begun_may_be_given_up_by_both_but_not_before_it_was_agreed(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now, lines=(OVEN, CARE), recurring_first_due=FIRST)
    coming = Term("date", start_on=date(2027, 2, 1), ends="months", months=12)
    with_term(with_contract(sale, bruno, now, carla), coming, bruno, now)
    sale = closed(sale, bruno, carla, now)
    made = amend(sale, Change(TERMINATION, date(2027, 1, 15)), seller=bruno, by=bruno, at=now)
    with pytest.raises(Unfit, match="aprovado em 24/11/2026"):
        set_change(made, Change(TERMINATION, date(2026, 11, 23)), by=bruno, at=now)
    with pytest.raises(Unfit, match="começa em 01/02/2027"):
        amend(sale, Change(ends="date", ends_on=date(2027, 1, 15)), seller=bruno, by=bruno, at=now)


def test_who_may_not_ends_and_amends_nothing(
    order: Proposal, iris: Member, eva: Member, bruno: Member, now: datetime
) -> None:
    for stranger in (iris, eva):
        with pytest.raises(NotAllowed):
            terminate(only(order), NOTICE, by=stranger, at=now)
        with pytest.raises(NotAllowed):
            amend(order, Change(), seller=bruno, by=stranger, at=now)
    open_one = draft_for(order.customer, bruno, now, lines=(DraftLine("Visita", unit_price=Decimal(100)),))
    with pytest.raises(NotAnOrder):
        amend(open_one, Change(), seller=bruno, by=bruno, at=now)
    with pytest.raises(NotAnOrder):
        set_change(open_one, Change(), by=bruno, at=now)
    with pytest.raises(Unfit) as refused:
        amend(order, Change(effective_on=date(9999, 12, 31)), seller=bruno, by=bruno, at=now)
    assert refused.value.field == "effective_on"


def test_whoever_takes_care_is_told_of_an_end_once(order: Proposal, now: datetime) -> None:
    def told() -> list[str]:
        watch_terms.enqueue()
        run_jobs(later)
        chain = Event.objects.of_chain(order.company_id, f"sale/{order.pk}")
        return [event.data["ends_on"] for event in chain.filter(kind="agreement.ending")]

    later = now + timedelta(days=300)
    assert told() == []
    later = now + timedelta(days=340)
    assert told() == told() == ["2027-11-24"]
    look_at(only(order), by=System(order.company_id), at=later)
    assert told() == ["2027-11-24"]


@pytest.mark.parametrize(
    ("change", "called"),
    [
        (Change(ends="date", ends_on=date(2028, 11, 30)), "Aditivo"),
        (Change(TERMINATION, date(2027, 1, 31)), "Distrato"),
    ],
)
def test_its_paper_says_what_it_is_and_has_no_table_of_nothing(
    order: Proposal, bruno: Member, now: datetime, change: Change, called: str
) -> None:
    made = amend(order, change, seller=bruno, by=bruno, at=now)
    written = pdftotext(proposal_pdf(current_of(fresh(made)), code="", at=now))
    assert called.upper() in written and f"{called} {made.number}" in written
    assert "Proposta comercial" not in written and "Nenhum item" not in written
    sold = pdftotext(proposal_pdf(current_of(order), code="", at=now))
    assert f"Proposta comercial {order.number}" in sold and "Itens" in sold
