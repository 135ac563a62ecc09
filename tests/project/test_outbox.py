"""The demo's mailbox: what was sent can be read, harmlessly; production has no such address."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.test import Client

LINK = "http://localhost:8000/aurora/painel/propostas/2026-0001/"


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A mailbox with one mail, written as the demo writes it."""
    settings.MAIL_FOLDER = tmp_path
    settings.EMAIL_FILE_PATH = str(tmp_path)
    backend = get_connection("django.core.mail.backends.filebased.EmailBackend")
    mail = EmailMultiAlternatives("Proposta 2026-0001", f"Abra {LINK}", "a@aurora.example", ["carla@padaria.example"])
    mail.attach_alternative(f'<p>Total</p><a href="{LINK}">Abrir a proposta</a><script>alert(1)</script>', "text/html")
    backend.send_messages([mail])
    return tmp_path


@pytest.fixture
def page(client: Client, folder: Path) -> str:
    """The address of the one mail."""
    listing = client.get("/caixa-de-saida/")
    assert "Proposta 2026-0001" in listing.content.decode() and "carla@padaria.example" in listing.content.decode()
    return f"/caixa-de-saida/{listing.context['mails'][0].key}/"


def test_a_mail_shows_its_head_its_text_and_its_links(client: Client, page: str) -> None:
    body = client.get(page).content.decode()
    assert f'<a href="{LINK}">' in body and "Abra " in body


def test_the_letter_can_run_nothing(client: Client, page: str) -> None:
    letter = client.get(f"{page}carta/")
    policy = letter["Content-Security-Policy"]
    assert "Abrir a proposta" in letter.content.decode()
    assert "sandbox" in policy and "allow-scripts" not in policy and "default-src 'none'" in policy


def test_an_empty_mailbox_says_what_to_do(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.MAIL_FOLDER = tmp_path / "none"
    assert "Nenhum e-mail ainda" in client.get("/caixa-de-saida/").content.decode()


@pytest.mark.parametrize("key", ["nada", "..%2Fsecret"])
def test_an_unknown_mail_is_not_found(client: Client, folder: Path, key: str) -> None:
    assert client.get(f"/caixa-de-saida/{key}/").status_code == 404


def test_production_has_no_mailbox() -> None:
    asked = "from django.urls import resolve; resolve('/caixa-de-saida/')"
    run = subprocess.run(
        [sys.executable, "-c", f"import django; django.setup(); {asked}"],
        env={
            "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "aceite.project.settings",
            "ACEITE_ENV": "production", "ACEITE_VAR": "/tmp", "SECRET_KEY": "s" * 60, "SEAL_SECRET": "s" * 30,
            "BASE_URL": "https://aceite.example", "EMAIL_URL": "smtp://localhost:25",
        },
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Resolver404" in run.stderr, run.stderr
