"""A person's own passkeys: which she has, what she calls them, and taking one away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.companies.hosts import address_here
from aceite.core.people.models import Passkey, User
from aceite.core.people.passkey_refusals import NoPasskeysHere
from aceite.core.people.passwords import end_sessions
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import Refusal, Unfit
from aceite.kit.passkeys import Known, Site, site_of

LONGEST_NAME: Final = 60


class NoSuchPasskey(Refusal):
    """She has no passkey of this id: it was removed, or it is somebody else's."""


@dataclass(frozen=True)
class Held:
    """One of her passkeys, and whether it works at the product's present address."""

    passkey: Passkey
    works: bool


def own_site() -> Site | None:
    """The site this is asked at: BASE_URL's host, or a company's own. None where browsers offer no passkeys."""
    return site_of(address_here())


def require_site() -> Site:
    """The same. Raises NoPasskeysHere."""
    site = own_site()
    if site is None:
        raise NoPasskeysHere
    return site


def passkeys_of(user: User) -> list[Held]:
    """All of hers, the newest first, those of a former address too."""
    site = own_site()
    return [
        Held(passkey, works=site is not None and passkey.rp_id == site.rp_id)
        for passkey in user.passkeys.in_house_order()
    ]


def are_all_elsewhere(user: User) -> bool:
    """Whether she has passkeys, and none of them works at the address this is asked at."""
    held = passkeys_of(user)
    return bool(held) and own_site() is not None and not any(one.works for one in held)


def usable_passkeys(user: User) -> list[Passkey]:
    """Those a device can answer for here."""
    site = own_site()
    return list(user.passkeys.for_site(site.rp_id).in_house_order()) if site else []


def has_passkey(user_id: int | None) -> bool:
    """Whether this user has one that a device can answer for here."""
    site = own_site()
    return site is not None and Passkey.objects.for_site(site.rp_id).filter(user=user_id).exists()


def known(passkey: Passkey) -> Known:
    """The passkey as a browser is told of it."""
    return Known(passkey.credential_id, tuple(passkey.transports))


def rename_passkey(user: User, pk: int, name: str, *, by: Actor, at: datetime) -> Passkey:
    """Another name for one of her own. Raises NoSuchPasskey, Unfit."""
    name = fit_name(name)
    with transaction.atomic():
        passkey = _own(user, pk)
        if passkey.name == name:
            return passkey
        passkey.name = name
        passkey.save(update_fields=["name"])
        data = {"user": user.pk, "passkey": passkey.pk}
        record("passkey.renamed", by=by, at=at, data=data, personal={"name": name})
    return passkey


def remove_passkey(user: User, pk: int, *, by: Actor, at: datetime) -> None:
    """Takes one of her own away and ends her sessions: whoever found the device stays in none.

    The page that asked keeps its own session by renewing it. What the passkey signed stays proved: its public key
    stands beside each signature. Raises NoSuchPasskey, also the second time.
    """
    with transaction.atomic():
        passkey = _own(user, pk)
        data = {"user": user.pk, "passkey": passkey.pk}
        personal = {"name": passkey.name}
        passkey.delete()
        end_sessions(user.pk)
        record("passkey.removed", by=by, at=at, data=data, personal=personal)
    user.refresh_from_db(fields=["session_epoch"])


def fit_name(name: str) -> str:
    """The name as it is kept. Raises Unfit."""
    name = name.strip()
    if not name:
        raise Unfit("name", _("Escreva um nome para reconhecer a chave, como “Celular”."))
    if len(name) > LONGEST_NAME:
        raise Unfit("name", _("Use no máximo %(limit)s letras.") % {"limit": LONGEST_NAME})
    return name


def _own(user: User, pk: int) -> Passkey:
    passkey = Passkey.objects.select_for_update().filter(user=user, pk=pk).first()
    if passkey is None:
        raise NoSuchPasskey(_("Esta chave de acesso não existe mais."))
    return passkey
