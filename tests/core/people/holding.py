"""People with a passkey, and people entered in a browser: what the tests of coming in start from."""

from datetime import datetime

from aceite.core.customers.models import PanelUser
from aceite.core.people.devices import Arrival, arrive
from aceite.core.people.models import Device as Browser
from aceite.core.people.models import Member, Passkey
from aceite.core.people.passkey_registering import ask_for_passkey, register_passkey
from aceite.core.trail.actors import Origin
from tests.authenticator import Device

PHONE = Origin(ip="189.40.12.7", peer="10.0.0.2", user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 18) Safari/605")


def registered(person: PanelUser | Member, device: Device, at: datetime) -> Passkey:
    """This person's device makes a passkey in a session that proved the mailbox."""
    assert person.user is not None
    options = ask_for_passkey(person.user, mailbox_proved=True, at=at)
    return register_passkey(person.user, device.makes(options), mailbox_proved=True, by=person, origin=PHONE, at=at)


def entered(
    person: PanelUser | Member, at: datetime, *, secret: str = "telefone", session_key: str = "s1", first: bool = False
) -> Browser:
    """This person enters in the browser that keeps this secret."""
    assert person.user is not None
    return arrive(person.user, Arrival(secret, session_key, PHONE, person.company_id, first=first), at=at)
