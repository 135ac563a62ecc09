"""The worked example of docs/evidence.md, made by the verbs with the cast: `bin/example`.

Keys, salts and codes are new each time, and so are the hashes: the table of values in the page is written anew too.
"""

import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import time_machine
from django.core import mail
from django.core.management import call_command
from django.test.utils import setup_test_environment

from aceite.core.customers.models import CustomerKind, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import WIDTHS, picture
from aceite.core.documents.reading import read
from aceite.core.documents.serving import note_file, note_page, served_to
from aceite.core.people.permissions import Role
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.sales.approving import approve
from aceite.core.sales.dossier import ask_for_dossier, newest_dossier
from aceite.core.sales.dossier_store import open_kept
from aceite.core.signatures.models import InstanceKey, KeyKind
from aceite.core.signatures.statements import Opened
from aceite.core.signatures.tasks import anchor_the_trail
from aceite.kit.hashing import groups_of_four, sha256_hex
from aceite.kit.sealing.authority import fingerprint
from aceite_verify.embedded import attached_evidence
from tests import cast, walk
from tests.core.contracts.sent import confirm, opened, prepare
from tests.jobs import run_jobs

SENT = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE, FOLDER = DOCS / "evidence.md", DOCS / "exemplo"
BEGIN, END = "<!-- valores: escritos por bin/example -->\n", "<!-- fim dos valores -->"


def make(folder: Path) -> None:
    """Writes the files of the example: a sale sent at ten, signed and approved at two, anchored at night."""
    aurora = cast.company("aurora", "Aurora", "11222333000181")
    cast.member(aurora, "Ana", Role.OWNER)
    bruno = cast.member(aurora, "Bruno", Role.SELLER)
    padaria = cast.customer(aurora, CustomerKind.COMPANY, "Padaria Central Ltda.", "12ABC34501DE35")
    carla = cast.panel_user(padaria, "Carla Nogueira", "carla@padaria.example", "52998224725", sign=True, approve=True)
    signed_at, night, morning = (SENT + timedelta(hours=hours) for hours in (4, 11, 23))
    with time_machine.travel(SENT, tick=False):
        proposal = walk.draft_for(padaria, bruno, SENT)
        walk.with_contract(proposal, bruno, SENT, carla, title="Fornecimento do forno")
        sale = walk.sent(proposal, bruno, SENT)
        run_jobs(SENT)
    _reads_signs_and_approves(sale, carla, signed_at)
    run_jobs(signed_at + timedelta(minutes=3))
    anchor_the_trail.enqueue(company_id=aurora.pk)
    run_jobs(night)
    ask_for_dossier(walk.fresh(sale), by=bruno, at=morning)
    run_jobs(morning)
    dossier = newest_dossier(sale, by=bruno)
    contract = walk.contracts_of(sale).get()
    assert dossier is not None and contract.signed_file is not None
    authority = InstanceKey.objects.get(kind=KeyKind.AUTHORITY)
    (folder / "confianca" / "instance").mkdir(parents=True, exist_ok=True)
    (folder / "confianca" / "instance" / "autoridade.pem").write_text(authority.certificate)
    (folder / "contrato-assinado.pdf").write_bytes(read(contract.signed_file))
    (folder / "recibo.json").write_bytes(_mailed("recibo", carla.email))
    (folder / "ancora.json").write_bytes(_mailed("ancora", "ana@aurora.example"))
    for form in ("zip", "pdf"):
        with open_kept(dossier, form) as opened:
            (folder / f"dossie.{form}").write_bytes(opened.read())


def _reads_signs_and_approves(sale: Proposal, carla: PanelUser, at: datetime) -> None:
    contracts = list(walk.contracts_of(sale).select_related("document"))
    opened(contracts, carla, at=at)
    read_by_her = {contract.pk: _shown(contract.document, 134, at) for contract in contracts}
    confirm(prepare(contracts, carla, at, opened=read_by_her), carla, at)
    later = at + timedelta(minutes=2)
    yes = walk.answer_to(sale, opened=_shown(current_of(sale).paper, 0, later))
    approve(walk.fresh(sale), yes, by=carla, at=later)


def _shown(file: Document | None, seconds: int, at: datetime) -> Opened:
    """What the panel serves of a file to somebody who reads it on her phone, and the hash that the phone computes."""
    assert file is not None
    for page in range(1, file.pages + 1):
        note_page(file, page, picture(file, page, width=WIDTHS[-1], at=at).sha256, reader="phone", at=at)
    note_file(file, reader="phone", at=at)
    served = served_to("phone", file)
    return Opened(served.pictures, served.pages, served.file, seconds, file.sha256)


def values(folder: Path) -> str:
    """The table of the page: what the files of the example hold, for the eye."""
    file = (folder / "contrato-assinado.pdf").read_bytes()
    attached = attached_evidence(file)
    assert attached is not None
    proof, anchor = json.loads(attached.data), json.loads((folder / "ancora.json").read_bytes())
    authority = (folder / "confianca" / "instance" / "autoridade.pem").read_bytes()
    rows: list[tuple[str, Any]] = [
        ("comprimento do contrato entregue (n)", f"{proof['original']['length']} bytes"),
        ("SHA-256 do contrato entregue (d)", proof["original"]["sha256"]),
        ("SHA-256 do pacote (b)", proof["bundle"]["sha256"]),
        ("SHA-256 da declaração de Carla (s)", proof["statements"][0]["sha256"]),
        ("confirmada em", proof["statements"][0]["confirmed_at"]),
        ("último evento da trilha dentro do arquivo", proof["trail"][-1]["hash"]),
        ("SHA-256 do arquivo assinado", sha256_hex(file)),
        ("SHA-256 da âncora da noite", anchor["sha256"]),
        ("SHA-256 do índice do dossiê", sha256_hex(_index(folder))),
        ("impressão digital da autoridade do exemplo", fingerprint(authority)),
    ]
    told = [(name, groups_of_four(value) if len(value) == 64 else value) for name, value in rows]
    return (
        "\n".join(["| no exemplo | valor |", "|---|---|", *(f"| {name} | `{value}` |" for name, value in told)]) + "\n"
    )


def _index(folder: Path) -> bytes:
    with zipfile.ZipFile(folder / "dossie.zip") as dossier:
        return dossier.read("indice.json")


def page_with(table: str, text: str) -> str:
    """The page with this table of values between its marks."""
    before, _mark, rest = text.partition(BEGIN)
    return before + BEGIN + table + END + rest.partition(END)[2]


def _mailed(kind: str, address: str) -> bytes:
    """The newest file of a kind that was mailed to somebody about her signature, or the trail."""
    letters = [letter for letter in mail.outbox if address in letter.to[0]]
    files = [bytes(data) for letter in letters for name, data, _type in letter.attachments if name.startswith(kind)]
    return next(file for file in files if kind != "recibo" or json.loads(file)["statement"]["act"] == "sign")


def main() -> None:
    """Makes the files and writes their values into the page; into a database of its own, as bin/example gives it."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    make(FOLDER)
    PAGE.write_text(page_with(values(FOLDER), PAGE.read_text(encoding="utf-8")), encoding="utf-8")
