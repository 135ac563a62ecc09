"""A bank's statement: matched, taken in once, told row by row, and taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.proposals.drafts import DraftInstalment
from aceite.core.proposals.models import Proposal
from aceite.core.receivables import importing
from aceite.core.receivables.importing import Chosen, Looked, look_at, take_in, undo_statement
from aceite.core.receivables.matching import Candidate, Offered, Reason
from aceite.core.receivables.models import BankStatement, Payment, Receivable
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.bank_csv import Entry, read_statement
from tests.jobs import run_jobs
from tests.walk import approved, sent_for

TUESDAY = date(2026, 11, 24)
FILE = """Data;Histórico;Valor
24/11/2026;PIX RECEBIDO 20260001;8.900,00
24/11/2026;TED PADARIA CENTRAL;4.500,00
24/11/2026;Depósito;77,00
24/11/2026;Tarifa;-1,00
""".encode()


@pytest.fixture(autouse=True)
def down_payments(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> list[Receivable]:
    """Two approved sales: 8,900 and 4,500 ahead."""
    for amount in (8900, 4500):
        plan = (
            DraftInstalment(TUESDAY, Decimal(amount), "pix", down_payment=True),
            DraftInstalment(TUESDAY + timedelta(days=30), Decimal(38900 - amount), "boleto"),
        )
        approved(sent_for(padaria, bruno, now, instalments=plan), carla, now)
    run_jobs(now)
    return list(Receivable.objects.order_by("proposal_id"))


def looked(padaria: Customer) -> list[Looked]:
    return look_at(read_statement(FILE), padaria.company)


def chosen(rows: list[Looked]) -> list[Chosen]:
    """What the page ticks by itself."""
    return [Chosen.of(row.entry, row.matches[0].candidate.pk) for row in rows if row.matches and row.matches[0].sure]


def test_identifier_and_name_are_sure_and_a_stranger_matches_nothing(padaria: Customer) -> None:
    told = [(row.matches[0].reason.value, row.matches[0].sure) if row.matches else None for row in looked(padaria)]
    assert told == [("identifier", True), ("name", True), None]


def test_a_statement_confirms_what_was_chosen_and_the_same_file_again_nothing(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    taken = take_in(padaria.company, chosen(looked(padaria)), name="extrato.csv", by=bruno, at=now)
    assert [(row["sale"], row["done"]) for row in taken.report] == [("2026-0001", True), ("2026-0002", True)]
    assert not Receivable.objects.open().exists() and taken.payments.count() == 2
    assert [row.known for row in looked(padaria)] == [True, True, False]
    again = take_in(padaria.company, chosen_before(padaria), name="extrato.csv", by=bruno, at=now)
    assert [row["done"] for row in again.report] == [False, False] and Payment.objects.count() == 2


def chosen_before(padaria: Customer) -> list[Chosen]:
    """A form opened before the first one was sent."""
    entries = read_statement(FILE).entries
    rows = Receivable.objects.order_by("proposal_id")
    return [Chosen.of(entry, row.pk) for entry, row in zip(entries, rows, strict=False)]


def test_a_row_that_cannot_be_is_told_and_stops_no_other(padaria: Customer, bruno: Member, now: datetime) -> None:
    good, other = chosen(looked(padaria))
    rows = [replace(good, receivable=0), replace(good, day=TUESDAY + timedelta(days=9), key="k"), other]
    taken = take_in(padaria.company, rows, name="x", by=bruno, at=now)
    assert [row["done"] for row in taken.report] == [False, False, True]
    assert "ainda não chegou" in taken.report[1]["said"]


def test_more_than_is_missing_counts_where_somebody_saw_it_and_not_where_it_became_so(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    read = read_statement(FILE.replace(b"8.900,00", b"8.950,00"))
    [match] = look_at(read, padaria.company)[0].matches
    assert (match.sure, match.more) == (False, Decimal(50))
    seen = replace(Chosen.of(read.entries[0], match.candidate.pk), more=match.more)
    unseen = replace(seen, more=Decimal(0))
    [told] = take_in(padaria.company, [unseen], name="x", by=bruno, at=now).report
    assert not told["done"] and "R$\xa050,00 a mais" in told["said"] and not Payment.objects.exists()
    assert take_in(padaria.company, [seen], name="x", by=bruno, at=now).report[0]["done"]


def test_what_came_before_the_sale_is_not_for_it(padaria: Customer, bruno: Member, now: datetime) -> None:
    read = read_statement(FILE.replace(b"24/11/2026;PIX", b"23/11/2026;PIX"))
    early, by_name, _stranger = look_at(read, padaria.company)
    assert early.matches == [] and by_name.matches[0].sure
    assert early.too_early is not None and early.too_early.named == "2026-0001 Entrada"
    forged = Chosen.of(early.entry, early.too_early.pk)
    [told] = take_in(padaria.company, [forged], name="x", by=bruno, at=now).report
    assert not told["done"] and told["said"].startswith("A proposta é de 24/11/2026")


def test_what_came_before_one_sale_may_be_for_an_older_one(padaria: Customer, now: datetime) -> None:
    older = Receivable.objects.order_by("proposal_id")[1].proposal
    Proposal.objects.filter(pk=older.pk).update(created_at=now - timedelta(days=9))
    read = read_statement(b"Data;Valor\n20/11/2026;4.500,00\n20/11/2026;8.900,00\n")
    first, second = look_at(read, padaria.company)
    assert [match.candidate.named for match in first.matches] == ["2026-0002 Entrada"] and first.too_early is None
    assert second.matches == [] and second.too_early is not None


def test_taking_a_statement_back_takes_back_its_payments_and_no_other(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    taken = take_in(padaria.company, chosen(looked(padaria)), name="x", by=bruno, at=now)
    for _ in range(2):
        undo_statement(taken, by=bruno, at=now)
    assert Receivable.objects.open().count() == 2
    assert take_in(padaria.company, chosen(looked(padaria)), name="x", by=bruno, at=now).payments.count() == 2


def test_the_same_form_twice_is_one_import_until_it_is_undone(padaria: Customer, bruno: Member, now: datetime) -> None:
    rows = chosen(looked(padaria))
    first, second = (take_in(padaria.company, rows, name="x", key="k", by=bruno, at=now) for _ in range(2))
    assert first == second and BankStatement.objects.count() == 1
    # Other rows in the same form are another import.
    assert take_in(padaria.company, rows[:1], name="x", key="k", by=bruno, at=now) != first
    undo_statement(first, by=bruno, at=now)
    again = take_in(padaria.company, rows, name="x", key="k", by=bruno, at=now)
    assert again != first and again.payments.count() == 2


def test_what_was_confirmed_by_hand_about_that_day_is_for_people_to_say(
    padaria: Customer, bruno: Member, now: datetime
) -> None:
    first = Receivable.objects.order_by("proposal_id")[0]
    received = Received(TUESDAY + timedelta(days=2), Decimal("4500.00"))
    confirm_payment(first.proposal, 0, received, by=bruno, at=now + timedelta(days=2))
    [named, by_name, _stranger] = looked(padaria)
    assert not named.by_hand and by_name.by_hand
    assert not by_name.matches[0].sure


def test_a_movement_that_another_window_took_in_stays_with_its_statement(
    padaria: Customer, bruno: Member, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = chosen(looked(padaria))
    taken = take_in(padaria.company, rows, name="x", by=bruno, at=now)
    # As if the second window had looked before the first one was done.
    monkeypatch.setattr(Payment.objects, "standing", lambda: Payment.objects.filter(key="nothing yet"))
    payment = Payment.objects.get(receivable=rows[0].receivable)
    monkeypatch.setattr(importing, "confirm_payment", lambda *_args, **_named: payment)
    again = take_in(padaria.company, rows[:1], name="x", by=bruno, at=now)
    assert [row["done"] for row in again.report] == [False]
    assert Payment.objects.get(pk=payment.pk).statement == taken


def test_readers_and_strangers_take_nothing_in(padaria: Customer, iris: Member, eva: Member, now: datetime) -> None:
    for by in (iris, eva):
        with pytest.raises(NotAllowed):
            take_in(padaria.company, chosen(looked(padaria)), name="x", by=by, at=now)
    assert not BankStatement.objects.exists()


def test_amount_alone_or_two_of_one_name_is_for_people_to_say() -> None:
    entry = Entry(2, TUESDAY, Decimal(100), "PIX PADARIA CENTRAL LTDA", "k")
    first = Candidate(1, "20260001", Decimal(100), "Padaria Central Ltda.")
    twin, stranger = replace(first, pk=2, identifier="20260002"), replace(first, pk=3, customer="Joana Siqueira Ltda.")
    assert [(m.candidate.pk, m.reason, m.sure) for m in Offered([first, twin, stranger]).matches(entry)] == [
        (1, Reason.NAME, False), (2, Reason.NAME, False), (3, Reason.AMOUNT, False),
    ]  # fmt: skip
    more = replace(entry, text="20260001", amount=Decimal(101))
    assert [(m.candidate.pk, m.sure) for m in Offered([first, twin]).matches(more)] == [(1, False)]
    assert Offered([first]).matches(replace(entry, text="id 202600012", amount=Decimal(1))) == []


def test_what_was_called_off_is_still_offered_and_what_is_owed_is_the_likelier() -> None:
    entry = Entry(2, TUESDAY, Decimal(100), "PIX JOANA SIQUEIRA", "k")
    off = Candidate(1, "20260001", Decimal(100), "Joana Siqueira", called_off=True)
    owed = replace(off, pk=2, identifier="20260002", called_off=False)
    assert [(m.candidate.pk, m.sure) for m in Offered([off]).matches(entry)] == [(1, False)]
    assert [(m.candidate.pk, m.sure) for m in Offered([off, owed]).matches(entry)] == [(2, True), (1, False)]
    named = replace(entry, text="20260001 JOANA SIQUEIRA")
    assert [(m.candidate.pk, m.sure) for m in Offered([off, owed]).matches(named)] == [(1, True), (2, False)]
