"""The demo's mailbox shows what was written into its folder."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from aceite.core.customers.models import PanelUser
from aceite.core.documents.logos import set_logo
from aceite.core.people.models import Member
from aceite.outbound.mail.models import Delivery
from aceite.outbound.mail.outbox import read_mail, read_outbox
from tests.jobs import run_jobs
from tests.kit.paper_samples import drawing
from tests.outbound.mail.story import A_MINUTE, happens, sale


@pytest.mark.django_db
def test_mails_in_the_folder_are_read_newest_first(
    ana: Member, bruno: Member, carla: PanelUser, now: datetime, tmp_path: Path, settings: Any
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_FOLDER = tmp_path
    set_logo(ana.company, drawing([(0, 0), (399, 119)]), by=ana, at=now)
    offer = sale(bruno, carla.customer, now)
    happens("proposal.sent", offer, bruno, now, version=1)
    run_jobs(now)
    happens("proposal.viewed", offer, carla, now, version=1)
    run_jobs(now + A_MINUTE)
    newest, oldest = read_outbox()
    assert (newest.at - oldest.at) == A_MINUTE and newest.to == "Bruno <bruno@aurora.example>"
    assert oldest.subject == "Proposta 2026-0014 de Aurora: Forno combinado e instalação"
    assert oldest.text.startswith("R$\u00a012.400,00") and 'src="data:image/png;base64,' in oldest.html
    (link,) = oldest.links
    assert link.startswith("http://localhost:8000/aurora/painel/propostas/2026-0014/?link=")
    assert oldest.message_id == Delivery.objects.get(reader_kind="panel_user").message_id
    assert read_mail(oldest.key) == oldest and read_mail("../../etc/passwd") is None


def test_an_empty_folder_is_an_empty_mailbox(tmp_path: Path) -> None:
    assert read_outbox(tmp_path / "nothing") == []
