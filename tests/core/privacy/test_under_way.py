"""What is being made of somebody's data, or lies at hand, while she is erased: it does not outlive her."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.core.privacy.clearing import clear_sale
from aceite.core.privacy.erasing import erase
from aceite.core.privacy.exporting import make_export
from aceite.core.privacy.requesting import order_erasure, order_export
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.dossier import ask_for_dossier, finish_dossier, is_ready
from aceite.core.sales.dossier_making import gather, write
from aceite.core.sales.dossier_store import place_of
from aceite.core.sales.models import Dossier
from aceite.core.signatures.models import SealedFile
from aceite.core.trail.actors import System
from tests.core.privacy.dump import files_with
from tests.jobs import run_jobs
from tests.walk import approved, fresh, sent_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def asked(padaria: Customer, bruno: Member, davi: PanelUser, carla: PanelUser, now: datetime) -> Proposal:
    """Davi has asked something about a sale; more he never did."""
    sale = sent_for(padaria, bruno, now)
    ask(fresh(sale), "Aqui é o Davi: cabe na porta de 82 cm?", by=davi, at=now)
    run_jobs(now)
    return fresh(sale)


def erased(row: Any, by: Member, at: datetime) -> None:
    request = order_erasure(Subject(row), by=by, at=at)
    run_jobs(at)
    request.refresh_from_db()
    assert request.state == "done"


def test_a_dossier_at_hand_goes_also_where_she_only_asked(
    asked: Proposal, davi: PanelUser, ana: Member, now: datetime
) -> None:
    dossier = ask_for_dossier(asked, by=ana, at=now)
    run_jobs(now)
    assert default_storage.exists(place_of(dossier, "zip"))
    erased(davi, ana, now)
    assert not default_storage.exists(place_of(dossier, "zip"))


def test_a_dossier_that_was_gathered_before_is_thrown_away(
    asked: Proposal, davi: PanelUser, ana: Member, now: datetime
) -> None:
    ask_for_dossier(asked, by=ana, at=now)
    dossier = Dossier.objects.select_related("company", "proposal__customer", "proposal__company").get()
    written = write(gather(dossier, at=now), at=now, progress=lambda done, total: None)
    erase(Subject(davi), by=ana, at=now)
    finish_dossier(dossier, written, by=System(ana.company_id), at=now)
    left = Dossier.objects.get(pk=dossier.pk)
    assert not is_ready(left) and "Peça outro" in left.failure
    assert not default_storage.exists(place_of(dossier, "zip"))


def test_a_copy_of_her_data_at_hand_goes_with_her(asked: Proposal, davi: PanelUser, ana: Member, now: datetime) -> None:
    request = order_export(Subject(davi), by=ana, at=now)
    run_jobs(now)
    assert len(files_with(davi.email)) == 1
    erased(davi, ana, now)
    request.refresh_from_db()
    assert request.file is None and files_with(davi.email) == set()


def test_a_copy_that_is_being_made_is_never_at_hand(
    asked: Proposal, davi: PanelUser, ana: Member, now: datetime
) -> None:
    request = order_export(Subject(davi), by=ana, at=now)
    erase(Subject(davi), by=ana, at=now)
    make_export(request, Subject(davi), by=System(ana.company_id), at=now)
    request.refresh_from_db()
    assert request.file is None and request.state == "refused"


def test_no_time_stamp_is_asked_for_what_is_gone(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    approved(sale, carla, now)
    run_jobs(now)
    cancel(fresh(sale), reason="desistência", by=bruno, at=now)
    later = now + timedelta(days=366 * 11)
    assert SealedFile.objects.to_improve("approval", later).exists()
    clear_sale(fresh(sale), by=System(sale.company_id), at=later)
    assert not SealedFile.objects.to_improve("approval", later).exists()
