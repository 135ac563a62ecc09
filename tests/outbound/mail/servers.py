"""A mail server that misbehaves towards Carla, as a Django mail backend."""

import smtplib
from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class Server(BaseEmailBackend):
    """Takes mails, unless `opening` or `sending` holds an error to raise. `got` is what it took."""

    opening: ClassVar[Exception | None] = None
    sending: ClassVar[Exception | None] = None
    answers_late: ClassVar[bool] = False
    got: ClassVar[list[EmailMessage]] = []

    def open(self) -> bool:
        """The connection."""
        if Server.opening is not None:
            raise Server.opening
        return True

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        """The hand-over; `answers_late` keeps the mail and then loses the connection."""
        error = Server.sending if any("carla" in to for message in email_messages for to in message.to) else None
        if error is not None and not Server.answers_late:
            raise error
        Server.got.extend(email_messages)
        if error is not None:
            raise error
        return len(email_messages)


def reset() -> None:
    """A well server with an empty mailbox."""
    Server.opening = Server.sending = None
    Server.answers_late = False
    Server.got.clear()


NOBODY = smtplib.SMTPRecipientsRefused({"carla@padaria.example": (550, b"5.1.1 no such user")})
BUSY = smtplib.SMTPRecipientsRefused({"carla@padaria.example": (451, b"greylisted, try later")})
LOST = smtplib.SMTPServerDisconnected("Connection unexpectedly closed")
