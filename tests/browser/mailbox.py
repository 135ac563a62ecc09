"""What the people of a walk find in their mail; jobs are done first, as the worker would."""

import re
from urllib.parse import urlsplit

from django.core import mail
from django.core.mail import EmailMessage

from tests.jobs import run_jobs


def newest_mail(address: str) -> EmailMessage:
    """The last mail to this address."""
    found = _mails(address)
    assert found, f"no mail to {address}"
    return found[-1]


def subjects(address: str) -> list[str]:
    """The subjects of all mails to this address, oldest first."""
    return [str(message.subject) for message in _mails(address)]


def mailed_code(address: str) -> str:
    """The six digits in the last mail with a code to this address; urgent mails overtake the others."""
    for message in reversed(_mails(address)):
        if code := re.search(r"(?<!\d)(\d{3})[\s\u00a0]?(\d{3})(?!\d)(?!/)", str(message.body)):
            return "".join(code.groups())
    raise AssertionError(f"no code was mailed to {address}")


def mailed_path(address: str) -> str:
    """The path of the first address in the last mail, to be opened on the test's own server."""
    link = re.search(r"https?://\S+", str(newest_mail(address).body))
    assert link, newest_mail(address).body
    parts = urlsplit(link.group())
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _mails(address: str) -> list[EmailMessage]:
    run_jobs()
    return [message for message in mail.outbox if any(address in reader for reader in message.to)]
