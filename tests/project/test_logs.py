"""Log lines: one JSON object each, and no link or pass that would let their reader in."""

import json
import logging
from datetime import datetime

import pytest
import structlog
from django.test import Client

from aceite.core.customers.invitations import invite, mailed_token
from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member
from aceite.faces.ui.passes import PreviewPass, preview_pass
from aceite.project.logs import render

FORMATTER = structlog.stdlib.ProcessorFormatter(processor=render)


def lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What was logged, as it leaves the process."""
    return [FORMATTER.format(record) for record in caplog.records]


@pytest.mark.django_db
def test_a_form_refused_on_an_invitation_does_not_log_its_link(
    carla: PanelUser, bruno: Member, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    carla.email, carla.user, carla.joined_at = "carla.nova@padaria.example", None, None
    carla.save()
    token = mailed_token(invite(carla, by=bruno, at=datetime.now().astimezone()))
    with caplog.at_level(logging.WARNING):
        answer = client.post(f"/aurora/painel/convite/{token}/", {"password": "1"})
    assert answer.status_code == 422
    assert token.split(".")[1] not in "".join(lines(caplog))


@pytest.mark.parametrize(
    "secret",
    ["7." + "Ab-_" * 10 + "xyz", preview_pass(PreviewPass(1, 2, 3, 4))],
)
def test_addresses_that_let_their_bearer_in_are_masked(secret: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        logging.getLogger("django.request").warning("Not Found: %s", f"/aurora/painel/x/{secret}/")
    [line] = lines(caplog)
    assert json.loads(line)["event"] == "Not Found: /aurora/painel/x/[…]/"
