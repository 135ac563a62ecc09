"""What a sale is owed, and what arrived: counted once, told in the trail, taken back by whoever may."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.core import mail

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import DraftInstalment, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.receivables.charging import charge_for, identifier
from aceite.core.receivables.expecting import owed_by
from aceite.core.receivables.models import Payment, Receivable
from aceite.core.receivables.receiving import (
    AlreadyPaid,
    KeyUsed,
    MoreThanMissing,
    NothingExpected,
    Received,
    confirm_payment,
)
from aceite.core.receivables.states import Due
from aceite.core.receivables.taking_back import undo_payment
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.ordering import make_order
from aceite.core.sales.reminding import NothingToAsk, remind
from aceite.core.sales.revising import revise
from aceite.core.sales.undoing import undo_approval
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.pix import br_code
from tests.jobs import run_jobs
from tests.kit.br_codes import read
from tests.walk import approved, fresh, ordered, sent, sent_for

TUESDAY = date(2026, 11, 24)
PLAN = (
    DraftInstalment(TUESDAY, Decimal("8900.00"), "pix", down_payment=True),
    DraftInstalment(TUESDAY + timedelta(days=30), Decimal("15000.00"), "boleto"),
    DraftInstalment(TUESDAY + timedelta(days=60), Decimal("15000.00"), "boleto"),
)
ENTRY = Received(TUESDAY, Decimal("8900.00"), "Pix do Banco Central", key="k1")


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved by Carla, with a down payment to come."""
    proposal = sent_for(padaria, bruno, now, instalments=PLAN)
    approved(proposal, carla, now)
    return fresh(proposal)


def standing(sale: Proposal, today: date = TUESDAY) -> list[tuple[int, str]]:
    return [(owed.number, owed.state.value) for owed in owed_by(fresh(sale), today)]


def test_the_down_payment_is_expected_from_the_approval_on_and_the_rest_from_the_order_on(
    sale: Proposal, bruno: Member, now: datetime
) -> None:
    assert standing(sale) == [(0, "to_pay")] and not Receivable.objects.exists()
    run_jobs(now)
    assert [row.number for row in Receivable.objects.all()] == [0]
    ordered(sale, bruno, now)
    run_jobs(now)
    assert standing(sale) == [(0, "to_pay"), (1, "to_pay"), (2, "to_pay")]
    assert Receivable.objects.sums() == (3, Decimal("38900.00"))


def test_late_follows_from_the_day_alone(sale: Proposal, bruno: Member, now: datetime) -> None:
    ordered(sale, bruno, now)
    assert standing(sale, TUESDAY + timedelta(days=31)) == [(0, "late"), (1, "late"), (2, "to_pay")]
    run_jobs(now)
    late = Receivable.objects.in_state(Due.LATE, TUESDAY + timedelta(days=31))
    assert [row.number for row in late.order_by("number")] == [0, 1]


def test_a_confirmed_payment_settles_it_and_stands_in_the_trail(sale: Proposal, bruno: Member, now: datetime) -> None:
    payment = confirm_payment(sale, 0, ENTRY, by=bruno, at=now)
    assert standing(sale) == [(0, "paid")]
    event = Event.objects.get(kind="payment.confirmed")
    assert event.data == {
        "payment": payment.pk, "number": 0, "amount": "8900.00", "paid_on": "2026-11-24", "source": "hand",
        "settled": True,
    }  # fmt: skip
    assert "office_note" in event.commitments and "Banco" not in str(event.data)


def test_the_same_form_twice_is_one_payment_and_another_one_is_refused(
    sale: Proposal, bruno: Member, now: datetime
) -> None:
    first, second = (confirm_payment(sale, 0, ENTRY, by=bruno, at=now) for _ in range(2))
    assert first == second and Payment.objects.count() == 1
    with pytest.raises(AlreadyPaid):
        confirm_payment(sale, 0, replace(ENTRY, key="k2"), by=bruno, at=now)


def test_a_form_that_comes_back_with_other_words_is_told(sale: Proposal, bruno: Member, now: datetime) -> None:
    confirm_payment(sale, 0, replace(ENTRY, amount=Decimal(300)), by=bruno, at=now)
    with pytest.raises(KeyUsed):
        confirm_payment(sale, 0, replace(ENTRY, amount=Decimal(200)), by=bruno, at=now)


def test_a_cancelled_sale_is_owed_nothing(sale: Proposal, bruno: Member, now: datetime) -> None:
    run_jobs(now)
    payment = confirm_payment(sale, 0, replace(ENTRY, amount=Decimal(300)), by=bruno, at=now)
    cancel(fresh(sale), reason="Desistiu", by=bruno, at=now)
    run_jobs(now)
    assert not Receivable.objects.open().exists() and standing(sale) == [(0, "paid")]
    undo_payment(payment, by=bruno, at=now)
    run_jobs(now)
    assert not Receivable.objects.open().exists() and standing(sale) == []
    with pytest.raises(NothingExpected):
        confirm_payment(fresh(sale), 0, replace(ENTRY, key="k2"), by=bruno, at=now)


def test_what_came_for_a_plan_that_is_no_more_stays_in_sight(
    sale: Proposal, marcos: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    run_jobs(now)
    confirm_payment(sale, 0, ENTRY, by=bruno, at=now)
    undo_approval(fresh(sale), reason="Outra condição", by=marcos, at=now)
    revise(fresh(sale), by=bruno, at=now)
    draft = draft_of(fresh(sale))
    whole = (DraftInstalment(TUESDAY, clean_draft(replace(draft, instalments=())).totals.total, "boleto"),)
    save_draft(
        fresh(sale), replace(draft, instalments=whole), revision=current_of(fresh(sale)).revision, by=bruno, at=now
    )
    approved(sent(fresh(sale), bruno, now), carla, now)
    make_order(fresh(sale), by=bruno, at=now)
    run_jobs(now)
    assert standing(sale) == [(1, "to_pay"), (0, "paid")]


def test_receivables_are_found_by_every_word(sale: Proposal, now: datetime) -> None:
    run_jobs(now)
    assert Receivable.objects.matching("central padaria").exists()
    assert not Receivable.objects.matching("padaria inexistente").exists()


def test_a_part_first_and_the_rest_later(sale: Proposal, bruno: Member, now: datetime) -> None:
    half = replace(ENTRY, amount=Decimal("4450.00"))
    confirm_payment(sale, 0, half, by=bruno, at=now)
    [owed] = owed_by(sale, TUESDAY)
    assert (owed.state, owed.rest) == (Due.TO_PAY, Decimal("4450.00"))
    confirm_payment(sale, 0, replace(half, key="k2"), by=bruno, at=now)
    assert standing(sale) == [(0, "paid")]


def test_more_than_is_missing_is_taken_from_whoever_says_by_how_much(
    sale: Proposal, bruno: Member, now: datetime
) -> None:
    confirm_payment(sale, 0, replace(ENTRY, amount=Decimal(900), key="k0"), by=bruno, at=now)
    for said in (Decimal(0), Decimal(1), Decimal("900.01")):
        with pytest.raises(MoreThanMissing) as refused:
            confirm_payment(sale, 0, replace(ENTRY, more=said), by=bruno, at=now)
        assert (refused.value.field, refused.value.more) == ("amount", Decimal(900))
    assert Payment.objects.count() == 1
    first, second = (confirm_payment(sale, 0, replace(ENTRY, more=Decimal(900)), by=bruno, at=now) for _ in range(2))
    assert first == second and Receivable.objects.get().received == Decimal(9800)


def test_what_was_confirmed_by_mistake_is_taken_back(sale: Proposal, bruno: Member, now: datetime) -> None:
    payment = confirm_payment(sale, 0, ENTRY, by=bruno, at=now)
    for _ in range(2):
        undo_payment(payment, by=bruno, at=now)
    assert standing(sale) == [(0, "to_pay")]
    assert Event.objects.filter(kind="payment.undone").count() == 1
    confirm_payment(sale, 0, ENTRY, by=bruno, at=now)
    assert standing(sale) == [(0, "paid")]


def test_an_approval_taken_back_expects_nothing_and_keeps_what_came(
    sale: Proposal, marcos: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    run_jobs(now)
    undo_approval(sale, reason="Erro no valor", by=marcos, at=now)
    run_jobs(now)
    assert standing(sale) == [] and not Receivable.objects.exists()
    with pytest.raises(NothingExpected):
        confirm_payment(fresh(sale), 0, ENTRY, by=bruno, at=now)
    approved(sale, carla, now)
    confirm_payment(fresh(sale), 0, ENTRY, by=bruno, at=now)
    undo_approval(fresh(sale), reason="Outra vez", by=marcos, at=now)
    run_jobs(now)
    approved(sale, carla, now)
    run_jobs(now)
    assert standing(sale) == [(0, "paid")]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": Decimal(0)}, "amount"),
        ({"amount": Decimal("NaN")}, "amount"),
        ({"amount": Decimal("1e13")}, "amount"),
        ({"paid_on": TUESDAY + timedelta(days=1)}, "paid_on"),
        ({"paid_on": TUESDAY - timedelta(days=1)}, "paid_on"),
        ({"note": "a\u202eb"}, "note"),
    ],
)
def test_what_cannot_have_arrived_is_refused(
    sale: Proposal, bruno: Member, now: datetime, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(Unfit) as refused:
        confirm_payment(sale, 0, replace(ENTRY, **wrong), by=bruno, at=now)  # type: ignore[arg-type]
    assert refused.value.field == field and not Payment.objects.exists()


def test_the_day_the_sale_was_begun_is_the_companys(sale: Proposal, bruno: Member, now: datetime) -> None:
    late_on_monday = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)
    Proposal.objects.filter(pk=sale.pk).update(created_at=late_on_monday)
    with pytest.raises(Unfit) as refused:
        confirm_payment(fresh(sale), 0, replace(ENTRY, paid_on=date(2026, 11, 22)), by=bruno, at=now)
    assert str(refused.value).startswith("A proposta é de 23/11/2026")
    confirm_payment(fresh(sale), 0, replace(ENTRY, paid_on=date(2026, 11, 23)), by=bruno, at=now)
    assert standing(sale) == [(0, "paid")]


def test_readers_strangers_and_customers_confirm_nothing(
    sale: Proposal, iris: Member, eva: Member, carla: PanelUser, now: datetime
) -> None:
    for by in (iris, eva, carla):
        with pytest.raises(NotAllowed):
            confirm_payment(sale, 0, ENTRY, by=by, at=now)


def test_the_pix_asks_for_the_rest_under_the_sales_number(sale: Proposal, bruno: Member, now: datetime) -> None:
    sale.company.pix_key, sale.company.city = "11222333000181", "São Paulo"
    confirm_payment(sale, 0, replace(ENTRY, amount=Decimal("900.00")), by=bruno, at=now)
    [owed] = owed_by(sale, TUESDAY)
    charge = charge_for(sale, owed, sale.company)
    assert charge is not None
    told = read(br_code(charge))
    assert (told.key, told.amount, told.txid, told.name) == ("11222333000181", "8000.00", "20260001", "Aurora")
    assert identifier("PRO-2026-0001", 2) == "PRO20260001P2"


def test_without_a_key_or_by_another_way_there_is_no_pix(sale: Proposal) -> None:
    [owed] = owed_by(sale, TUESDAY)
    assert charge_for(sale, owed, sale.company) is None
    sale.company.pix_key = "11222333000181"
    assert charge_for(sale, replace(owed, method="boleto"), sale.company) is None


def test_a_down_payment_that_is_awaited_stands_beside_the_sale_and_may_be_asked_for(
    sale: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    assert fresh(sale).down_payment_due is None
    run_jobs(at=now)
    assert fresh(sale).down_payment_due == TUESDAY
    ordered(sale, bruno, now)
    run_jobs(at=now)
    mail.outbox.clear()
    remind(sale, by=bruno, at=now)
    run_jobs(at=now)
    [letter] = mail.outbox
    assert letter.to == ["Carla Nogueira <carla@padaria.example>"]
    assert "Falta a entrada de R$\xa08.900,00, que vence em 24/11/2026." in letter.body
    payment = confirm_payment(sale, 0, ENTRY, by=bruno, at=now)
    assert fresh(sale).down_payment_due is None
    with pytest.raises(NothingToAsk):
        remind(sale, by=bruno, at=now + timedelta(days=2))
    undo_payment(payment, by=bruno, at=now)
    assert fresh(sale).down_payment_due == TUESDAY
