"""A deployment whose files cannot be kept is told so before it serves."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aceite.project.checks import storage_can_be_used, time_authorities_can_be_asked
from tests.s3 import BACKEND, make_bucket
from tests.stamping import asking

MANAGE = [sys.executable, "-m", "aceite.project.commands", "manage"]
PRODUCTION = {
    "ACEITE_ENV": "production",
    "SEAL_SECRET": "x7LmQ2-hWn9_sZ4tYbKe0pRc",
    "SECRET_KEY": "9tQ-v0b3rT_zK4mX7wLd2hYc6pNs1fGj8aEuRiOqBkVx5nMyCg",
    "BASE_URL": "https://vendas.exemplo.com.br",
    "EMAIL_URL": "smtp+tls://usuario:senha@localhost:587",
}


def use(settings: Any, options: dict[str, Any]) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": BACKEND, "OPTIONS": options}}


def said(databases: list[str] | None = None) -> str:
    """What the check answers, as one text."""
    return "".join(f"{message.id} {message.msg}" for message in storage_can_be_used(databases=databases))


def test_time_authorities_need_addresses_and_roots(settings: Any, tmp_path: Path) -> None:
    def said() -> str:
        return "".join(str(message.msg) for message in time_authorities_can_be_asked())

    settings.TRUST_FOLDER, settings.TIME_AUTHORITIES = str(tmp_path), []
    assert said() == ""
    settings.TIME_AUTHORITIES = ["https://carimbo.example/tsa", "carimbo.example:senha"]
    assert "O 2º endereço" in said() and "faltam as raízes" in said() and "senha" not in said()
    asking(settings, tmp_path, "https://carimbo.example/tsa")
    assert said() == ""


@pytest.mark.django_db
def test_a_folder_not_made_yet_is_fine() -> None:
    assert said() == said(["default"]) == ""


def test_a_wrong_option_is_named(settings: Any, s3_options: dict[str, Any]) -> None:
    use(settings, {**s3_options, "bucket": "aceite"})
    assert "aceite.E001" in said() and "Invalid setting 'bucket'" in said()


def test_a_bucket_that_does_not_answer_is_told_where_it_may_be_asked(settings: Any, s3_options: dict[str, Any]) -> None:
    use(settings, s3_options)
    assert said() == ""
    assert "NoSuchBucket" in said(["default"])
    make_bucket()
    assert said(["default"]) == ""


def test_a_deployment_with_s3_passes(s3: Any, s3_options: dict[str, Any], tmp_path: Any) -> None:
    chosen = {"STORAGE_BACKEND": BACKEND, "STORAGE_OPTIONS": json.dumps(s3_options), "ACEITE_VAR": str(tmp_path)}
    # As docs/operacao.md allows where the server before it redirects.
    chosen["SSL_REDIRECT"] = "false"
    done = subprocess.run(
        [*MANAGE, "check", "--deploy", "--fail-level", "WARNING", "--database", "default"],
        env={**os.environ, **PRODUCTION, **chosen},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
