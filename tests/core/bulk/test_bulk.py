"""One act on many sales: each once, refused ones with their sentence, whatever dies or is pressed twice in between."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from aceite.core.bulk import running
from aceite.core.bulk.acts import BulkMoved, NoSales, SentOtherwise, go_on_with_bulk, order_bulk, stop_bulk
from aceite.core.bulk.looking import Choice, refusals
from aceite.core.bulk.models import BulkAct, BulkKind, BulkRow
from aceite.core.bulk.running import old_reports, take_next
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.rows.inserting import insert_all
from aceite.core.sales.reminding import remind
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from tests.jobs import run_jobs
from tests.reading import plan_as_if_empty, rows_read
from tests.walk import approved, draft_for, fresh, sent_for

REMIND = Choice(BulkKind.REMIND)


@pytest.fixture
def sales(padaria: Customer, bruno: Member, marcos: Member, carla: PanelUser, now: datetime) -> list[Proposal]:
    """Two that wait for Carla, one reminded this morning, a draft, an approved one."""
    one, two, three = (sent_for(padaria, seller, now) for seller in (bruno, marcos, bruno))
    remind(three, by=bruno, at=now - timedelta(hours=3))
    five = sent_for(padaria, bruno, now)
    approved(five, carla, now)
    return [one, two, three, draft_for(padaria, bruno, now), fresh(five)]


def told(act: BulkAct) -> list[tuple[str, str]]:
    return list(BulkRow.objects.of_act(act).values_list("outcome", "sentence"))


def reminders() -> int:
    return Event.objects.filter(kind="reminder.sent").count()


def test_each_sale_is_done_or_refused_with_its_sentence_as_was_seen_before(
    sales: list[Proposal], bruno: Member, now: datetime
) -> None:
    joined = list(Proposal.objects.with_sheet().filter(pk__in=[sale.pk for sale in sales]).order_by("pk"))
    before = refusals(REMIND, joined, by=bruno, at=now)
    act = order_bulk(REMIND, [sale.pk for sale in sales], key="f", by=bruno, at=now)
    assert order_bulk(REMIND, [sale.pk for sale in sales], key="f", by=bruno, at=now) == act
    run_jobs(at=now)
    act.refresh_from_db()
    assert (act.state, act.done, act.total) == ("done", 5, 5)
    rows = told(act)
    assert [outcome for outcome, _why in rows] == ["done", "done", "refused", "refused", "refused"]
    assert [why for _outcome, why in rows] == [before.get(sale.pk, "") for sale in sales]
    # Of her own draft she is not told what the customer is.
    extending = refusals(Choice(BulkKind.EXTEND), joined, by=bruno, at=now)
    for why in (before[sales[3].pk], extending[sales[3].pk]):
        assert why == "Esta proposta ainda é um rascunho. Nada foi mudado."
    assert reminders() == 3
    finished = Event.objects.get(kind="bulk.finished")
    assert (finished.data["done"], finished.data["refused"]) == (2, 3)


def test_validity_and_seller(sales: list[Proposal], bruno: Member, marcos: Member, iris: Member, now: datetime) -> None:
    day = date(2026, 12, 20)
    keys = [sale.pk for sale in sales]
    later = order_bulk(Choice(BulkKind.EXTEND, valid_until=day), keys, key="e", by=bruno, at=now)
    handed = order_bulk(Choice(BulkKind.REASSIGN, seller=marcos), keys, key="r", by=marcos, at=now)
    run_jobs(at=now)
    assert [outcome for outcome, _why in told(later)] == ["done", "done", "done", "refused", "refused"]
    assert told(handed)[1] == ("refused", "Já está assim. Nada mudou.")
    assert set(Proposal.objects.values_list("seller", flat=True)) == {marcos.pk}
    with pytest.raises(Unfit):
        order_bulk(Choice(BulkKind.EXTEND), keys, key="x", by=bruno, at=now)
    for choice, who in ((Choice(BulkKind.REASSIGN, seller=marcos), bruno), (REMIND, iris)):
        with pytest.raises(NotAllowed):
            order_bulk(choice, keys, key="y", by=who, at=now)


def test_the_same_form_with_another_choice_is_refused_and_the_first_one_stays(
    sales: list[Proposal], bruno: Member, marcos: Member, now: datetime
) -> None:
    keys, day = [sale.pk for sale in sales[:2]], date(2026, 12, 20)
    later = Choice(BulkKind.EXTEND, valid_until=day)
    first = order_bulk(later, keys, key="f", by=marcos, at=now)
    handed = order_bulk(Choice(BulkKind.REASSIGN, seller=marcos), keys, key="g", by=marcos, at=now)
    for choice, chosen, key in (
        (Choice(BulkKind.EXTEND, valid_until=day + timedelta(days=1)), keys, "f"),
        (REMIND, keys, "f"),
        (later, keys[:1], "f"),
        (later, [keys[0], sales[2].pk], "f"),
        (Choice(BulkKind.REASSIGN, seller=bruno), keys, "g"),
    ):
        with pytest.raises(SentOtherwise):
            order_bulk(choice, chosen, key=key, by=marcos, at=now)
    assert order_bulk(later, keys[::-1], key="f", by=marcos, at=now) == first
    assert list(BulkAct.objects.order_by("pk")) == [first, handed]


def test_a_double_click_is_answered_as_the_first_while_its_worker_takes_the_sales_away(
    sales: list[Proposal], aurora: Company, bruno: Member, ana: Member, now: datetime
) -> None:
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    bruno.refresh_from_db()
    keys = [sale.pk for sale in sales]
    first = order_bulk(REMIND, keys, key="f", by=bruno, at=now)
    Proposal.objects.filter(pk=keys[0]).update(seller=ana)
    assert order_bulk(REMIND, keys, key="f", by=bruno, at=now) == first
    assert first.total == 4
    with pytest.raises(SentOtherwise):
        order_bulk(REMIND, [*keys, sent_for(sales[0].customer, bruno, now).pk], key="f", by=bruno, at=now)


def test_stopped_and_continued_it_goes_on_behind_the_last_one(
    sales: list[Proposal], bruno: Member, marcos: Member, now: datetime
) -> None:
    act = order_bulk(REMIND, [sale.pk for sale in sales], key="f", by=bruno, at=now)
    take_next(act, at=now)
    stop_bulk(act, by=bruno, at=now)
    run_jobs(at=now)
    assert [outcome for outcome, _why in told(act)] == ["done", *["waiting"] * 4] and reminders() == 2
    with pytest.raises(BulkMoved):
        stop_bulk(act, by=bruno, at=now)
    with pytest.raises(NotAllowed):
        go_on_with_bulk(act, by=marcos, at=now)
    go_on_with_bulk(act, by=bruno, at=now)
    run_jobs(at=now)
    assert "waiting" not in dict(told(act)) and reminders() == 3


def test_a_worker_that_dies_before_the_note_does_it_once(
    sales: list[Proposal], bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    act = order_bulk(REMIND, [sales[0].pk], key="f", by=bruno, at=now)
    outcome = running._outcome

    def killed(*words: Any) -> Any:
        outcome(*words)
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "_outcome", killed)
    with pytest.raises(KeyboardInterrupt):
        take_next(act, at=now)
    monkeypatch.undo()
    assert told(act) == [("waiting", "")] and reminders() == 1
    run_jobs(at=now)
    assert told(act) == [("done", "")] and reminders() == 2


def test_nobody_acts_on_what_she_does_not_see(
    sales: list[Proposal], aurora: Company, bruno: Member, eva: Member, now: datetime
) -> None:
    Company.objects.filter(pk=aurora.pk).update(sellers_see_all=False)
    bruno.refresh_from_db()
    act = order_bulk(REMIND, [sale.pk for sale in sales[:2]], key="f", by=bruno, at=now)
    assert act.total == 1
    with pytest.raises(NoSales):
        order_bulk(REMIND, [sales[1].pk], key="g", by=bruno, at=now)
    with pytest.raises(NoSales):
        order_bulk(REMIND, [sales[0].pk], key="h", by=eva, at=now)
    Proposal.objects.filter(pk=sales[0].pk).update(seller=sales[1].seller)
    run_jobs(at=now)
    assert told(act) == [("refused", "Você não pode mais mudar esta venda.")]


def test_reports_go_after_a_month_and_the_fact_stays(sales: list[Proposal], bruno: Member, now: datetime) -> None:
    act = order_bulk(REMIND, [sales[0].pk], key="f", by=bruno, at=now)
    run_jobs(at=now)
    assert not old_reports(now + timedelta(days=29)).exists()
    old_reports(now + timedelta(days=31)).delete()
    assert told(act) == [] and BulkAct.objects.get().total == 1


def test_rows_that_go_with_their_sales_keep_nobody_from_the_rest(
    sales: list[Proposal], bruno: Member, now: datetime
) -> None:
    act = order_bulk(REMIND, [sale.pk for sale in sales], key="f", by=bruno, at=now)
    take_next(act, at=now)
    BulkRow.objects.of_act(act).filter(number__in=(1, 3)).delete()
    run_jobs(at=now)
    act.refresh_from_db()
    assert act.state == "done" and [outcome for outcome, _why in told(act)] == ["done", "refused", "refused"]


@pytest.mark.postgresql
def test_no_sale_is_looked_for_among_all_of_its_act(sales: list[Proposal], bruno: Member, now: datetime) -> None:
    plan_as_if_empty(BulkRow)
    act = order_bulk(REMIND, [sales[3].pk], key="f", by=bruno, at=now)
    insert_all([
        BulkRow(company_id=act.company_id, of=act, number=number, proposal=sales[3]) for number in range(2, 2001)
    ])  # fmt: skip
    before = rows_read(BulkRow)
    for _sale in range(10):
        take_next(act, at=now)
    assert rows_read(BulkRow) - before < 100
    assert [outcome for outcome, _why in told(act)[:11]] == [*["refused"] * 10, "waiting"]
