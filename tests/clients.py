"""A browser in which a person of the cast has already entered."""

from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from aceite.core.customers.models import PanelUser
from aceite.core.people.models import Member


def client_of(person: Member | PanelUser, *, proved_at: datetime | None = None) -> Client:
    """This person's browser; her mailbox was proved just now, or at `proved_at`."""
    assert person.user is not None
    client = Client()
    client.force_login(person.user)
    session = client.session
    session["proved_at"] = (proved_at or timezone.now()).isoformat()
    session.save()
    return client


def downloaded(answer: Any) -> bytes:
    """The whole file that an answer streams; Django's client closes it at its end."""
    return bytes(answer.getvalue())
