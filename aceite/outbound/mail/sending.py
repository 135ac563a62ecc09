"""Handing one mail over to the mail server, so that each kind of death in the middle has a known outcome.

Killed before the hand-over: it is sent once, later. Killed after it was noted as sent: not again. Killed in between:
sent again with the same Message-ID, and noted as *pode ter chegado duas vezes*.
"""

import contextlib
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.core.mail import get_connection
from django.db import transaction

from aceite.core.companies.scope import scoped
from aceite.core.jobs.scrubbing import scrubbed
from aceite.core.trail.models import Event
from aceite.outbound.mail import addresses
from aceite.outbound.mail.deliveries import as_read_by, happening_of, make_refusal_letters, topic_of, written
from aceite.outbound.mail.models import Delivery, State
from aceite.outbound.mail.readers import present
from aceite.outbound.mail.rendering import Message, message_of
from aceite.outbound.mail.rules import BY_NAME
from aceite.outbound.mail.stopping import stop_token

# With the queue's pauses, about a day.
TRIES: Final = 30


class TryAgain(Exception):
    """The mail did not leave; the queue tries later. Says why, for the operator, and nothing about whom or what."""


@dataclass(frozen=True)
class Failure:
    """`certain`: the server surely has no copy. `final`: trying again cannot help."""

    error: Exception
    certain: bool
    final: bool = False


def send(company_id: int, delivery_id: int, *, now: datetime, follow: Callable[[Delivery], None]) -> None:
    """Sends one delivery unless it has left already; `follow` queues the letters that tell the seller of a failure.

    Raises TryAgain when it did not leave and may yet.
    """
    with scoped(company_id):
        message = _prepared(delivery_id, now)
        if message is None or not _mark_sending(delivery_id, message, now):
            return
    failure = _hand_over(message)
    with scoped(company_id):
        state = _settle(delivery_id, failure, now, follow)
    if failure is not None and state in {State.WAITING, State.SENDING}:
        raise TryAgain(_for_the_log(failure.error))


def _prepared(delivery_id: int, now: datetime) -> Message | None:
    delivery = Delivery.objects.under_way().filter(pk=delivery_id).first()
    if delivery is None:
        return None
    about = Delivery.objects.filter(pk=delivery.about_id).first() if delivery.about_id else None
    h = happening_of(Event.objects.get(pk=delivery.event_id), now=now, about=about)
    reader = present(delivery.reader_kind, delivery.reader_id, h)
    rule = BY_NAME[delivery.letter]
    # Whose access ended while the mail waited gets no more of them, but the one that says so.
    if reader is not None and (reader.stands or rule.also_after_the_end):
        with as_read_by(reader):
            letter = written(rule, h, reader)
            if letter is not None:
                topic = topic_of(rule, h, reader)
                stop = addresses.mail_stop(h.company, stop_token(reader.id, topic)) if topic else ""
                return message_of(letter, reader, h.company, message_id=delivery.message_id, stop=stop)
    Delivery.objects.filter(pk=delivery.pk).update(state=State.SKIPPED)
    return None


def _mark_sending(delivery_id: int, message: Message, now: datetime) -> bool:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().under_way().filter(pk=delivery_id).first()
        if delivery is None:
            return False
        # Found as "enviando": an earlier try ended between the two marks.
        delivery.doubtful = delivery.doubtful or delivery.state == State.SENDING
        delivery.state = State.SENDING
        delivery.tries += 1
        delivery.sending_at = now
        delivery.address = message.reader_address
        delivery.save(update_fields=["doubtful", "state", "tries", "sending_at", "address"])
    return True


def _hand_over(message: Message) -> Failure | None:
    server = get_connection()
    try:
        server.open()
    except Exception as error:
        return Failure(error, certain=True)
    try:
        server.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _words in error.recipients.values()]
        return Failure(error, certain=True, final=all(code >= 500 for code in codes))
    except smtplib.SMTPDataError as error:
        return Failure(error, certain=True, final=error.smtp_code >= 500)
    except smtplib.SMTPResponseException as error:
        return Failure(error, certain=True)
    except Exception as error:
        return Failure(error, certain=False)
    finally:
        # It has answered already; how it says good-bye changes nothing.
        with contextlib.suppress(Exception):
            server.close()
    return None


def _for_the_log(error: Exception) -> str:
    """What failed, without the server's own words: they may name who was written to."""
    if isinstance(error, smtplib.SMTPResponseException):
        return f"SMTP {error.smtp_code}"
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPException):
        return f"SMTP {name.removeprefix('SMTP')}"
    return str(error) if isinstance(error, OSError) else name


def _settle(delivery_id: int, failure: Failure | None, now: datetime, follow: Callable[[Delivery], None]) -> str:
    with transaction.atomic():
        delivery = Delivery.objects.select_for_update().get(pk=delivery_id)
        if failure is None:
            delivery.state = State.MAYBE_TWICE if delivery.doubtful else State.SENT
            delivery.sent_at = now
            delivery.last_error = ""
        else:
            delivery.last_error = f"{type(failure.error).__name__}: {scrubbed(failure.error)}"[:400]
            given_up = failure.final or delivery.tries >= TRIES
            delivery.state = State.FAILED if given_up else State.WAITING if failure.certain else State.SENDING
        delivery.save(update_fields=["state", "sent_at", "last_error"])
        if delivery.state == State.FAILED:
            for letter in make_refusal_letters(delivery, now=now):
                follow(letter)
    return delivery.state
