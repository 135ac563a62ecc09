"""A copy of somebody's data is whole and hers alone; what the company keeps, it keeps as long as it says."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.storage import default_storage

from aceite.core.clearances.ruling import RuleData, save_rule
from aceite.core.companies.models import Company
from aceite.core.customers.models import Customer, CustomerKind, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import Removed, read
from aceite.core.documents.storing import store
from aceite.core.people.models import Member
from aceite.core.privacy import tasks
from aceite.core.privacy.clearing import clear_sale
from aceite.core.privacy.keeping import keeping_of
from aceite.core.privacy.models import ClearedSale, Request, retention_of
from aceite.core.privacy.periods import Periods, change_periods
from aceite.core.privacy.requesting import (
    AskedAlready,
    ask_erasure,
    herself,
    order_erasure,
    order_export,
    refuse_erasure,
)
from aceite.core.privacy.sections import Facts, sections_of
from aceite.core.privacy.subjects import Subject
from aceite.core.privacy.tasks import end_periods
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Attachment, Proposal
from aceite.core.proposals.options import Pick
from aceite.core.proposals.questions import ask
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.merging_customers import MergeChoice, merge_customers, undo_merge
from aceite.core.sales.offer_choices import OfferChoice
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.core.trail.verifying import verify_chains
from aceite.outbound.mail.models import Delivery
from aceite.outbound.mail.tasks import shorten_log
from tests.cast import customer
from tests.core.proposals.test_recurring import plain
from tests.core.receivables.test_recurring import CARE
from tests.core.sales.choosing_walk import chosen, offered
from tests.jobs import run_jobs
from tests.walk import OVEN, approved, declined, draft_for, fresh, order_for, sent_for

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=366)


def unzipped(request: Request) -> dict[str, bytes]:
    request.refresh_from_db()
    assert request.file is not None
    with ZipFile(BytesIO(read(request.file))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_copy_tells_everything_in_two_forms(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    ask(fresh(sale), "Vem com <b>bandejas</b>?", by=carla, at=now)
    ask(fresh(sale), "Pergunta do Gil", by=gil, at=now)
    approved(sale, carla, now)
    run_jobs(now)
    request = order_export(herself(carla), by=carla, at=now)
    run_jobs(now)
    files = unzipped(request)
    data = json.loads(files["dados.json"])
    page = files["dados.html"].decode()
    for value in (carla.name, carla.email, carla.cpf, sale.number, "203.0.113.7"):
        assert value in page and value in json.dumps(data, ensure_ascii=False)
    assert "Vem com &lt;b&gt;bandejas&lt;/b&gt;?" in page and "Pergunta do Gil" not in page
    assert all(data[name] for name in ("cadastro", "entrada", "vendas", "atos", "perguntas", "registros", "emails"))
    assert gil.name not in page


def test_a_customer_who_is_a_person_gets_both(joana_herself: PanelUser, now: datetime) -> None:
    assert herself(joana_herself) == Subject(joana_herself.customer)


def test_a_copy_is_hers_alone(carla: PanelUser, gil: PanelUser, bruno: Member, eva: Member, now: datetime) -> None:
    for stranger in (gil, bruno, eva):
        with pytest.raises(NotAllowed):
            order_export(Subject(carla), by=stranger, at=now)


def test_asking_twice_is_one_copy_and_it_goes_after_a_week(carla: PanelUser, aurora: Company, now: datetime) -> None:
    request = order_export(Subject(carla), by=carla, at=now)
    assert order_export(Subject(carla), by=carla, at=now) == request
    run_jobs(now)
    assert list(Request.objects.at_hand(now + timedelta(days=6))) == [request]
    request.refresh_from_db()
    document = request.file
    assert document is not None
    ended(aurora, now + timedelta(days=8))
    request.refresh_from_db()
    assert request.file is None and not default_storage.exists(document.path)
    with pytest.raises(Removed):
        read(Document.objects.get(pk=document.pk))


def test_a_request_is_answered_once_with_a_reason(carla: PanelUser, ana: Member, bruno: Member, now: datetime) -> None:
    request = ask_erasure(carla, at=now)
    with pytest.raises(AskedAlready):
        ask_erasure(carla, at=now)
    with pytest.raises(NotAllowed):
        refuse_erasure(request, reason="não", by=bruno, at=now)
    with pytest.raises(Unfit):
        refuse_erasure(request, reason=" ", by=ana, at=now)
    refuse_erasure(request, reason="Há um processo em andamento.", by=ana, at=now)
    assert refuse_erasure(request, reason="outra", by=ana, at=now).reason == "Há um processo em andamento."
    assert ask_erasure(carla, at=now).pk != request.pk


def test_ordering_answers_what_she_asked(carla: PanelUser, ana: Member, now: datetime) -> None:
    asked = ask_erasure(carla, at=now)
    assert order_erasure(Subject(carla), by=ana, at=now) == asked
    run_jobs(now)
    asked.refresh_from_db()
    assert asked.state == "done"
    assert [*Event.objects.filter(chain="company", kind__startswith="er").values_list("kind", flat=True)] == [
        "erasure.asked",
        "erasure.ordered",
    ]


@pytest.mark.parametrize(("years", "stands"), [(9, True), (11, False)])
def test_evidence_goes_at_the_end_of_its_time(
    padaria: Customer, bruno: Member, carla: PanelUser, aurora: Company, now: datetime, years: int, stands: bool
) -> None:
    order = order_for(padaria, bruno, carla, now)
    run_jobs(now)
    ended(aurora, now + years * YEAR)
    paper = Proposal.objects.get(pk=order.proposal_id).versions.get().paper
    assert paper is not None and default_storage.exists(paper.path) is stands
    assert list(verify_chains()) == []
    assert Event.objects.filter(kind="sale.cleared").exists() is not stands


def test_what_the_rules_found_in_a_choice_goes_with_its_sale(
    padaria: Customer, bruno: Member, ana: Member, carla: PanelUser, now: datetime
) -> None:
    sale = offered(padaria, bruno, now)
    save_rule(None, RuleData("total", Decimal(1)), company=padaria.company, by=ana, at=now)
    chosen(sale, carla, now)
    choice = OfferChoice.objects.get()
    assert choice.caught
    declined(fresh(sale), carla, now + timedelta(hours=1))
    clear_sale(fresh(sale), by=System(sale.company_id), at=now + 11 * YEAR)
    choice.refresh_from_db()
    assert choice.caught == []


def test_a_copy_tells_what_a_choice_costs_with_what_recurs(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    care = replace(CARE, choice="out", key="care")
    sale = offered(padaria, bruno, now, lines=(OVEN, care))
    chosen(sale, carla, now, care=Pick(taken=True, quantity=Decimal(1)))
    said = "R$ 38.900,00 uma vez + R$ 890,00 por mês, por 12 meses"
    assert [plain(each["total"]) for each in told_of(carla, "escolhas")] == [said]
    # Also of one of which no version came.
    OfferChoice.objects.update(made=None)
    assert [plain(each["total"]) for each in told_of(carla, "escolhas")] == [said]


def test_a_copy_tells_which_registers_went_into_hers_and_whether_that_stands(
    joana: Customer, padaria: Customer, ana: Member, now: datetime
) -> None:
    twin = customer(joana.company, CustomerKind.PERSON, "Joana P.", "15350946056")
    merge = merge_customers(joana, twin, MergeChoice(), by=ana, at=now)
    told = {"cadastro que saiu": str(twin), "cadastro que ficou": str(joana), "em": now}
    for row in (joana, twin):
        assert told_of(row, "unioes") == [told | {"situação": "em vigor", "desfeita em": None}]
    undo_merge(merge, by=ana, at=now)
    assert told_of(joana, "unioes") == [told | {"situação": "desfeita", "desfeita em": now}]
    assert told_of(padaria, "unioes") == []


def test_a_copy_tells_that_somebody_else_reads_her_mail(carla: PanelUser, now: datetime) -> None:
    PanelUser.objects.filter(pk=carla.pk).update(disowned_at=now)
    assert [each["quem lê o e-mail disse que é outra pessoa, em"] for each in told_of(carla, "cadastro")] == [now]


def told_of(row: Customer | PanelUser, part: str) -> list[Facts]:
    fresh = type(row).objects.get(pk=row.pk)
    return next(section.records for section in sections_of(Subject(fresh)) if section.name == part)


def test_what_goes_on_is_kept_and_what_was_lost_goes_sooner(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    periods = retention_of(padaria.company_id)
    lost, going_on, forgotten = (draft_for(padaria, bruno, now) for _ in range(3))
    cancel(lost, reason="desistiu", by=bruno, at=now + timedelta(days=3))
    approval = sent_for(padaria, bruno, now)
    approved(approval, carla, now)
    assert keeping_of(fresh(approval), periods, at=now + 20 * YEAR).until is None
    assert keeping_of(fresh(lost), periods, at=now).until == (now + timedelta(days=3)).replace(year=2028)
    assert keeping_of(fresh(forgotten), periods, at=now).until == now.replace(year=2028)
    assert going_on.pk != forgotten.pk


def test_a_file_that_two_sales_share_stays_for_the_other(
    padaria: Customer, bruno: Member, aurora: Company, now: datetime
) -> None:
    old, new = draft_for(padaria, bruno, now), draft_for(padaria, bruno, now + 2 * YEAR)
    shared = store(b"catalogo", company_id=aurora.pk, content_type="application/pdf", at=now)
    own = store(b"planta", company_id=aurora.pk, content_type="application/pdf", at=now)
    for sale, document in ((old, shared), (new, shared), (old, own)):
        version = current_of(fresh(sale))
        Attachment.objects.create(company=aurora, version=version, document=document, name="a.pdf")
    ended(aurora, now + timedelta(days=800))
    assert default_storage.exists(shared.path) and not default_storage.exists(own.path)


def test_what_has_ended_is_cleared_in_portions_with_room_between(
    padaria: Customer, bruno: Member, aurora: Company, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks, "CLEARED_AT_ONCE", 2)
    lost = [draft_for(padaria, bruno, now) for _sale in range(5)]
    run_jobs(now)
    later = now + 3 * YEAR
    with time_machine.travel(later, tick=False):
        end_periods.call(company_id=aurora.pk)
    cleared = ClearedSale.objects.order_by("pk").values_list("sale_id", flat=True)
    assert list(cleared) == [sale.pk for sale in lost[:2]]
    run_jobs(later)
    assert list(cleared.all()) == [sale.pk for sale in lost]


def test_the_log_of_mails_is_kept_a_year(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> None:
    sent_for(padaria, bruno, now)
    run_jobs(now)
    assert Delivery.objects.exists()
    for days, left in ((360, True), (370, False)):
        with time_machine.travel(now + timedelta(days=days), tick=False):
            shorten_log.call(company_id=padaria.company_id)
        assert Delivery.objects.exists() is left


@pytest.mark.parametrize("wrong", [{"evidence_years": 4}, {"lost_years": 0}, {"mail_months": 61}])
def test_periods_have_bounds(aurora: Company, ana: Member, marcos: Member, now: datetime, wrong: Any) -> None:
    fair = {"evidence_years": 6, "lost_years": 1, "mail_months": 6}
    with pytest.raises(NotAllowed):
        change_periods(aurora, Periods(**fair), by=marcos, at=now)
    with pytest.raises(Unfit):
        change_periods(aurora, Periods(**fair | wrong), by=ana, at=now)
    change_periods(aurora, Periods(**fair), by=ana, at=now)
    change_periods(aurora, Periods(**fair), by=ana, at=now)
    assert retention_of(aurora).evidence_years == 6
    assert Event.objects.filter(kind="retention.changed").count() == 1


def ended(company: Company, at: datetime) -> None:
    """The worker's day at that time."""
    with time_machine.travel(at, tick=False):
        end_periods.call(company_id=company.pk)
    run_jobs(at)
