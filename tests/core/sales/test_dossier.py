"""A dossier proves its sale by itself: the offline checker finds it whole, and finds every change in it."""

import json
import subprocess
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage

from aceite.core.contracts.models import Contract
from aceite.core.contracts.representing import set_countersigners
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.customers.powers import PowerData, ProxyFile, note_power
from aceite.core.people.models import Member
from aceite.core.proposals.models import Proposal
from aceite.core.sales.dossier import KEPT, NothingSent, ask_for_dossier, forget_dossier, newest_dossier
from aceite.core.sales.dossier_store import open_kept, place_of
from aceite.core.sales.models import Dossier
from aceite.core.sales.revising import revise
from aceite.core.sales.tasks import forget_old_dossiers
from aceite.core.signatures.anchoring import anchor_file
from aceite.core.signatures.models import InstanceKey, KeyKind, SealLevel
from aceite.core.trail.actors import System
from aceite.core.trail.models import Anchor, Event
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.hashing import canonical, rfc3339, sha256_hex
from aceite.kit.pdf.pages import text
from aceite_verify.anchors import anchor_hash
from aceite_verify.checking import check
from aceite_verify.dossier import check_dossier
from aceite_verify.embedded import attached as attached_index
from aceite_verify.findings import Report, Verdict
from aceite_verify.trust import Trust, read_trust
from tests.anchoring import anchor_trail
from tests.core.contracts.test_countersigning import confirm, prepare
from tests.jobs import run_jobs
from tests.kit.archive_judge import archive_faults
from tests.kit.sealing import tsa
from tests.stamping import stamping
from tests.updated import append_pages
from tests.walk import approved, copied, draft_for, fresh, sent, sent_for, signed, with_contract

pytestmark = pytest.mark.django_db
NOBODY_KNOWN = {"key.unknown_issuer", "trust.not_checked", "seal.not_stamped"}


@pytest.fixture
def closed(padaria: Customer, bruno: Member, carla: PanelUser, gil: PanelUser, now: datetime) -> Proposal:
    """Two versions; Carla signed both, Gil the second one, which she approved; then the day's anchor was made."""
    proposal = draft_for(padaria, bruno, now)
    Proposal.objects.filter(pk=proposal.pk).update(internal_notes="Margem de 31 %")
    with_contract(proposal, bruno, now, carla, gil)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, at=now)
    revise(fresh(sale), by=bruno, at=now)
    sale = sent(fresh(sale), bruno, now)
    signed(sale, carla, gil, at=now)
    approved(fresh(sale), carla, now)
    run_jobs(now)
    anchor_trail(sale.company_id, by=System(sale.company_id), at=now + timedelta(hours=9))
    run_jobs(now)
    return fresh(sale)


def made(sale: Proposal, by: Member | PanelUser, at: datetime) -> Dossier:
    """The dossier this person asked for, as the worker made it."""
    ask_for_dossier(sale, by=by, at=at)
    run_jobs(at)
    found = newest_dossier(sale, by=by)
    assert found is not None and found.failure == "" and found.made_at is not None
    return found


def bytes_of(dossier: Dossier, form: str = "zip") -> bytes:
    with open_kept(dossier, form) as opened:  # type: ignore[arg-type]
        data: bytes = opened.read()
    return data


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(BytesIO(data)).namelist()


def report_on(data: bytes, at: datetime, trust: Path | None = None) -> Report:
    return check_dossier(BytesIO(data), read_trust(trust, at=at))


def wanting(report: Report, verdict: Verdict = Verdict.BAD) -> list[str]:
    return [f"{found.file} {found.code}".strip() for found in report.findings if found.verdict == verdict]


@pytest.fixture
def trust(closed: Proposal, tmp_path: Path) -> Path:
    """A folder that trusts this installation."""
    (tmp_path / "trust" / "instance").mkdir(parents=True)
    authority = InstanceKey.objects.get(kind=KeyKind.AUTHORITY)
    (tmp_path / "trust" / "instance" / "authority.pem").write_text(authority.certificate)
    return tmp_path / "trust"


def test_a_proxy_lies_beside_the_contract_it_binds_by(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    noted = note_power(carla, PowerData("proxy", proxy=ProxyFile("p.pdf", b"%PDF-1.7 procura")), by=bruno, at=now)
    sale = draft_for(padaria, bruno, now)
    with_contract(sale, bruno, now, carla)
    data = bytes_of(made(sent(sale, bruno, now), bruno, now))
    [path] = [name for name in names(data) if "-procuracao-" in name]
    assert noted is not None and noted.proxy is not None
    assert sha256_hex(zipfile.ZipFile(BytesIO(data)).read(path)) == noted.proxy.sha256
    assert wanting(report_on(data, now)) == []


def test_the_checker_finds_everything_sound(closed: Proposal, bruno: Member, trust: Path, now: datetime) -> None:
    report = report_on(bytes_of(made(closed, bruno, now)), now, trust)
    assert wanting(report) == []
    unknown = {found.code for found in report.findings if found.verdict == Verdict.MISSING}
    assert unknown <= {"seal.not_stamped", "seal.revocation_unknown"}
    good = {"dossier.index_sound", "dossier.whole", "dossier.version_sound", "anchor.sound", "receipt.sound"}
    assert good <= {found.code for found in report.findings}


def test_everything_is_in_it(closed: Proposal, bruno: Member, now: datetime) -> None:
    listed = " ".join(names(bytes_of(made(closed, bruno, now))))
    for wanted in (
        *("LEIA-ME.txt indice.json indice.assinatura.json", "versoes/1/proposta.pdf", "versoes/2/proposta.pdf"),
        *("versoes/1/pacote.json", "-fornecimento.pdf", "-fornecimento-assinado.pdf", "-assinado-evidencias.json"),
        *("versoes/2/aprovacao-", "atos/01-sign-", "approve-", "trilha.json", "ancoras/00001.json", "chaves/"),
        "termos/",
    ):
        assert wanted in listed


def test_the_same_facts_give_the_same_bytes(closed: Proposal, bruno: Member, now: datetime) -> None:
    first = made(closed, bruno, now)
    data = bytes_of(first)
    second = made(closed, bruno, now + timedelta(days=1))
    assert second.pk != first.pk
    assert bytes_of(second) == data and second.index_sha256 == first.index_sha256


def test_nothing_of_the_vendors_own_is_in_the_customers(
    closed: Proposal, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    words = {"reason": "Comprador exigente", "ip": "192.0.2.9"}
    record("proposal.reassigned", sale=closed.pk, by=bruno, at=now, personal=words)
    record("proposal.extended", sale=closed.pk, by=bruno, at=now, data={"until": "2026-12-31"}, personal=words)
    vendors, customers = (made(closed, who, now) for who in (bruno, carla))
    of_vendor, of_customer = bytes_of(vendors), bytes_of(customers)
    assert b"Margem de 31" not in of_vendor + of_customer
    assert names(of_vendor) == names(of_customer)
    # The reason of an act she sees is hers to read; the act she does not see, and from where the vendor acts, are not.
    assert (of_vendor.count(b"Comprador exigente"), of_customer.count(b"Comprador exigente")) == (2, 1)
    assert (of_vendor.count(b"192.0.2.9"), of_customer.count(b"192.0.2.9")) == (2, 0)
    assert "Vendedor alterado" in text(bytes_of(vendors, "pdf"))
    assert "Vendedor alterado" not in text(bytes_of(customers, "pdf"))
    assert wanting(report_on(of_customer, now)) == []


def test_the_cover_names_the_index_and_is_sealed(closed: Proposal, bruno: Member, trust: Path, now: datetime) -> None:
    dossier = made(closed, bruno, now)
    pdf = bytes_of(dossier, "pdf")
    assert archive_faults(pdf) == []
    report = check(pdf, read_trust(trust, at=now))
    assert wanting(report) == []
    covers = [found.detail["sha256"] for found in report.findings if found.code == "dossier.cover"]
    assert covers == [dossier.index_sha256]


def test_the_cover_says_who_vouches_for_its_time(
    closed: Proposal, bruno: Member, settings: Any, tmp_path: Path, now: datetime
) -> None:
    bare = made(closed, bruno, now)
    assert (bare.level, bare.stamped_at, bare.authority) == (SealLevel.SEALED, None, "")
    assert "sem carimbo de tempo externo" in words_of(bytes_of(bare, "pdf"))
    with stamping(settings, tmp_path, tsa.honest(now)):
        stamped = made(closed, bruno, now)
    assert (stamped.level, stamped.authority) == (SealLevel.KEPT, "Hora Certa") and stamped.stamped_at is not None
    pdf = bytes_of(stamped, "pdf")
    assert "com carimbo de tempo externo" in words_of(pdf)
    report = check(pdf, read_trust(tmp_path / "trust", at=now))
    assert wanting(report) == [] and "seal.stamped" in {found.code for found in report.findings}


def words_of(pdf: bytes) -> str:
    return " ".join(text(pdf).split())


def test_who_signed_for_the_vendor_is_not_told_as_the_customers(
    padaria: Customer, ana: Member, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla)
    set_countersigners(Contract.objects.get(), [ana], by=bruno, at=now)
    sale = sent(proposal, bruno, now)
    signed(sale, carla, at=now)
    confirm(prepare(Contract.objects.get(), ana, now), ana, now)
    dossier = made(fresh(sale), bruno, now)
    assert "Ana Assinou · Representante da empresa (contratada)" in words_of(bytes_of(dossier, "pdf"))
    assert wanting(report_on(bytes_of(dossier), now)) == []


def test_the_cover_is_compared_with_its_dossier(closed: Proposal, bruno: Member, trust: Path, now: datetime) -> None:
    first = made(closed, bruno, now)
    data, cover = bytes_of(first), bytes_of(first, "pdf")
    roots = read_trust(trust, at=now)
    together = check_dossier(BytesIO(data), roots, cover=cover)
    assert wanting(together) == [] and "dossier.cover_same" in {found.code for found in together.findings}
    record("proposal.reminded", sale=closed.pk, by=System(closed.company_id), at=now)
    later = bytes_of(made(closed, bruno, now))
    assert wanting(check_dossier(BytesIO(later), roots, cover=cover)) == ["dossier.cover_other"]
    bare = seal_alone(cover)
    assert "dossie.pdf seal.none" in wanting(check_dossier(BytesIO(data), roots, cover=bare))


def seal_alone(cover: bytes) -> bytes:
    """The cover as anybody could make it: with the index, and without a seal."""
    attached = attached_index(cover, "indice.json")
    assert attached is not None
    plain = cover[: cover.index(b"%%EOF") + len(b"%%EOF\n")]
    return append_pages(plain, b"", attachments={"indice.json": attached.data})


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None]) -> bytes:
    archive = zipfile.ZipFile(BytesIO(data))
    files = {name: archive.read(name) for name in archive.namelist()}
    change(files)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return out.getvalue()


def untouched(files: dict[str, bytes]) -> None:
    """Packed again by another program."""


def changed(files: dict[str, bytes]) -> None:
    files["versoes/1/proposta.pdf"] += b"\n"


def taken_out(files: dict[str, bytes]) -> None:
    del files["trilha.json"]


def added(files: dict[str, bytes]) -> None:
    files["versoes/1/outra.pdf"] = b"%PDF-1.7"


def index_rewritten(files: dict[str, bytes]) -> None:
    files["indice.json"] = files["indice.json"].replace(b'"kind":"readme"', b'"kind":"leiame"')


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (untouched, []),
        (changed, ["dossier.changed"]),
        (taken_out, ["dossier.missing_file", "dossier.malformed"]),
        (added, ["dossier.unlisted"]),
        (index_rewritten, ["dossier.index_false"]),
    ],
)
def test_every_change_is_found(
    change: Callable[[dict[str, bytes]], None], said: list[str], closed: Proposal, bruno: Member, now: datetime
) -> None:
    assert wanting(report_on(repacked(bytes_of(made(closed, bruno, now)), change), now)) == said


def by_hand(folder: Path) -> subprocess.CompletedProcess[str]:
    """What a shell makes of the lines of LEIA-ME.txt, where the dossier was unpacked."""
    text = (folder / "LEIA-ME.txt").read_text(encoding="utf-8")
    chapter = text.split("COMO CONFERIR À MÃO")[1].split("COMO CONFERIR TUDO")[0]
    script = "\n".join(line for line in chapter.splitlines() if line.startswith("     "))
    return subprocess.run(["sh", "-c", script], cwd=folder, capture_output=True, text=True)


@pytest.fixture
def unpacked(closed: Proposal, bruno: Member, now: datetime, tmp_path: Path) -> Path:
    """The dossier in a folder of its own, and nothing else."""
    folder = tmp_path / "dossie"
    with zipfile.ZipFile(BytesIO(bytes_of(made(closed, bruno, now)))) as archive:
        archive.extractall(folder)
    return folder


def test_the_lines_of_the_readme_agree(unpacked: Path) -> None:
    signed_files = sorted(path.relative_to(unpacked) for path in unpacked.glob("versoes/*/contratos/*-assinado.pdf"))
    acts = sorted(path.relative_to(unpacked) for path in unpacked.glob("atos/*.json"))
    done = by_hand(unpacked)
    said = done.stdout.splitlines()
    assert done.stderr == "" and said[:3] == ["nenhum mudou", "nenhum sobra", "Verified OK"]
    contracts = [str(path).removesuffix("-assinado.pdf") for path in signed_files]
    agreeing = [*contracts, "versoes/1/pacote.json", "versoes/2/pacote.json", "a trilha", *acts]
    assert contracts and acts
    assert [line for line in said if line.endswith(" confere")] == [f"{what} confere" for what in agreeing]
    assert said[-1].startswith("sha256 Fingerprint=") and len(said) == 2 + 1 + len(agreeing) + len(acts) + 1
    assert (unpacked.parent / "confianca/instance/autoridade.pem").read_text().startswith("-----BEGIN CERTIFICATE")


@pytest.mark.parametrize(
    ("path", "silent"),
    [
        ("versoes/1/proposta.pdf", "nenhum mudou"),
        ("versoes/2/pacote.json", "versoes/2/pacote.json confere"),
        ("trilha.json", "a trilha confere"),
        ("a-mais.txt", "nenhum sobra"),
        ("indice-b.json", "nenhum sobra"),
    ],
)
def test_the_lines_of_the_readme_find_what_is_wrong(unpacked: Path, path: str, silent: str) -> None:
    assert silent in by_hand(unpacked).stdout.splitlines()
    for left in ("chave.pem", "indice.der", "indice.txt", "recibo.der", "recibo.txt"):
        (unpacked / left).unlink()
    file = unpacked / path
    file.write_bytes(file.read_bytes().replace(b'"kind":"', b'"kind":"x', 1) + b"\n" if file.exists() else b"")
    assert silent not in by_hand(unpacked).stdout.splitlines()


def test_the_anchor_that_was_mailed_is_compared_with_the_dossiers(
    closed: Proposal, bruno: Member, now: datetime
) -> None:
    anchor = Anchor.objects.get()
    data = bytes_of(made(closed, bruno, now))
    kept = anchor_file(anchor)
    assert [found.code for found in check(kept, Trust(now)).findings] == ["anchor.whole", "anchor.alone"]
    assert [found.code for found in check(kept, Trust(now), beside=data).findings] == ["anchor.whole", "anchor.same"]
    # As it would be if the trail had been written anew: the same place, another root.
    other = {**anchor.content(), "root": "0" * 64}
    forged = canonical({**json.loads(kept), "anchor": other, "sha256": anchor_hash(other)})
    assert check(forged, Trust(now), beside=data).findings[-1].code == "anchor.false"
    rewritten = {**json.loads(kept), "key": "0" * 64, "anchor": other, "sha256": anchor_hash(other)}
    assert check(canonical(rewritten), Trust(now), beside=data).findings[-1].code == "anchor.contradicted"
    assert check(kept.replace(b'"seq":1', b'"seq":2'), Trust(now)).findings[0].code == "anchor.changed"


def test_an_anchor_of_what_a_restore_lost_is_no_sign_of_tampering(
    closed: Proposal, bruno: Member, now: datetime
) -> None:
    system, last = (
        System(closed.company_id),
        Event.objects.of_chain(closed.company_id, f"sale/{closed.pk}").reverse()[0],
    )
    back = {"until_seq": last.seq, "until_head": last.hash}
    record("trail.restored", by=system, at=now + timedelta(hours=20), sale=closed.pk, data=back)
    again = anchor_trail(closed.company_id, by=system, at=now + timedelta(hours=33))
    assert again is not None
    data = bytes_of(made(closed, bruno, now + timedelta(hours=34)))
    for hours, said in ((15, "anchor.later_than_copy"), (25, "anchor.contradicted")):
        lost = {**again.content(), "root": "0" * 64, "at": rfc3339(now + timedelta(hours=hours))}
        told = {**json.loads(anchor_file(again)), "key": "0" * 64, "anchor": lost, "sha256": anchor_hash(lost)}
        assert check(canonical(told), Trust(now), beside=data).findings[-1].code == said


def test_who_may_ask(closed: Proposal, iris: Member, davi: PanelUser, fabio: PanelUser, now: datetime) -> None:
    for stranger in (iris, davi, fabio):
        with pytest.raises(NotAllowed):
            ask_for_dossier(closed, by=stranger, at=now)


def test_a_draft_proves_nothing_yet(padaria: Customer, bruno: Member, now: datetime) -> None:
    with pytest.raises(NothingSent):
        ask_for_dossier(draft_for(padaria, bruno, now), by=bruno, at=now)


def test_asking_twice_is_one_dossier_and_changes_no_fact(closed: Proposal, bruno: Member, now: datetime) -> None:
    before = Event.objects.filter(chain=f"sale/{closed.pk}").count()
    assert ask_for_dossier(closed, by=bruno, at=now) == ask_for_dossier(closed, by=bruno, at=now)
    run_jobs(now)
    assert Event.objects.filter(chain=f"sale/{closed.pk}").count() == before
    told = Event.objects.filter(kind__startswith="dossier.").order_by("seq").values_list("kind", flat=True)
    assert list(told) == ["dossier.asked", "dossier.made"]


def test_a_newer_one_and_a_week_throw_the_files_away(closed: Proposal, bruno: Member, now: datetime) -> None:
    first = made(closed, bruno, now)
    second = made(closed, bruno, now + timedelta(hours=1))
    assert not default_storage.exists(place_of(first, "zip")) and default_storage.exists(place_of(second, "pdf"))
    with time_machine.travel(now + KEPT + timedelta(hours=2), tick=False):
        forget_old_dossiers.call()
    assert not default_storage.exists(place_of(second, "zip")) and not default_storage.exists(place_of(second, "pdf"))
    second.refresh_from_db()
    assert second.forgotten_at is not None and second.index_sha256


def test_a_damaged_file_is_told_to_whoever_asked(closed: Proposal, bruno: Member, now: datetime) -> None:
    paper = closed.versions.get(version=1).paper
    assert paper is not None
    default_storage.delete(paper.path)
    ask_for_dossier(closed, by=bruno, at=now)
    run_jobs(now)
    told = newest_dossier(closed, by=bruno)
    assert told is not None and "cópia de segurança" in told.failure and told.made_at is None


def test_copies_on_paper_are_in_it_as_they_came(
    padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    proposal = draft_for(padaria, bruno, now)
    with_contract(proposal, bruno, now, carla, requirement="manual")
    sale = sent(proposal, bruno, now)
    (copy,) = copied(sale, carla, now)
    run_jobs(now)
    data = bytes_of(made(fresh(sale), bruno, now))
    assert {f"versoes/1/vias/{copy.pk}/01.jpg", f"versoes/1/vias/{copy.pk}/via.pdf"} <= set(names(data))
    report = report_on(data, now)
    assert wanting(report) == [] and "anchor.none" in {found.code for found in report.findings}


def test_where_nobody_is_trusted_it_is_incomplete(closed: Proposal, bruno: Member, now: datetime) -> None:
    report = check_dossier(BytesIO(bytes_of(made(closed, bruno, now))), Trust(now))
    assert report.exit_status == 2
    assert {code.split()[-1] for code in wanting(report, Verdict.MISSING)} <= NOBODY_KNOWN


def test_it_is_kept_and_taken_back_in_s3_too(
    s3: Any, padaria: Customer, bruno: Member, carla: PanelUser, now: datetime
) -> None:
    sale = sent_for(padaria, bruno, now)
    run_jobs(now)
    dossier = made(sale, bruno, now)
    assert wanting(report_on(bytes_of(dossier), now)) == []
    lent = {place_of(dossier, "zip"), place_of(dossier, "pdf")}
    assert lent <= {file.key for file in s3.objects.all()}
    forget_dossier(dossier, by=System(dossier.company_id), at=now)
    assert lent.isdisjoint(file.key for file in s3.objects.all())
