"""What a signer keeps at once: receipt, the very file she signed, the public answer in one touch, all in one ZIP."""

import json
import re
from datetime import datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.mail import EmailMessage
from django.test import Client
from django.utils import timezone

from aceite.core.contracts import tasks
from aceite.core.contracts.copies import UploadedFile, accept_copy, upload_copy
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.kit.codes import format_code
from aceite.kit.hashing import sha256_hex
from aceite.outbound.mail import enclosing
from tests.clients import client_of
from tests.core.contracts.scans import photo
from tests.core.contracts.sent import sign_all
from tests.faces.panel.conftest import body_of, url_of
from tests.faces.panel.test_signing import signs
from tests.jobs import run_jobs
from tests.walk import ORIGIN, contracts_of, draft_for, sent, signed, with_contract


def enclosed(words: str, to: PanelUser) -> dict[str, bytes]:
    """The files of the one letter to this person whose subject begins so."""
    [letter] = [one for one in mail.outbox if to.email in one.to[0] and one.subject.startswith(words)]
    files = (file for file in letter.attachments if isinstance(file, tuple))
    return {str(file[0]): bytes(file[1]) if isinstance(file[1], bytes) else str(file[1]).encode() for file in files}


def called(person: PanelUser) -> list[EmailMessage]:
    """The letters that call this person to approve."""
    return [one for one in mail.outbox if person.email in one.to[0] and one.subject.startswith("Falta aprovar")]


def test_the_receipt_and_the_very_file_come_by_mail_and_the_signed_one_when_all_have_signed(
    digital: Proposal, hers: Client, carla: PanelUser, gil: PanelUser
) -> None:
    signs(hers, digital)
    run_jobs()
    both, alone = contracts_of(digital)
    assert both.document and alone.signed_file
    kept = enclosed("Sua assinatura em “Fornecimento”", carla)
    receipt = next(data for name, data in kept.items() if name.endswith(".json"))
    assert sha256_hex(kept["fornecimento-2026-0001.pdf"]) == both.document.sha256
    assert json.loads(receipt)["statement"]["file"]["sha256"] == both.document.sha256
    whole = enclosed("“Sigilo” está assinado por todos", carla)
    assert sha256_hex(whole["sigilo-2026-0001-assinado.pdf"]) == alone.signed_file.sha256
    assert not [one for one in mail.outbox if one.subject.startswith("“Fornecimento” está assinado")]


def test_what_no_mail_can_carry_stays_in_the_panel(
    digital: Proposal, hers: Client, carla: PanelUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(enclosing, "LARGEST", 10)
    told = hers.get(signs(hers, digital)).content.decode()
    assert "as suas cópias ficam aqui, no painel" in told and "cópias vão agora" not in told
    run_jobs()
    assert [name[-5:] for name in enclosed("Sua assinatura em “Sigilo”", carla)] == [".json"]
    assert not enclosed("“Sigilo” está assinado por todos", carla)


def test_whoever_approves_is_called_with_the_last_signature_and_waits_for_no_seal(
    digital: Proposal, hers: Client, carla: PanelUser, gil: PanelUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hangs(*_given: object, **_said: object) -> None:
        raise TimeoutError("no time authority answers")

    monkeypatch.setattr(tasks, "seal_file", hangs)
    signs(hers, digital)
    run_jobs(failing=True)
    assert not called(carla)
    sign_all([contracts_of(digital)[0]], gil, at=timezone.now())
    run_jobs(failing=True)
    assert not contracts_of(digital).filter(signed_file__isnull=False).exists()
    [letter] = called(carla)
    assert "Agora falta aprovar a proposta." in letter.body and "anexo" not in letter.body and not letter.attachments
    assert not called(gil)


def test_who_signs_last_and_approves_reads_it_beside_her_receipt(
    padaria: Customer, bruno: Member, carla: PanelUser, at: datetime
) -> None:
    draft = draft_for(padaria, bruno, at)
    with_contract(draft, bruno, at, carla)
    sale = sent(draft, bruno, at)
    signed(sale, carla, at=at)
    run_jobs(at)
    [receipt] = [one for one in mail.outbox if one.subject.startswith("Sua assinatura")]
    assert "Agora falta aprovar a proposta." in receipt.body
    assert not called(carla)


def test_from_the_signature_to_the_public_answer_is_one_touch(digital: Proposal, hers: Client, davi: PanelUser) -> None:
    contract = contracts_of(digital).first()
    assert contract is not None
    check = f"/verificar/{format_code(contract.code)}/"
    assert check not in hers.get(url_of(digital)).content.decode()
    signs(hers, digital)
    for rest in ("", f"contratos/{contract.pk}/"):
        page = hers.get(url_of(digital, rest)).content.decode()
        assert check in page and "O que assinei (PDF)" in page
        receipt = re.search(r'"(/aurora/painel/recibos/\d+/arquivo/)"', page)
        assert receipt and json.loads(hers.get(receipt[1]).content)["type"] == "aceite.receipt.v1"
    assert "O código existe" in Client().get(check).content.decode()
    assert "Meu recibo" not in client_of(davi).get(url_of(digital)).content.decode()


def test_everything_in_one_zip_also_for_who_may_only_look(digital: Proposal, hers: Client, davi: PanelUser) -> None:
    signs(hers, digital)
    run_jobs()
    both, alone = contracts_of(digital)
    assert both.document and alone.signed_file
    files = unzipped(client_of(davi), digital)
    assert set(files) == {
        "proposta-2026-0001-v1.pdf",
        "contratos/01-fornecimento.pdf",
        "contratos/02-sigilo.pdf",
        "contratos/02-sigilo-assinado.pdf",
    }
    assert sha256_hex(files["contratos/02-sigilo-assinado.pdf"]) == alone.signed_file.sha256
    more = set(unzipped(hers, digital)) - set(files)
    assert len(more) == 2 and all(name.startswith("recibos/recibo-2026-0001-") for name in more)
    Document.objects.filter(pk=both.document.pk).update(sha256="0" * 64)
    assert hers.get(url_of(digital, "tudo/")).status_code == 409


def test_where_it_was_signed_on_paper_the_accepted_copy_is_in_the_zip(
    manual: Proposal, hers: Client, carla: PanelUser, davi: PanelUser, bruno: Member, at: datetime
) -> None:
    contract, page = contracts_of(manual)[0], photo()
    copy = upload_copy(contract, [UploadedFile("via 1.jpg", page)], key="k", by=carla, origin=ORIGIN, at=at)
    run_jobs(at)
    assert page not in unzipped(hers, manual).values()
    accept_copy(copy, by=bruno, at=at)
    run_jobs(at)
    assert unzipped(hers, manual)["contratos/01-fornecimento-via-assinada/01-via-1.jpg"] == page
    # Who may not sign reads no copies, here as on the contract's page.
    assert page not in unzipped(client_of(davi), manual).values()


def unzipped(browser: Client, proposal: Proposal) -> dict[str, bytes]:
    """The files of the ZIP by their names."""
    with ZipFile(BytesIO(body_of(browser.get(url_of(proposal, "tudo/"))))) as opened:
        return {name: opened.read(name) for name in opened.namelist()}
