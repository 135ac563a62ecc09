"""A backup is whole or not there, holds no secret, and brings everything back; what it lacks later is explained."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from aceite.core.companies.models import Company
from aceite.core.companies.scope import Door, everywhere
from aceite.core.customers.models import Customer, PanelUser
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.documents.storing import store
from aceite.core.jobs.models import Worker
from aceite.core.people.codes import ask_for_code
from aceite.core.people.models import CodePurpose, Member, OneTimeCode
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.questions import ask
from aceite.core.signatures.keys import standing_seal
from aceite.core.signatures.models import Statement
from aceite.core.signatures.receipts import receipt_file
from aceite.core.trail.models import Event
from aceite.core.trail.recording import head, record
from aceite.project.backup import making, restoring
from aceite.project.backup.description import NAME, Description, read_description
from aceite.project.backup.making import make_backup
from aceite.project.backup.mark import mark, refuse_half_restored
from aceite.project.backup.restoring import restore
from tests.clients import client_of
from tests.jobs import run_jobs
from tests.walk import approved, fresh, sent_for
from tests.walls import without_walls

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "a secret of this installation alone, 0123456789"


@pytest.fixture(autouse=True)
def secrets_to_look_for(settings: Any, tmp_path: Path) -> None:
    """And a folder for marks."""
    settings.VAR, settings.SEAL_SECRET, settings.PEPPER = tmp_path / "var", SECRET, f"pepper {SECRET}"
    settings.VAR.mkdir()


@pytest.fixture
def sale(padaria: Customer, bruno: Member, carla: PanelUser, now: datetime) -> Proposal:
    """Approved, its file made."""
    proposal = sent_for(padaria, bruno, now)
    approved(proposal, carla, now)
    run_jobs(now)
    return proposal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backup"


def copied(folder: Path, at: datetime, **options: Any) -> Description:
    return make_backup(folder, at=at, tell=quiet, **options)


def quiet(_line: str) -> None:
    """Nobody listens."""


def back(folder: Path, at: datetime, *, replace: bool = True) -> restoring.Restored:
    return restore(folder, replace=replace, at=at, tell=quiet)


def test_everything_comes_back(sale: Proposal, folder: Path, carla: PanelUser, aurora: Company, now: datetime) -> None:
    made, later = copied(folder, now), now + timedelta(hours=1)
    client_of(carla)
    ask(fresh(sale), "Vem com bandejas?", by=carla, at=later)
    lost = head(aurora.pk, sale.pk)
    for document in Document.objects.all():
        default_storage.delete(document.path)
    came = back(folder, later)
    assert came.breaks == [] and came.kept_aside is not None and came.kept_aside.stat().st_size
    assert not Event.objects.filter(hash=lost).exists() and not fresh(sale).questions.exists()
    assert all(read(document) for document in Document.objects.all())
    assert Session.objects.count() == 0
    ends = {(e.company_id, e.chain): e.data for e in Event.objects.filter(kind="trail.restored")}
    assert ends == {(c.company, c.chain): {"until_seq": c.seq, "until_head": c.head} for c in made.chains}


def test_it_names_the_keys_as_every_start_does(
    sale: Proposal, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("keys")
    keys = capsys.readouterr().out.splitlines()
    call_command("backup", str(folder))
    assert len(keys) == 2 and capsys.readouterr().out.splitlines()[-2:] == keys


def test_open_codes_end(sale: Proposal, folder: Path, carla: PanelUser, now: datetime) -> None:
    ask_for_code(
        purpose=CodePurpose.SIGN_IN, subject=f"user/{carla.user_id}", company_id=carla.company_id, by=carla, at=now
    )
    copied(folder, now)
    back(folder, now)
    assert not OneTimeCode.objects.filter(used_at=None, voided_at=None).exists()


def test_no_secret_is_in_it(sale: Proposal, folder: Path, carla: PanelUser, now: datetime) -> None:
    session = client_of(carla).session.session_key or ""
    copied(folder, now)
    held = b"".join(place.read_bytes() for place in folder.rglob("*") if place.is_file())
    assert read_description(folder).keys and b"ENCRYPTED PRIVATE KEY" in held
    assert SECRET.encode() not in held and session.encode() not in held
    assert all(place.stat().st_mode & 0o077 == 0 for place in folder.glob("*.*"))


def test_a_second_backup_copies_only_what_is_new(sale: Proposal, folder: Path, aurora: Company, now: datetime) -> None:
    copied(folder, now)
    before = {place: place.stat().st_mtime_ns for place in (folder / "files").rglob("*") if place.is_file()}
    gone = Document.objects.create(company=aurora, sha256="0" * 64, size=1, content_type="x", stored_at=now)
    gone.delete()
    (folder / "files" / gone.path).parent.mkdir(parents=True, exist_ok=True)
    (folder / "files" / gone.path).write_bytes(b"of somebody erased")
    new = store(b"novo", company_id=aurora.pk, content_type="text/plain", at=now)
    copied(folder, now)
    after = {place: place.stat().st_mtime_ns for place in (folder / "files").rglob("*") if place.is_file()}
    assert after.items() >= before.items() and set(after) - set(before) == {folder / "files" / new.path}
    assert len(list(folder.glob("database-*"))) == 1


def test_a_file_that_was_bad_already_is_named_and_stops_nothing(
    sale: Proposal, folder: Path, aurora: Company, now: datetime
) -> None:
    bad = store(b"contrato", company_id=aurora.pk, content_type="text/plain", at=now)
    Path(default_storage.path(bad.path)).write_bytes(b"outra coisa")
    assert copied(folder, now).damaged == [bad.path]
    assert back(folder, now).description.damaged == [bad.path]


def test_a_file_that_rotted_in_the_backup_is_found_when_asked(sale: Proposal, folder: Path, now: datetime) -> None:
    (place, *_others) = [folder / "files" / file.path for file in copied(folder, now).files]
    place.write_bytes(bytes(place.stat().st_size))
    copied(folder, now)
    assert not any(place.read_bytes())
    copied(folder, now, recheck=True)
    assert any(place.read_bytes())


@pytest.mark.race
def test_whoever_writes_meanwhile_disturbs_nothing(
    sale: Proposal, folder: Path, bruno: Member, aurora: Company, now: datetime
) -> None:
    ended = threading.Event()
    written: list[Event] = []

    def write() -> None:
        try:
            while not ended.is_set():
                with everywhere(Door.OPERATOR):
                    store(str(len(written)).encode(), company_id=aurora.pk, content_type="text/plain", at=now)
                    written.append(record("proposal.viewed", by=bruno, at=now, sale=sale.pk, personal={"ip": "::1"}))
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            ended.wait(0.01)
        made = copied(folder, now)
    finally:
        ended.set()
        writer.join()
    assert made.damaged == []
    assert back(folder, now).breaks == []
    told = Event.objects.of_chain(aurora.pk, f"sale/{sale.pk}").reverse()[0]
    # Heads, rows and files are of one moment: the place that is told is the one before.
    assert (told.kind, told.data) == ("trail.restored", {"until_seq": told.seq - 1, "until_head": told.previous})
    seq = next(chain.seq for chain in made.chains if chain.chain == f"sale/{sale.pk}")
    assert 20 < seq <= written[-1].seq


@pytest.mark.hostile
@pytest.mark.parametrize("moment", ["banco", "arquivos"])
def test_killed_in_the_middle_the_older_backup_stands(
    sale: Proposal, folder: Path, aurora: Company, now: datetime, settings: Any, moment: str
) -> None:
    before = copied(folder, now)
    for number in range(150):
        store(f"arquivo {number}".encode(), company_id=aurora.pk, content_type="text/plain", at=now)
    command = [sys.executable, "-m", "aceite.project.commands", "backup", str(folder)]
    with subprocess.Popen(command, env=_environment(settings), stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert any(line.startswith(moment) for line in child.stdout)
        child.send_signal(signal.SIGKILL)
    assert child.returncode == -signal.SIGKILL
    assert read_description(folder) == before
    assert back(folder, now).breaks == []
    assert len(copied(folder, now).files) >= len(before.files)
    assert sorted(p.name for p in folder.iterdir() if p.name.startswith((".arr", "arr"))) == []


def _environment(settings: Any) -> dict[str, str]:
    chosen = connection.settings_dict
    url = f"sqlite:///{chosen['NAME']}"
    if connection.vendor == "postgresql":
        url = f"postgres://{chosen['USER']}@/{chosen['HOST']}/{chosen['NAME']}"
    kept = {"ACEITE_ENV": "test", "ACEITE_VAR": str(settings.VAR), "SEAL_SECRET": SECRET, "DATABASE_URL": url}
    place = {"STORAGE_BACKEND": settings.STORAGES["default"]["BACKEND"]}
    options = {"STORAGE_OPTIONS": f'{{"location": "{settings.STORAGES["default"]["OPTIONS"]["location"]}"}}'}
    return {**os.environ, **kept, **place, **options}


@pytest.mark.parametrize("step", ["load", "follow_up"])
def test_a_restore_cut_off_is_begun_again(
    sale: Proposal, folder: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    made = copied(folder, now)
    with monkeypatch.context() as patch:
        _cut_off_at(patch, step)
        with pytest.raises(KeyboardInterrupt):
            back(folder, now)
    with pytest.raises(CommandError, match="interrompida"):
        refuse_half_restored()
    assert back(folder, now, replace=False).breaks == []
    refuse_half_restored()
    assert Event.objects.filter(kind="trail.restored").count() == len(made.chains)


def _cut_off_at(patch: pytest.MonkeyPatch, step: str) -> None:
    def cut_off(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    patch.setattr(making.program() if step == "load" else restoring, step, cut_off)


class TestRefusals:
    """Each with its sentence, and nothing touched."""

    @pytest.fixture(autouse=True)
    def untouched(self, sale: Proposal, folder: Path, aurora: Company, now: datetime) -> Iterator[None]:
        copied(folder, now)
        before = head(aurora.pk, sale.pk)
        yield
        assert head(aurora.pk, sale.pk) == before and not mark().exists()

    def test_companies_stand_here(self, folder: Path, now: datetime) -> None:
        self._refused(folder, now, "--replace", replace=False)

    def test_the_secret_does_not_fit(self, folder: Path, now: datetime, settings: Any) -> None:
        settings.SEAL_SECRET = "another"
        self._refused(folder, now, "SEAL_SECRET não abre")

    def test_the_database_was_changed(self, folder: Path, now: datetime) -> None:
        (database,) = folder.glob("database-*")
        database.write_bytes(database.read_bytes()[:-1] + b"x")
        self._refused(folder, now, "não é o que ela descreve")

    def test_a_file_is_missing(self, folder: Path, now: datetime) -> None:
        file = read_description(folder).files[0]
        (folder / "files" / file.path).unlink()
        default_storage.delete(file.path)
        self._refused(folder, now, "Faltam na cópia")

    def test_somebody_is_at_work(self, folder: Path, now: datetime) -> None:
        Worker.objects.create(id="w", host="h", pid=1, beat_at=now)
        self._refused(folder, now, "em funcionamento")

    @pytest.mark.parametrize(
        ("was", "is_now", "sentence"),
        [
            ('"aceite.backup.v1"', '"aceite.backup.v2"', "outra forma"),
            (f'"vendor": "{connection.vendor}"', '"vendor": "oracle"', "um banco oracle"),
            ('"0001_initial"', '"9999_from_tomorrow"', "versão mais nova"),
        ],
    )
    def test_another_kind_of_backup(self, folder: Path, now: datetime, was: str, is_now: str, sentence: str) -> None:
        text = (folder / NAME).read_text()
        assert was in text
        (folder / NAME).write_text(text.replace(was, is_now))
        self._refused(folder, now, sentence)

    @pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"type": "aceite.backup.v1"}'])
    def test_no_backup(self, folder: Path, now: datetime, text: str | None) -> None:
        if text is None:
            (folder / NAME).unlink()
        else:
            (folder / NAME).write_text(text)
        self._refused(folder, now, "não há uma cópia|outra forma")

    def test_the_folder_is_of_another_installation(self, folder: Path, now: datetime) -> None:
        text = (folder / NAME).read_text()
        for key in read_description(folder).keys:
            text = text.replace(key.id, "0" * 64)
        (folder / NAME).write_text(text)
        with pytest.raises(CommandError, match="outra instalação"):
            copied(folder, now)

    def _refused(self, folder: Path, now: datetime, sentence: str, *, replace: bool = True) -> None:
        with pytest.raises(CommandError, match=sentence):
            back(folder, now, replace=replace)


class TestReceipts:
    """What a signer holds, against a trail that was restored."""

    @pytest.fixture
    def receipt(self, sale: Proposal, tmp_path: Path, now: datetime) -> Path:
        """Of the approval, as it was mailed."""
        return self._mailed(sale, tmp_path, now)

    def _mailed(self, sale: Proposal, tmp_path: Path, now: datetime) -> Path:
        statement = Statement.objects.get(sale_id=sale.pk)
        recorded = Event.objects.get(kind="proposal.approved")
        place = tmp_path / "recibo.json"
        place.write_bytes(receipt_file(statement, recorded, at=now))
        return place

    def test_known_to_the_trail(self, receipt: Path, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("verify_trail", receipt=[receipt])
        assert "consta da trilha" in capsys.readouterr().out

    def test_newer_than_the_backup(
        self, padaria: Customer, bruno: Member, carla: PanelUser, folder: Path, tmp_path: Path, now: datetime,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        sale, later = sent_for(padaria, bruno, now), now + timedelta(hours=1)
        standing_seal(at=now)
        copied(folder, now)
        approved(sale, carla, later)
        receipt = self._mailed(sale, tmp_path, later)
        back(folder, later + timedelta(hours=1))
        call_command("verify_trail", receipt=[receipt])
        assert "posterior à cópia restaurada" in capsys.readouterr().out

    def test_older_than_the_restore_but_gone(
        self, receipt: Path, folder: Path, now: datetime, capsys: pytest.CaptureFixture[str]
    ) -> None:
        later = now + timedelta(hours=1)
        copied(folder, later)
        back(folder, later)
        with without_walls():
            Event.objects.filter(kind="proposal.approved").update(hash="0" * 64)
        with pytest.raises(CommandError):
            call_command("verify_trail", receipt=[receipt])
        assert "contradiz a trilha" in capsys.readouterr().out

    @pytest.mark.parametrize(
        ("was", "is_now"), [('"act":"approve"', '"act":"decline"'), ("2026-11-24T15", "2026-11-24T16")]
    )
    def test_changed(self, receipt: Path, was: str, is_now: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert was in receipt.read_text()
        receipt.write_text(receipt.read_text().replace(was, is_now))
        with pytest.raises(CommandError):
            call_command("verify_trail", receipt=[receipt])
        assert "não é um recibo desta instalação" in capsys.readouterr().out
