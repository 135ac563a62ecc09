"""Whatever somebody has in hand: a dossier is read piece by piece; whatever else it is, it is read whole."""

from typing import IO

from aceite_verify.archive import ZIP
from aceite_verify.checking import LARGEST, check
from aceite_verify.dossier import check_dossier
from aceite_verify.findings import Report
from aceite_verify.trust import Trust


def check_anything(file: IO[bytes], trust: Trust, *, beside: bytes | None = None) -> Report:
    """Checks a signed PDF, a dossier (ZIP), a receipt or an anchor (JSON), told apart by how they begin.

    `beside` is what it is checked with: see `check`; of a dossier, its cover. Whatever the bytes are, it reports.
    """
    if file.read(len(ZIP)) == ZIP:
        return check_dossier(file, trust, cover=beside)
    file.seek(0)
    return check(file.read(LARGEST + 1), trust, beside=beside)
