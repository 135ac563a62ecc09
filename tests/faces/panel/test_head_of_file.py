"""`head -c n F | sha256sum` gives d: as stored, on the page of signatures, in every S, and as served on both sides."""

import json
import subprocess
from datetime import datetime
from pathlib import Path

import pytest
from django.core import mail

from aceite.core.customers.models import Customer, PanelUser
from aceite.core.people.models import Member
from aceite.kit.hashing import groups_of_four
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import contracts_of, draft_for, sent, signed, with_contract

pytestmark = pytest.mark.django_db


def shell(line: str, folder: Path) -> str:
    """What a shell of anybody's prints."""
    return subprocess.run(["sh", "-ec", line], cwd=folder, capture_output=True, text=True, check=True).stdout


def fetched(person: Member | PanelUser, address: str, file: Path) -> None:
    """A download through its door."""
    answer = client_of(person).get(address)
    assert answer.status_code == 200
    file.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]


def test_the_signed_file_begins_with_what_was_given(
    padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime, tmp_path: Path
) -> None:
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, gil)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, gil, at=now)
    run_jobs(now)
    contract = contracts_of(sale).select_related("document").get()
    assert contract.document is not None
    d, n = contract.document.sha256, contract.document.size
    panel = f"/aurora/painel/propostas/{sale.number}/contratos/{contract.pk}"
    office = f"/aurora/gestao/vendas/{sale.number}/contratos/{contract.pk}"
    places: dict[str, tuple[Member | PanelUser, str]] = {
        "carla-d.pdf": (carla, f"{panel}/arquivo/"),
        "carla-f.pdf": (carla, f"{panel}/assinado/"),
        "bruno-d.pdf": (bruno, f"{office}/contrato.pdf"),
        "bruno-f.pdf": (bruno, f"{office}/assinado.pdf"),
    }
    for name, (person, address) in places.items():
        fetched(person, address, tmp_path / name)
    printed = shell(f"for f in *-f.pdf *-d.pdf; do head -c {n} $f | sha256sum; done", tmp_path)
    assert [line.split()[0] for line in printed.splitlines()] == [d] * 4
    assert shell("sha256sum carla-d.pdf bruno-d.pdf", tmp_path).count(d) == 2
    page = shell("pdftotext -f 2 -layout carla-f.pdf -", tmp_path)
    assert groups_of_four(d) in page and f"head -c {n}" in page
    statements = json.loads(shell("qpdf --show-attachment=evidence.json carla-f.pdf", tmp_path))["statements"]
    assert [said["statement"]["file"] for said in statements] == [
        {"sha256": d, "length": n, "pages": contract.document.pages}
    ] * 2
    receipts = [json.loads(file[1]) for letter in mail.outbox for file in letter.attachments if "recibo" in file[0]]
    assert [receipt["statement"]["file"]["sha256"] for receipt in receipts] == [d] * 2
