"""From an event to the rows of its letters: one for each reader, once."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone, translation

from aceite.core.companies.models import Company
from aceite.core.customers.invitations import invite
from aceite.core.notices.making import make_failed_mail_notices
from aceite.core.people.models import Member
from aceite.core.trail.actors import System
from aceite.core.trail.models import Event
from aceite.outbound.mail.happening import Gone, Happening
from aceite.outbound.mail.letter import Letter
from aceite.outbound.mail.models import Delivery, Topic
from aceite.outbound.mail.readers import Reader
from aceite.outbound.mail.rules import REFUSED, RULES, Rule
from aceite.outbound.mail.saying import invitation_is_open
from aceite.outbound.mail.stopping import TOPICS, stopped_by
from aceite.outbound.mail.withholding import withheld
from aceite.outbound.mail.wording import own_words

# Who is called to act and was never let in gets the way in with the very same mail, which proves the mailbox.
CALLS: Final = frozenset({"proposal.sent", "proposal.reminded", "reminder.sent", "signer.replaced", "signer.called"})


def make_deliveries(event: Event, *, now: datetime) -> list[Delivery]:
    """The rows that this event's letters did not have yet. Runs in the company's scope, in one transaction."""
    h = happening_of(event, now=now)
    return [
        delivery
        for rule in RULES.get(event.kind, ())
        for reader in _readers(rule, h)
        if (delivery := _row_for(rule, reader, h)) is not None
    ]


def make_refusal_letters(failed: Delivery, *, now: datetime) -> list[Delivery]:
    """The rows of the letters that tell the seller of a delivery that failed; she finds it among her notices too."""
    if failed.sale_id is None or failed.letter == REFUSED.name or failed.reader_kind == "member":
        return []
    event = Event.objects.get(pk=failed.event_id)
    h = happening_of(event, now=now, about=failed)
    make_failed_mail_notices(event, at=now)
    return [row for reader in _readers(REFUSED, h) if (row := _row_for(REFUSED, reader, h)) is not None]


def happening_of(event: Event, *, now: datetime, about: Delivery | None = None) -> Happening:
    """The event with its company."""
    return Happening(event, Company.objects.get(pk=event.company_id), now, about)


@contextmanager
def as_read_by(reader: Reader) -> Iterator[None]:
    """In the reader's language and zone."""
    with translation.override(reader.language), timezone.override(reader.zone):
        yield


def written(rule: Rule, h: Happening, reader: Reader) -> Letter | None:
    """The letter as this reader would read it now; None when there is nothing to say, or she does not want it."""
    topic, person = topic_of(rule, h, reader), reader.panel_user
    if topic and person and topic in stopped_by(person):
        return None
    try:
        letter = rule.write(h, reader)
        if letter is None:
            return None
        dressed = own_words(letter, rule.name, h, reader)
        return dressed if reader.sees_prices else withheld(dressed)
    except Gone:
        return None


def topic_of(rule: Rule, h: Happening, reader: Reader) -> Topic | None:
    """What a letter is about that this reader may switch off; None of all others."""
    topic = TOPICS.get(rule.name)
    # What a seller reminds of with her own hand is her own word.
    by_hand = topic is Topic.REMINDERS and h.event.actor_kind == Member.kind
    return None if by_hand or reader.panel_user is None else topic


def _readers(rule: Rule, h: Happening) -> Iterable[Reader]:
    try:
        return list(rule.readers(h))
    except Gone:
        return []


def _row_for(rule: Rule, reader: Reader, h: Happening) -> Delivery | None:
    with as_read_by(reader):
        if written(rule, h, reader) is None:
            return None
    _let_in(reader, h)
    about_id = h.about.pk if h.about else 0
    place = f"{h.company.pk}/{h.event.pk}/{rule.name}/{reader.kind}/{reader.id}/{about_id}"
    row, new = Delivery.objects.get_or_create(
        company_id=h.company.pk,
        event_id=h.event.pk,
        letter=rule.name,
        reader_kind=reader.kind,
        reader_id=reader.id,
        about_id=about_id,
        defaults={
            "event_kind": h.event.kind,
            "reader_name": reader.name,
            "address": reader.address,
            "sale_id": h.event.sale_id,
            "message_id": _message_id(place),
            "created_at": h.now,
        },
    )
    return row if new else None


def _message_id(place: str) -> str:
    # The same mail sent twice is the same message: mail programs show it once.
    host = settings.BASE_URL.split("//", 1)[1].split("/", 1)[0].split(":")[0]
    return f"<{hashlib.sha256(place.encode()).hexdigest()[:32]}@{host}>"


def _let_in(reader: Reader, h: Happening) -> None:
    person = reader.panel_user
    if person is None or h.event.kind not in CALLS or person.joined_at is not None:
        return
    if not invitation_is_open(person, h.now):
        invite(person, by=System(h.company.pk), at=h.now, mailed=False)
