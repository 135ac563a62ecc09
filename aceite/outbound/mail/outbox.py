"""The demo's mailbox: mails that were written into a folder instead of being sent, ready to be shown."""

import base64
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

from django.conf import settings

# Django's file backend ends each message with this line.
_RULE: Final = b"\n" + b"-" * 79 + b"\n"
SHOWN: Final = 200


@dataclass(frozen=True)
class SentMail:
    """One mail. `html` is whole in itself: its pictures stand in it as data: addresses."""

    key: str
    subject: str
    sender: str
    to: str
    reply_to: str
    message_id: str
    at: datetime
    text: str
    html: str
    links: tuple[str, ...]


def read_outbox(folder: Path | None = None) -> list[SentMail]:
    """The newest mails of the folder (the demo's by default), newest first."""
    place = Path(settings.MAIL_FOLDER) if folder is None else folder
    files = sorted(place.glob("*.log"), key=lambda file: (file.stat().st_mtime_ns, file.name), reverse=True)
    mails = [_mail(f"{file.stem}-{n}", data) for file in files[:SHOWN] for n, data in enumerate(_messages(file))]
    return sorted(mails, key=lambda mail: mail.at, reverse=True)


def read_mail(key: str, folder: Path | None = None) -> SentMail | None:
    """The mail with this key; None when there is none."""
    return next((mail for mail in read_outbox(folder) if mail.key == key), None)


def _messages(file: Path) -> list[bytes]:
    return [part for part in file.read_bytes().split(_RULE) if part.strip()]


def _mail(key: str, data: bytes) -> SentMail:
    message = BytesParser(EmailMessage, policy=policy.default).parsebytes(data)
    html = _html(message)
    return SentMail(
        key=key,
        subject=" ".join(str(message["Subject"] or "").split()),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        reply_to=str(message["Reply-To"] or ""),
        message_id=str(message["Message-ID"] or ""),
        at=_moment(str(message["Date"])),
        text=_body(message, "plain"),
        html=html,
        links=tuple(dict.fromkeys(re.findall(r'href="([^"]+)"', html))),
    )


def _moment(date: str) -> datetime:
    at = parsedate_to_datetime(date)
    # "-0000" is UTC that says nothing about the sender's zone (RFC 5322, 3.3); Python leaves it without one.
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""


def _html(message: EmailMessage) -> str:
    html = _body(message, "html")
    for part in message.walk():
        content_id = str(part["Content-ID"] or "").strip("<>")
        if content_id:
            picture = part.get_content()
            data = base64.b64encode(picture if isinstance(picture, bytes) else b"").decode()
            html = html.replace(f"cid:{content_id}", f"data:{part.get_content_type()};base64,{data}")
    return html
