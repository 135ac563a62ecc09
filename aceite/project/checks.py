"""What `aceite manage check --deploy` asks beyond Django's own checks; `aceite serve` asks it before it serves."""

from collections.abc import Sequence

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.files.storage import storages

from aceite.core.documents.placing import ARRIVING

HINT = "Confira STORAGE_BACKEND e STORAGE_OPTIONS e, para o S3, se o extra está instalado: aceite[s3]."


def storage_can_be_used(*, databases: Sequence[str] | None = None, **_: object) -> list[CheckMessage]:
    """The storage of files can be built and, where outside services may be asked (as by `--database`), answers."""
    try:
        storage = storages["default"]
        if databases:
            storage.listdir(ARRIVING)
    except FileNotFoundError:
        # A folder that the first file will make.
        return []
    except Exception as failure:
        # Each storage fails in its own words; the libraries of none are known here.
        backend = settings.STORAGES["default"]["BACKEND"]
        return [Error(f"Os arquivos não podem ser guardados em {backend}: {failure}", hint=HINT, id="aceite.E001")]
    return []
