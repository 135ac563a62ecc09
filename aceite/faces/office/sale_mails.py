"""The mails of a sale, told as people ask for them: what was announced, to how many, and which one did not leave."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.functional import Promise

from aceite.outbound.mail.models import Delivery, State


@dataclass
class MailGroup:
    """All mails of one event; `at` is when it happened."""

    title: "str | Promise"
    at: datetime
    mails: list[Delivery] = field(default_factory=list)

    @property
    def people(self) -> int:
        """To how many addresses it was announced."""
        return len({mail.address for mail in self.mails})

    @property
    def failed(self) -> list[Delivery]:
        """Those that did not leave."""
        return [mail for mail in self.mails if mail.state == State.FAILED]

    @property
    def under_way(self) -> bool:
        """Whether one has still to leave."""
        return any(mail.state in {State.WAITING, State.SENDING} for mail in self.mails)


def by_event(mails: Iterable[Delivery]) -> list[MailGroup]:
    """The mails of each event together, in the order they come."""
    groups: dict[int, MailGroup] = {}
    for mail in mails:
        groups.setdefault(mail.event_id, MailGroup(mail.title, mail.created_at)).mails.append(mail)
    return list(groups.values())
