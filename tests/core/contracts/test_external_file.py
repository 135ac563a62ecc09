"""Nothing is added to a contract signed outside; a sealed page of signatures stands beside it and names it."""

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from aceite.core.contracts.external_checking import accept_external
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.sales.dossier import ask_for_dossier
from aceite.core.sales.dossier_store import open_kept
from aceite.core.signatures.models import SealLevel
from aceite.core.signatures.trusting import trusted_files
from aceite.kit.pdf.pages import text
from aceite_verify.checking import check
from aceite_verify.dossier import check_dossier
from aceite_verify.findings import INCOMPLETE, INVALID, Report, Verdict
from aceite_verify.trust import trust_of
from tests import outside_signing as outside
from tests.core.contracts.outside import signs_outside
from tests.core.contracts.sent import opened, sign_all
from tests.core.signatures.test_improving import stamped_later
from tests.jobs import run_jobs
from tests.kit.outside_judges import qpdf_finds_no_fault
from tests.stamping import stamping
from tests.verify import forging
from tests.walk import contracts_of, draft_for, sent, with_contract

pytestmark = pytest.mark.usefixtures("trusting")

Files = tuple[bytes, bytes]


@pytest.fixture
def deal(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Contract:
    """Sent to Carla and Gil, with everything that sending binds, and read by both."""
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, gil)
    sent(proposal, bruno, now)
    contract = contracts_of(proposal).select_related("document", "version__proposal").get()
    opened([contract], carla, gil, at=now)
    return contract


def files_of(contract: Contract, now: datetime) -> Files:
    """U and its page, once the worker has done its part."""
    run_jobs(now + timedelta(minutes=30))
    contract.refresh_from_db()
    assert contract.signed_file is not None and contract.manifest_file is not None
    return read(contract.signed_file), read(contract.manifest_file)


@pytest.fixture
def both(deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime) -> Files:
    """Carla signed outside with her e-CPF, Gil after her with his."""
    signs_outside(deal, carla, now)
    signs_outside(deal, gil, now + timedelta(minutes=5))
    return files_of(deal, now)


def checked(data: bytes, beside: bytes | None, now: datetime) -> Report:
    trust = trust_of(trusted_files(at=now), at=now + timedelta(hours=1), strict=False)
    return check(data, trust, beside=beside)


def told(report: Report) -> set[str]:
    # Of the installation's own seal nobody keeps lists here, and no time authority is asked.
    untold = {"seal.not_stamped", "seal.revocation_unknown"}
    return {each.code for each in report.findings if each.verdict is not Verdict.GOOD} - untold


def test_the_last_accepted_pdf_is_the_signed_contract_untouched(
    deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    signs_outside(deal, carla, now)
    last = signs_outside(deal, gil, now + timedelta(minutes=5))
    contract, page = files_of(deal, now)
    assert contract == read(last.document) and qpdf_finds_no_fault(page)
    words = text(page)
    flat = "".join(words.split())
    assert last.document.sha256 in flat and deal.document is not None and deal.document.sha256 in flat
    assert "CARLA NOGUEIRA" in words and "certificado ICP-Brasil" in words and carla.cpf not in flat


def test_both_files_together_hold(both: Files, now: datetime) -> None:
    contract, page = both
    for first, second in ((page, contract), (contract, page)):
        report = checked(first, second, now)
        assert told(report) == set()
        assert {each.code for each in report.findings} >= {"apart.contract", "original.intact", "external.only_signs"}


def test_the_page_gets_its_time_stamp_later_and_the_contract_stays_untouched(
    both: Files, deal: Contract, now: datetime, settings: Any, tmp_path: Path
) -> None:
    with stamping(settings, tmp_path):
        stamped_later()
    deal.refresh_from_db()
    assert deal.signed_file is not None and deal.manifest_file is not None
    assert read(deal.signed_file) == both[0] and read(deal.manifest_file) != both[1]
    assert deal.manifest_file.sealing.level == SealLevel.KEPT
    report = checked(both[0], read(deal.manifest_file), timezone.now())
    assert [each.code for each in report.findings if each.verdict is Verdict.BAD] == []


def test_each_alone_says_that_the_other_is_missing(both: Files, now: datetime) -> None:
    contract, page = both
    assert told(checked(page, None, now)) == {"apart.contract_absent"}
    alone = checked(contract, None, now)
    assert told(alone) == {"evidence.absent", "apart.page_absent"} and alone.exit_status == INCOMPLETE


def test_what_the_companys_e_cnpj_signed_holds_too(
    deal: Contract, padaria: Customer, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    signs_outside(deal, carla, now, outside.e_cnpj(padaria.name, padaria.taxid, carla.name, carla.cpf))
    sign_all([deal], gil, at=now + timedelta(minutes=5))
    contract, page = files_of(deal, now)
    assert told(checked(page, contract, now)) == set()


FORGERIES: list[Callable[[bytes], bytes]] = [
    lambda contract: forging.appended(contract, forging.note),
    lambda contract: contract[:-1],
    lambda contract: outside.signed(contract, outside.at_govbr("Davi Rocha"), field="Assinatura 9"),
]


@pytest.mark.parametrize("forge", FORGERIES)
def test_another_contract_beside_the_page_is_told(both: Files, now: datetime, forge: Any) -> None:
    contract, page = both
    report = checked(page, forge(contract), now)
    assert report.exit_status == INVALID and "apart.other_contract" in told(report)


def test_a_changed_contract_alone_is_never_good(both: Files, now: datetime) -> None:
    report = checked(forging.appended(both[0], forging.overlay), None, now)
    assert report.exit_status == INVALID and "external.changed_after" in told(report)


def test_without_the_authorities_it_is_incomplete(both: Files, now: datetime, settings: Any, tmp_path: Path) -> None:
    settings.TRUST_FOLDER = str(tmp_path / "nobody")
    report = checked(both[1], both[0], now)
    assert report.exit_status == INCOMPLETE and told(report) == {"holder.not_checked"}


def test_some_by_code_and_some_outside_stand_on_one_page(
    deal: Contract, carla: PanelUser, gil: PanelUser, now: datetime
) -> None:
    signs_outside(deal, carla, now)
    sign_all([deal], gil, at=now + timedelta(minutes=5))
    contract, page = files_of(deal, now)
    assert told(checked(page, contract, now)) == set()
    words = " ".join(text(page).split())
    assert "Gil Prado" in words and "Código enviado por e-mail" in words


def test_what_the_vendor_confirmed_is_told_as_such(
    deal: Contract, carla: PanelUser, gil: PanelUser, bruno: Member, now: datetime
) -> None:
    file = signs_outside(deal, carla, now, outside.at_govbr(carla.name))
    accept_external(file, confirmation="Falei com ela.", by=bruno, at=now + timedelta(minutes=3))
    signs_outside(deal, gil, now + timedelta(minutes=5))
    contract, page = files_of(deal, now)
    report = checked(page, contract, now)
    assert told(report) == set() and "apart.confirmed" in {each.code for each in report.findings}
    assert "Conferido por Bruno: “Falei com ela.”" in " ".join(text(page).split())


def test_the_command_checks_both(both: Files, tmp_path: Path) -> None:
    for name, data in zip(("contrato.pdf", "pagina.pdf"), both, strict=True):
        (tmp_path / name).write_bytes(data)
    command = [sys.executable, "-m", "aceite_verify.cli", "contrato.pdf", "--with", "pagina.pdf", "--trust", "trust"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert ran.returncode == INCOMPLETE
    assert "O contrato assinado é o que esta página cita" in ran.stdout


def test_a_dossier_holds_both_files_and_is_checked_with_both(
    both: Files, deal: Contract, bruno: Member, now: datetime
) -> None:
    assert deal.version is not None
    asked = ask_for_dossier(deal.version.proposal, by=bruno, at=now + timedelta(hours=1))
    run_jobs(now + timedelta(hours=1))
    asked.refresh_from_db()
    with open_kept(asked, "zip") as opened_zip:
        report = check_dossier(BytesIO(opened_zip.read()), trust_of(trusted_files(at=now), at=now + timedelta(hours=1)))
    page = [each for each in report.findings if each.file.endswith("-assinaturas.pdf")]
    assert "apart.contract" in {each.code for each in page}
    assert [each.code for each in report.findings if each.verdict is Verdict.BAD] == []
    assert "dossier.absent" not in {each.code for each in report.findings}
