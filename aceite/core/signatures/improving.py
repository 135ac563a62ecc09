"""Time stamps that come later: a file sealed without one is sealed anew, one with a stamp is only ever added to.

F′ is made of the same D and E as F, which stays valid; F(k) begins with F(k-1), byte for byte (TRUST: *Long-term*).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from aceite.core.companies.scope import Door, everywhere
from aceite.core.documents.reading import read
from aceite.core.signatures.authorities import time_authorities
from aceite.core.signatures.models import SealedFile, SealLevel
from aceite.core.signatures.sealed_files import pause_after
from aceite.core.signatures.sealers import Whose, validation_data
from aceite.core.signatures.sealing import Finished, Unsealed, keep_longer, seal_with_stamp
from aceite.kit.late import late

if TYPE_CHECKING:
    from aceite.kit.sealing.longterm import ValidationData
    from aceite_verify import embedded
else:
    embedded = late("aceite_verify.embedded")

# Of a long outage the files are worked off in turns, so that the queue serves the acts of the day too.
AT_ONCE: Final = 100


@dataclass(frozen=True)
class Improvement:
    """A form and what its next one is made of, gathered: asking the authorities needs no database."""

    form: SealedFile
    data: bytes
    unsealed: Unsealed | None
    validation: ValidationData


def due_for_stamps(*kinds: str, at: datetime) -> list[tuple[int, int]]:
    """Company and id of the forms of these kinds for which to ask an authority now; each is put off beforehand."""
    if time_authorities() is None:
        return []
    with everywhere(Door.JOBS):
        due = [form for kind in kinds for form in SealedFile.objects.to_improve(kind, at)[:AT_ONCE]]
        for form in due:
            # Whatever becomes of the job, the next try comes by itself, and later.
            form.next_try_at, form.tries = at + pause_after(form.tries), form.tries + 1
            form.save(update_fields=["next_try_at", "tries"])
        return [(form.company_id, form.pk) for form in due]


def improvement_of(form: SealedFile, again: Callable[[bytes], Unsealed], *, at: datetime) -> Improvement:
    """Gathers the next form; `again` gathers the file anew around the evidence it is given.

    Raises Tampered when the form's bytes are not sound.
    """
    data = read(form.document)
    unsealed = again(_evidence_in(data)) if form.level == SealLevel.SEALED else None
    return Improvement(form, data, unsealed, validation_data(of_company=form.of_company, at=at))


def improved(work: Improvement, *, at: datetime) -> Finished | None:
    """The next form, as of `at`; None when no authority answers."""
    if work.unsealed is not None:
        return seal_with_stamp(work.unsealed, at=at)
    stamp = keep_longer(work.data, work.validation, at=at)
    if stamp is None:
        return None
    form = work.form
    whose = Whose(form.holder, form.issuer, form.certificate_sha256, form.of_company)
    return Finished(stamp.data, SealLevel.KEPT, whose, form.sealed_at, stamp.stamp)


def _evidence_in(data: bytes) -> bytes:
    # The very bytes of E: gathered anew it could know of later anchors, or no longer of an erased person.
    attached = embedded.attached_evidence(data)
    if attached is None:
        raise ValueError("a sealed file of ours has its evidence")
    return attached.data
