"""What `aceite manage check --deploy` asks beyond Django's own checks; `aceite serve` asks it before it serves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.core.files.storage import storages

from aceite.core.documents.placing import ARRIVING
from aceite.core.signatures.authorities import stamping_roots
from aceite_verify.trust import UnreadableTrust, read_trust

NO_ROOTS = (
    "Nenhum carimbo de TIME_AUTHORITIES seria aceito: faltam as raízes em timestamps ou icp-brasil, "
    "na pasta de confiança."
)
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


def time_authorities_can_be_asked(**_: object) -> list[CheckMessage]:
    """Every address of TIME_AUTHORITIES is one, and some root of the trust folder lets a stamp be believed."""
    hint = "Confira TIME_AUTHORITIES e TRUST_FOLDER."
    wrong = [place for place, address in enumerate(settings.TIME_AUTHORITIES, 1) if not _is_address(address)]
    # By its place, as an address may hold a password.
    found = [f"O {place}º endereço de TIME_AUTHORITIES não é um endereço da rede." for place in wrong]
    if settings.TIME_AUTHORITIES and not stamping_roots():
        found.append(NO_ROOTS)
    return [Error(words, hint=hint, id="aceite.E003") for words in found]


def trust_folder_can_be_read(**_: object) -> list[CheckMessage]:
    """Every file of TRUST_FOLDER is a certificate or a revocation list; what is neither would silently trust nobody."""
    try:
        # As of when makes no difference to reading.
        read_trust(Path(settings.TRUST_FOLDER), at=datetime.now(UTC))
    except UnreadableTrust as unreadable:
        words = f"{unreadable} não é certificado nem lista de revogação."
        return [Error(words, hint="Tire o arquivo da pasta de TRUST_FOLDER.", id="aceite.E002")]
    except OSError as failure:
        words = f"A pasta de confiança não pode ser lida: {failure}"
        return [Error(words, hint="Confira TRUST_FOLDER e os direitos sobre a pasta.", id="aceite.E002")]
    return []


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
