"""A consumer withdraws from what she approved: in time, once, with proof, and everything the sale made ends with it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.utils import parseaddr
from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection

from aceite.core.agreements.models import Agreement
from aceite.core.agreements.states import Standing
from aceite.core.companies.actions import change_settings
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.notices.models import Notice
from aceite.core.people.models import Member
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.changes import Change
from aceite.core.proposals.drafting import save_draft
from aceite.core.proposals.drafts import DraftInstalment, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import NotNow
from aceite.core.receivables.billing import Billed, add_file
from aceite.core.receivables.expecting import owed_by
from aceite.core.receivables.importing import Chosen, look_at, take_in
from aceite.core.receivables.models import Receivable
from aceite.core.receivables.receiving import Received, confirm_payment
from aceite.core.receivables.refunding import NothingToReturn, Returned, note_refund
from aceite.core.receivables.taking_back import undo_refund
from aceite.core.sales.amending import amend
from aceite.core.sales.answering import NotProved
from aceite.core.sales.approving import OriginalRescinded, may_be_approved
from aceite.core.sales.delivering import Received as Delivered
from aceite.core.sales.delivering import record_delivery
from aceite.core.sales.dossier import ask_for_dossier
from aceite.core.sales.dossier_store import open_kept
from aceite.core.sales.exporting import order_csv, order_json
from aceite.core.sales.filtering import GROUPS
from aceite.core.sales.models import Approval, Delivery, Rescission
from aceite.core.sales.moves import moves_for
from aceite.core.sales.rescinding import AlreadyRescinded, NoRight, TermOver, may_be_rescinded, rescind
from aceite.core.sales.sending import NotReady, ready_to_send
from aceite.core.sales.term import term_of
from aceite.core.signatures.consent import ConsentMissing
from aceite.core.signatures.models import Act
from aceite.core.trail.models import Event, PersonalValue
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.core.trail.verifying import verify_chains
from aceite.kit.bank_csv import read_statement
from aceite.kit.pdf.pages import text
from aceite_verify.acts import check_acts
from aceite_verify.checking import check
from aceite_verify.dossier import check_dossier
from aceite_verify.embedded import attached_evidence
from aceite_verify.evidence import read_evidence
from aceite_verify.findings import INVALID, Verdict
from aceite_verify.trust import read_trust
from tests.core.contracts.scans import photo
from tests.core.receivables.test_receiving import PLAN
from tests.core.receivables.test_recurring import CARE, FIRST
from tests.jobs import run_jobs
from tests.walk import FITTING, OVEN, answer_to, approved, draft_for, fresh, ordered, rescinded, sent, sent_for

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def sale(joana: Customer, bruno: Member, joana_herself: PanelUser, now: datetime) -> Proposal:
    """A sale to a person, approved by her, its down payment to come."""
    proposal = sent_for(joana, bruno, now, instalments=PLAN)
    approved(proposal, joana_herself, now)
    run_jobs()
    return fresh(proposal)


def test_she_withdraws_from_what_is_approved_and_no_order_is_made_of_it(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    made = rescinded(sale, joana_herself, now + timedelta(days=2), "Mudei de ideia")
    standing = fresh(sale)
    assert (standing.state, standing.waiting_for, made.until) == ("rescinded", "", date(2026, 12, 1))
    event = Event.objects.get(kind="proposal.rescinded")
    assert event.data["statement_sha256"] == made.statement.sha256
    assert (event.data["from"], event.data["until"]) == ("approved", "2026-12-01")
    with pytest.raises(NotNow, match="desistiu"):
        ordered(sale, bruno, now)
    assert moves_for(standing, by=bruno, at=now) & {"order.make", "proposal.cancel", "delivery.record"} == frozenset()
    assert list(verify_chains()) == []


def test_the_last_minute_counts_and_the_next_one_does_not(
    sale: Proposal, joana_herself: PanelUser, now: datetime
) -> None:
    term = term_of(sale)
    assert term is not None
    with pytest.raises(TermOver):
        rescinded(sale, joana_herself, term.ends)
    assert may_be_rescinded(sale, at=term.ends) is None and may_be_rescinded(sale, at=term.last_moment)
    assert "proposal.rescind" not in moves_for(sale, by=joana_herself, at=term.ends)
    assert rescinded(sale, joana_herself, term.last_moment).pk


def test_a_holiday_that_the_company_wrote_down_moves_the_end_on_and_taking_it_out_moves_nothing_back(
    sale: Proposal, ana: Member, now: datetime
) -> None:
    for lines in ("01/12 Aniversário da cidade", "25/03", ""):
        change_settings(ana.company, {"own_holidays": lines}, by=ana, at=now + timedelta(days=1))
        term = term_of(fresh(sale))
        assert term is not None and term.last_moment.date() == date(2026, 12, 2)


def test_a_holiday_taken_out_before_the_approval_counts_no_more(sale: Proposal, ana: Member, now: datetime) -> None:
    for lines in ("01/12 Aniversário da cidade", ""):
        change_settings(ana.company, {"own_holidays": lines}, by=ana, at=now - timedelta(days=2))
    term = term_of(fresh(sale))
    assert term is not None and term.last_moment.date() == date(2026, 12, 1)


def test_who_moves_after_the_approval_moves_no_end(
    joana: Customer, joana_herself: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    # 30 November is a holiday in the Distrito Federal.
    monday = now - timedelta(days=1)
    change_settings(ana.company, {"holidays_state": "DF"}, by=ana, at=monday)
    sale = sent_for(joana, bruno, monday)
    approved(sale, joana_herself, monday)
    before = term_of(fresh(sale))
    assert before is not None and before.last_moment.date() == date(2026, 12, 1)
    change_settings(ana.company, {"holidays_state": "SP", "zone": "America/Noronha"}, by=ana, at=now)
    assert term_of(fresh(sale)) == before
    change_settings(ana.company, {"state": "AM", "zone": "America/Manaus"}, by=ana, at=now)
    Customer.objects.filter(pk=joana.pk).update(state="AC")
    assert term_of(fresh(sale)) == before
    # What is approved from now on is counted by where they are now: Acre's day ends two hours later.
    later = sent_for(joana, bruno, monday)
    approved(later, joana_herself, monday)
    moved = term_of(fresh(later))
    assert moved is not None and moved.ends == datetime(2026, 12, 1, 5, tzinfo=UTC)


def test_what_was_approved_before_places_were_kept_is_counted_by_where_they_stand(sale: Proposal) -> None:
    before = term_of(sale)
    Approval.objects.update(zone="", states="")
    import_module("aceite.core.sales.migrations.0011_term_places").keep(apps, connection.schema_editor())
    assert before is not None and term_of(sale) == before


def test_a_delivery_written_down_later_opens_it_again_and_no_correction_takes_it_away(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    ordered(sale, bruno, now)
    later = now + timedelta(days=20)
    assert may_be_rescinded(fresh(sale), at=later) is None
    record_delivery(fresh(sale), Delivered(later.date(), "A porteira"), by=bruno, at=later)
    term = may_be_rescinded(fresh(sale), at=later)
    assert term is not None and (term.delivered_on, term.last_moment.date()) == (later.date(), date(2026, 12, 21))
    record_delivery(fresh(sale), Delivered(TUESDAY, "Joana"), by=bruno, at=later)
    again = may_be_rescinded(fresh(sale), at=later)
    assert again is not None and again.ends == term.ends
    assert [row.delivered_on for row in Delivery.objects.standing()] == [TUESDAY]
    assert [event.kind for event in Event.objects.filter(kind__startswith="delivery.").order_by("seq")] == [
        "delivery.recorded",
        "delivery.corrected",
    ]
    assert rescinded(sale, joana_herself, later + timedelta(days=6)).pk


@pytest.mark.parametrize(
    ("day", "field"), [(TUESDAY + timedelta(days=1), "ainda não chegou"), (TUESDAY - timedelta(days=1), "vem antes")]
)
def test_a_day_that_cannot_be_is_refused(sale: Proposal, bruno: Member, now: datetime, day: date, field: str) -> None:
    with pytest.raises(Unfit, match=field):
        record_delivery(sale, Delivered(day), by=bruno, at=now)
    assert not Delivery.objects.exists()


def test_the_same_delivery_twice_is_one_and_a_reader_writes_none(
    sale: Proposal, bruno: Member, iris: Member, now: datetime
) -> None:
    given = Delivered(TUESDAY, "Joana")
    assert record_delivery(sale, given, by=bruno, at=now).pk == record_delivery(fresh(sale), given, by=bruno, at=now).pk
    with pytest.raises(NotAllowed):
        record_delivery(sale, given, by=iris, at=now)


def test_twice_is_one_and_a_colleague_is_told_who_did(
    sale: Proposal, joana: Customer, joana_herself: PanelUser, now: datetime
) -> None:
    first, again = (rescinded(sale, joana_herself, now) for _ in range(2))
    assert first.pk == again.pk and Rescission.objects.count() == 1
    other = PanelUser.objects.create(
        company=joana.company, customer=joana, name="Rui", email="rui@example.com", can_approve=True, created_at=now
    )
    with pytest.raises(AlreadyRescinded, match="Joana"):
        rescinded(sale, other, now)


def test_only_who_may_approve_and_only_with_proof_and_consent(
    sale: Proposal, joana_herself: PanelUser, now: datetime
) -> None:
    answer = answer_to(sale, Act.RESCIND)
    with pytest.raises(NotProved):
        rescind(sale, replace(answer, proved_recently=False), by=joana_herself, at=now)
    with pytest.raises(ConsentMissing):
        rescind(sale, answer_to(sale, Act.APPROVE), by=joana_herself, at=now)
    joana_herself.can_approve = False
    joana_herself.save()
    with pytest.raises(NotAllowed):
        rescinded(sale, joana_herself, now)
    assert not Rescission.objects.exists()


def test_a_company_that_buys_has_no_such_right(
    padaria: Customer, carla: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    approved(sale, carla, now)
    with pytest.raises(NoRight):
        rescinded(sale, carla, now)
    assert "proposal.rescind" not in moves_for(fresh(sale), by=carla, at=now)


def test_what_was_to_come_is_called_off_and_what_came_goes_back(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    confirm_payment(sale, 0, Received(TUESDAY, Decimal("8900.00")), by=bruno, at=now)
    ordered(sale, bruno, now)
    run_jobs()
    rescinded(sale, joana_herself, now)
    at_once = [(owed.number, owed.state.value, int(owed.rest)) for owed in owed_by(fresh(sale), TUESDAY)]
    run_jobs()
    assert at_once == [(0, "to_return", 0), (1, "called_off", 0), (2, "called_off", 0)]
    assert not Receivable.objects.open().exists() and fresh(sale).down_payment_due is None
    assert [row.number for row in Receivable.objects.to_return()] == [0]
    refund = note_refund(fresh(sale), 0, Returned(TUESDAY, "Pix de volta"), by=bruno, at=now)
    again = note_refund(fresh(sale), 0, Returned(TUESDAY, "Pix de volta"), by=bruno, at=now)
    assert (refund.pk, refund.amount) == (again.pk, Decimal("8900.00"))
    assert [owed.state.value for owed in owed_by(fresh(sale), TUESDAY)] == ["returned", "called_off", "called_off"]
    undo_refund(refund, by=bruno, at=now)
    assert Receivable.objects.to_return().count() == 1
    with pytest.raises(NothingToReturn):
        note_refund(fresh(sale), 1, Returned(TUESDAY), by=bruno, at=now)


def test_money_that_comes_after_it_is_taken_down_and_goes_back(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    rescinded(sale, joana_herself, now)
    run_jobs()
    statement = read_statement("Data;Histórico;Valor\n24/11/2026;PIX 20260001;8.900,00\n".encode())
    [row] = look_at(statement, sale.company)
    assert row.matches[0].candidate.called_off and row.matches[0].sure
    chosen = [Chosen.of(row.entry, row.matches[0].candidate.pk)]
    assert [one["done"] for one in take_in(sale.company, chosen, name="x.csv", by=bruno, at=now).report] == [True]
    assert [owed.state.value for owed in owed_by(fresh(sale), TUESDAY)] == ["to_return"]


def test_its_file_proves_itself_offline_and_its_receipt_goes_out_at_once(
    sale: Proposal, joana_herself: PanelUser, now: datetime, tmp_path: Path
) -> None:
    mail.outbox.clear()
    rescinded(sale, joana_herself, now)
    run_jobs()
    made = Rescission.objects.select_related("file", "version__paper").get()
    assert made.file is not None and made.version.paper is not None
    data, paper = read(made.file), read(made.version.paper)
    assert data.startswith(paper) and "Desistiu da compra" in text(data)
    report = check(data, read_trust(tmp_path, at=now))
    assert report.exit_status != INVALID, [finding.code for finding in report.findings]
    assert "statement.complete" in {finding.code for finding in report.findings}
    hers, sellers = mail.outbox
    assert [name for name, _content, _type in hers.attachments] == [
        f"recibo-2026-0001-{made.statement.sha256[:8]}.json"
    ]
    assert joana_herself.email in hers.to[0] and "desistiu" in sellers.subject
    assert Notice.objects.filter(event_kind="proposal.rescinded").count() == 1


def test_the_checker_takes_it_for_nothing_else(sale: Proposal, joana_herself: PanelUser, now: datetime) -> None:
    """Called an approval, the same evidence falls: its act is another, and it completes none."""
    rescinded(sale, joana_herself, now)
    run_jobs()
    made = Rescission.objects.select_related("file").get()
    assert made.file is not None
    attached = attached_evidence(read(made.file))
    assert attached is not None
    evidence = read_evidence(attached.data)
    codes = {finding.code for finding in check_acts(replace(evidence, kind="approval"))}
    assert {"statement.other_act", "statement.incomplete"} <= codes
    assert {finding.code for finding in check_acts(evidence)} == {"statement.sound", "statement.complete"}


def test_the_dossier_holds_the_withdrawal_the_delivery_and_what_was_billed(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime, tmp_path: Path
) -> None:
    ordered(sale, bruno, now)
    record_delivery(fresh(sale), Delivered(TUESDAY, "Joana", "canhoto.jpg", photo()), by=bruno, at=now)
    add_file(fresh(sale), Billed("nota.xml", b"<nfe/>"), by=bruno, at=now)
    rescinded(sale, joana_herself, now)
    run_jobs()
    dossier = ask_for_dossier(fresh(sale), by=joana_herself, at=now)
    run_jobs()
    dossier.refresh_from_db()
    with open_kept(dossier, "zip") as held:
        data = BytesIO(held.read())
    names = ZipFile(data).namelist()
    for folder, ending in (("versoes/1/desistencia-", ".pdf"), ("entrega/", ".jpg"), ("cobrancas/", ".xml")):
        assert any(name.startswith(folder) and name.endswith(ending) for name in names), names
    report = check_dossier(data, read_trust(tmp_path, at=now))
    assert [finding.code for finding in report.findings if finding.verdict is Verdict.BAD] == []
    assert not [f for f in report.findings if f.code == "dossier.absent"]


def test_an_erased_person_leaves_neither_her_words_nor_who_received_it(
    sale: Proposal, joana: Customer, joana_herself: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    ordered(sale, bruno, now)
    record_delivery(fresh(sale), Delivered(TUESDAY, "Joana, na portaria"), by=bruno, at=now)
    rescinded(sale, joana_herself, now, "Não me serve")
    run_jobs()
    erase(Subject(joana), by=ana, at=now)
    assert (Delivery.objects.get().received_by, Rescission.objects.get().text) == ("", "")
    assert not PersonalValue.objects.filter(value__in=["Joana, na portaria", "Não me serve"]).exists()
    assert list(verify_chains()) == []


def test_the_order_says_it_everywhere_and_counts_apart(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    order = ordered(sale, bruno, now)
    assert order_json(order)["state"] == "order"
    rescinded(sale, joana_herself, now)
    order.refresh_from_db()
    told = json.loads(json.dumps(order_json(order)))
    assert (told["state"], told["rescinded_at"]) == ("rescinded", "2026-11-24T15:00:00.000000Z")
    assert b"24/11/2026 12:00" in b"".join(order_csv(order))
    assert not {"rescinded"} & {*GROUPS["won"], *GROUPS["answered"]} and "rescinded" in GROUPS["offered"]


def test_what_recurs_stops_and_stands_in_the_register_as_ended(
    joana: Customer, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    sale = sent(draft_for(joana, bruno, now, lines=(OVEN, CARE), recurring_first_due=FIRST), bruno, now)
    approved(sale, joana_herself, now)
    ordered(sale, bruno, now)
    run_jobs()
    assert Agreement.objects.get().standing_on(TUESDAY) is Standing.IN_FORCE
    rescinded(sale, joana_herself, now)
    run_jobs()
    row = Agreement.objects.get()
    assert row.standing_on(TUESDAY) is Standing.TERMINATED and row.last_on == TUESDAY - timedelta(days=1)
    assert not Receivable.objects.open().exists()


def test_amendments_fall_with_it_and_those_that_wait_come_about_no_more(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, now: datetime
) -> None:
    ordered(sale, bruno, now)
    held, waiting = (sent(_more(sale, bruno, now), bruno, now) for _ in range(2))
    drafted = _more(sale, bruno, now)
    approved(held, joana_herself, now)
    rescinded(sale, joana_herself, now)
    assert [fresh(one).state for one in (sale, held, waiting, drafted)] == [*["rescinded"] * 3, "draft"]
    fell = {event.sale_id: event.data for event in Event.objects.filter(kind="amendment.fell")}
    assert {pk: data["from"] for pk, data in fell.items()} == {held.pk: "approved", waiting.pk: "sent"}
    assert [blocker.code for blocker in may_be_approved(fresh(waiting), at=now)] == ["rescinded"]
    with pytest.raises(NotNow):
        approved(waiting, joana_herself, now)
    assert [problem.field for problem in ready_to_send(fresh(drafted), at=now)] == ["amendment"]
    with pytest.raises(NotReady):
        sent(drafted, bruno, now)
    # One that was left waiting by an earlier edition.
    Proposal.objects.filter(pk=waiting.pk).update(state="sent")
    with pytest.raises(OriginalRescinded):
        approved(waiting, joana_herself, now)
    run_jobs()
    assert list(verify_chains()) == []


def test_what_was_paid_for_an_amendment_comes_back_with_the_rest_and_its_seller_hears_of_it(
    sale: Proposal, joana_herself: PanelUser, bruno: Member, marcos: Member, now: datetime
) -> None:
    confirm_payment(sale, 0, Received(TUESDAY, Decimal("8900.00")), by=bruno, at=now)
    ordered(sale, bruno, now)
    held = paid_more(sale, marcos, joana_herself, now)
    mail.outbox.clear()
    rescinded(sale, joana_herself, now)
    run_jobs()
    told = {parseaddr(message.to[0])[1]: message.body.replace("\xa0", " ") for message in mail.outbox}
    for address in (joana_herself.email, bruno.email):
        assert "Pago em 24/11/2026: R$ 8.900,00" in told[address]
        assert f"Pago em 24/11/2026 · Aditivo nº 1 ao {sale.number}: R$ 450,00" in told[address]
    assert f"desistiu da compra {sale.number}" in told[marcos.email] and "R$ 450,00" in told[marcos.email]
    [notice] = Notice.objects.filter(member=marcos, kind="rescinded")
    assert (notice.kind, notice.event_kind, notice.proposal_id) == ("rescinded", "amendment.fell", held.pk)
    assert not Notice.objects.filter(member=bruno, event_kind="amendment.fell").exists()


def paid_more(sale: Proposal, seller: Member, buyer: PanelUser, at: datetime) -> Proposal:
    """An amendment of an order, approved and paid: R$ 450 more."""
    ahead = (DraftInstalment(at.astimezone(sale.company.tz).date(), Decimal(450), "pix", down_payment=True),)
    held = sent(_more(sale, seller, at, ahead), seller, at)
    approved(held, buyer, at)
    confirm_payment(fresh(held), 0, Received(ahead[0].due_on, Decimal(450)), by=seller, at=at)
    return fresh(held)


def _more(sale: Proposal, seller: Member, at: datetime, plan: tuple[DraftInstalment, ...] = ()) -> Proposal:
    made = amend(fresh(sale), Change(), seller=seller, by=seller, at=at)
    draft = replace(draft_of(fresh(made)), lines=(FITTING,), instalments=plan)
    return save_draft(made, draft, revision=current_of(fresh(made)).revision, by=seller, at=at)
