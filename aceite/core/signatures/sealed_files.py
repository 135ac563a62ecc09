"""The rows of sealed files: each form as it is made, the newest first, and when to ask a time authority again."""

from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import x509

from aceite.core.documents.storing import store
from aceite.core.signatures.models import SealedFile, SealLevel
from aceite.core.signatures.sealing import Finished
from aceite.kit.pdf.pages import page_count
from aceite.kit.sealing.stamps import Stamp
from aceite_verify.container import read_token
from aceite_verify.holders import name_of

PDF: Final = "application/pdf"
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(hours=12)
LONGEST_AUTHORITY: Final = 200


def keep_sealed(finished: Finished, *, subject: str, company_id: int, at: datetime) -> SealedFile:
    """Stores the file as the newest form of `subject`. The caller holds the lock under which the subject changes."""
    document = store(finished.data, company_id=company_id, content_type=PDF, at=at, pages=page_count(finished.data))
    forms = SealedFile.objects.of(subject).filter(company_id=company_id)
    last = forms.values_list("number", flat=True).first() or 0
    forms.filter(newest=True).update(newest=False)
    return SealedFile.objects.create(
        company_id=company_id,
        subject=subject,
        number=last + 1,
        document=document,
        sealed_at=finished.sealed_at,
        certificate_sha256=finished.whose.fingerprint,
        next_try_at=None if finished.level == SealLevel.KEPT else at + FIRST_PAUSE,
        vouched_until=_authority(finished.stamp).not_valid_after if finished.stamp else None,
        **told_of(finished),
    )


def told_of(finished: Finished) -> dict[str, Any]:
    """Who sealed a file and who vouches for its time: the columns of a row from which pages tell it."""
    stamp = finished.stamp
    return {
        "level": finished.level,
        "holder": finished.whose.holder,
        "issuer": finished.whose.issuer,
        "of_company": finished.whose.of_company,
        "stamped_at": stamp.time if stamp else None,
        "authority": name_of(_authority(stamp).subject)[:LONGEST_AUTHORITY] if stamp else "",
    }


def facts_of(sealed: SealedFile) -> dict[str, Any]:
    """What an event tells of a sealed file."""
    return {
        "file_sha256": sealed.document.sha256,
        "length": sealed.document.size,
        "seal": sealed.certificate_sha256,
        "seal_of": "company" if sealed.of_company else "installation",
        "level": sealed.level,
    }


def pause_after(tries: int) -> timedelta:
    """How long to wait after so many tries that no authority answered: 1 min, 4, 16, 64 … 12 h, and so on for good."""
    pause: timedelta = min(FIRST_PAUSE * 4 ** min(tries, 6), LONGEST_PAUSE)
    return pause


def _authority(stamp: Stamp) -> x509.Certificate:
    return read_token(stamp.token).path[0]
