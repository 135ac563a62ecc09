"""The mark that a restore leaves in the data's folder until it has ended; knows no models, so it can be asked early."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.management import CommandError

NAME: Final = "restoring"
CUT_OFF: Final = "Uma restauração foi interrompida. Rode de novo: aceite restore %s"


def mark() -> Path:
    """Where it stands while a restore is under way or was cut off; it holds the backup's folder."""
    place: Path = settings.VAR / NAME
    return place


def refuse_half_restored() -> None:
    """Raises CommandError while a restore was begun and not ended: what stands here is neither the old nor the copy."""
    if mark().exists():
        raise CommandError(CUT_OFF % mark().read_text())
