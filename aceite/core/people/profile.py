"""What a person says about herself: name, language and zone."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from aceite.core.people.models import User
from aceite.core.trail.refusals import Unfit
from aceite.kit.zones import ZONES


@dataclass(frozen=True)
class Profile:
    """An empty zone means that of her device or, where no browser told one, the company's."""

    name: str
    language: str
    zone: str = ""


def change_profile(user: User, profile: Profile) -> User:
    """Keeps the user's own choices; only she is asked, so nothing is recorded. Raises Unfit."""
    if not profile.name.strip():
        raise Unfit("name", _("Escreva o seu nome."))
    if profile.language not in dict(settings.LANGUAGES):
        raise Unfit("language", _("Escolha um dos idiomas da lista."))
    if profile.zone and profile.zone not in ZONES:
        raise Unfit("zone", _("Este fuso horário não existe. Escolha um da lista."))
    user.name, user.language, user.zone = profile.name.strip(), profile.language, profile.zone
    user.save(update_fields=["name", "language", "zone"])
    return user


def note_told_zone(user: User, zone: str) -> None:
    """Keeps with the user the zone that her browser told, for mails and for pages of a browser that tells none.

    What is no zone is not kept.
    """
    if zone != user.told_zone and zone in ZONES:
        user.told_zone = zone
        User.objects.filter(pk=user.pk).update(told_zone=zone)
