"""A contract signed outside and people's data: what she sent is hers too, and goes when everything goes."""

from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils.translation import override

from aceite.core.contracts.bringing_proxy import bring_proxy
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.external_judging import question_about, settle
from aceite.core.contracts.external_telling import words_about
from aceite.core.contracts.models import Contract, Signer
from aceite.core.contracts.signers import SignerPlan, set_signers
from aceite.core.contracts.states import ExternalState
from aceite.core.contracts.tasks import look_after_external
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.pictures import picture
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.privacy.clearing import clear_sale
from aceite.core.privacy.requesting import order_erasure, order_export
from aceite.core.privacy.subjects import Subject
from aceite.core.sales.cancelling import cancel
from aceite.core.sales.dossier import ask_for_dossier
from aceite.core.sales.models import Dossier
from aceite.core.signatures.models import SealedFile
from aceite.core.signatures.trusting import trusted_files
from aceite.core.trail.actors import System
from aceite.kit.sealing.external import judge_file
from tests import outside_signing as outside
from tests.core.contracts.outside import pen_of, send, signed_by, signs_outside
from tests.core.contracts.sent import opened
from tests.core.privacy.dump import files_with, tables_with
from tests.jobs import run_jobs
from tests.walk import draft_for, fresh, sent, with_contract

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def trusting(settings: Any, tmp_path: Path) -> None:
    """The operator knows both authorities of the country."""
    settings.TRUST_FOLDER = str(outside.installed(tmp_path))


@pytest.fixture
def contract(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Contract:
    """Sent to Carla, and read by her."""
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla)
    sent(sale, bruno, now)
    run_jobs(now)
    found = Contract.objects.select_related("document", "version__proposal").get()
    opened([found], carla, at=now)
    return found


def test_the_page_of_signatures_goes_with_the_sale(contract: Contract, carla: PanelUser, now: datetime) -> None:
    signs_outside(contract, carla, now)
    assert contract.version is not None
    sale = fresh(contract.version.proposal)
    page = SealedFile.objects.get(subject=f"manifest/{contract.pk}").document
    cancel(sale, reason="desistência", by=sale.seller, at=now)
    later = now + timedelta(days=366 * 11)
    clear_sale(sale, by=System(sale.company_id), at=later)
    run_jobs(later)
    assert not default_storage.exists(page.path)
    assert files_with(carla.name) == set()


def test_a_copy_of_her_data_has_what_she_signed_outside(contract: Contract, carla: PanelUser, now: datetime) -> None:
    file = signs_outside(contract, carla, now)
    request = order_export(Subject(carla), by=carla, at=now)
    run_jobs(now)
    request.refresh_from_db()
    assert request.file is not None
    with ZipFile(BytesIO(read(request.file))) as archive:
        assert read(file.document) in [archive.read(name) for name in archive.namelist()]
        assert file.document.sha256 in archive.read("dados.json").decode()


def test_whoever_was_erased_meanwhile_does_not_come_back_by_her_certificate(
    contract: Contract, carla: PanelUser, ana: Member, bruno: Member, now: datetime
) -> None:
    """Her file is being judged while the sale is cancelled and she is erased."""
    file = send(contract, carla, signed_by(contract, pen_of(carla), now), now)
    question = question_about(ExternalFile.objects.select_related("contract__version").get(pk=file.pk))
    with time_machine.travel(now, tick=False):
        judged = judge_file(question.data, question.basis, question.expected, trusted=trusted_files(at=now), at=now)
    assert contract.version is not None
    cancel(fresh(contract.version.proposal), reason="desistência", by=bruno, at=now)
    ExternalFile.objects.filter(pk=file.pk).update(state=ExternalState.MANUAL)
    order_erasure(Subject(carla), by=ana, at=now)
    run_jobs(now)
    ExternalFile.objects.filter(pk=file.pk).update(state=ExternalState.WAITING)
    waiting = ExternalFile.objects.select_related("contract__version").get(pk=file.pk)
    settled = settle(waiting, judged, question, by=System(file.company_id), at=now)
    assert settled.state == ExternalState.REFUSED
    assert "contracts_externalfile" not in tables_with(carla.cpf) | tables_with(carla.name)


def test_what_was_refused_goes_with_her_and_the_dossier_is_made_without_it(
    contract: Contract, carla: PanelUser, ana: Member, now: datetime
) -> None:
    """It is no evidence, and its certificate holds her CPF; what counts stays where it is."""
    refused = signs_outside(contract, carla, now, outside.e_cpf("Gil Prado", "11144477735"))
    assert refused.state == ExternalState.REFUSED
    # The vendor looked at it in her office.
    picture(refused.document, 1, width=800, at=now)
    taken = signs_outside(contract, carla, now + timedelta(minutes=5))
    assert contract.version is not None
    sale = fresh(contract.version.proposal)
    cancel(sale, reason="desistência", by=sale.seller, at=now)
    order_erasure(Subject(carla), by=ana, at=now)
    run_jobs(now + timedelta(minutes=9))
    refused.document.refresh_from_db()
    assert not default_storage.exists(refused.document.path) and default_storage.exists(taken.document.path)
    with override("pt-br"):
        words = words_about(ExternalFile.objects.get(pk=taken.pk), ZoneInfo("America/Sao_Paulo"))
    assert words.startswith("Assinou o PDF fora do painel; enviado em")
    ask_for_dossier(sale, by=ana, at=now + timedelta(hours=1))
    run_jobs(now + timedelta(hours=1))
    assert Dossier.objects.get().failure == ""


def test_a_power_of_attorney_brought_to_no_signature_is_in_her_copy_and_goes_with_her(
    padaria: Customer, carla: PanelUser, bruno: Member, ana: Member, now: datetime
) -> None:
    sale = draft_for(padaria, bruno, now)
    set_signers(with_contract(sale, bruno, now, carla), [SignerPlan(carla, asks_proxy=True)], by=bruno, at=now)
    sent(sale, bruno, now)
    run_jobs(now)
    brought = bring_proxy(Signer.objects.get(), b"%PDF-1.7 procuracao", by=carla, at=now).brought_proxy
    assert brought is not None
    request = order_export(Subject(carla), by=carla, at=now)
    run_jobs(now)
    request.refresh_from_db()
    assert request.file is not None
    with ZipFile(BytesIO(read(request.file))) as archive:
        assert read(brought) in [archive.read(name) for name in archive.namelist()]
    cancel(fresh(sale), reason="desistência", by=bruno, at=now)
    order_erasure(Subject(carla), by=ana, at=now)
    run_jobs(now + timedelta(minutes=9))
    assert Signer.objects.get().brought_proxy is None and not default_storage.exists(brought.path)


def test_what_waits_goes_with_her_too(contract: Contract, carla: PanelUser, ana: Member, now: datetime) -> None:
    """The rules left it to the vendor, the sale was cancelled: it can count no more, and its certificate names her."""
    file = signs_outside(contract, carla, now, outside.at_govbr(carla.name))
    assert file.state == ExternalState.MANUAL and contract.version is not None
    sale = fresh(contract.version.proposal)
    cancel(sale, reason="desistência", by=sale.seller, at=now)
    order_erasure(Subject(carla), by=ana, at=now)
    run_jobs(now + timedelta(minutes=1))
    look_after_external.call()
    file.refresh_from_db()
    assert not default_storage.exists(file.document.path) and file.state == ExternalState.REFUSED
    assert files_with(carla.name.upper()) == set()
