"""A whole file enters among those its sender prepares, exactly once; what was left on the way goes again."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from aceite.core.contracts.arriving import forget_arriving
from aceite.core.contracts.arriving_files import ArrivingFile
from aceite.core.contracts.chunk_places import places_older_than, remove_place
from aceite.core.contracts.chunks import begin_again, bytes_of
from aceite.core.contracts.copies import lock_expecting, require_frozen
from aceite.core.contracts.copy_files import UploadedFile, take
from aceite.core.contracts.models import Contract
from aceite.core.contracts.pending import keep_prepared
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.placing import DiskFull
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.codes import new_nonce
from aceite.kit.hashing import sha256_hex

# How long a file of which nothing comes any more is kept for whoever began it.
KEPT: Final = timedelta(days=7)
# A folder without a row is of something that was given up while a chunk was being written.
ORPHANED: Final = timedelta(days=1)


def admit(file_id: int, *, at: datetime) -> None:
    """Opens a whole file and puts it among those its sender prepares; what cannot be taken is told her, in her words.

    Takes seconds, so call it in no request. Twice is harmless. Raises DiskFull.
    """
    file = ArrivingFile.objects.select_related("begun_by__user", "contract").filter(pk=file_id).first()
    if file is None or file.whole_at is None:
        return
    person = file.begun_by
    with override(person.user.language if person.user else None):
        try:
            _admit(file, at)
        except DiskFull:
            raise
        except NotAllowed:
            begin_again(file, _("Você não pode mais enviar arquivos deste contrato. Nada foi enviado."))
        except Refusal as refusal:
            begin_again(file, str(refusal))


def forget_old_arrivals(*, at: datetime) -> int:
    """Removes what nobody touched for a week, with its bytes, and folders that belong to no file; returns how many."""
    old = list(ArrivingFile.objects.untouched_since(at - KEPT))
    for file in old:
        forget_arriving(file)
    return len(old)


def forget_orphaned_places(*, at: datetime) -> int:
    """Removes the folders of which no row speaks; returns how many. Asks for every company's rows."""
    places = places_older_than(at - ORPHANED)
    known = set(ArrivingFile.objects.filter(place__in=places).values_list("place", flat=True))
    orphaned = [place for place in places if place not in known]
    for place in orphaned:
        remove_place(place)
    return len(orphaned)


def _admit(file: ArrivingFile, at: datetime) -> None:
    contract = Contract.objects.select_related("version__proposal", "document").get(pk=file.contract_id)
    require_frozen("copy.upload", contract, file.begun_by)
    data = bytes_of(file)
    if sha256_hex(data) != file.sha256:
        # The disc lost some of it since; her browser has it still, or she chooses it again.
        begin_again(file)
        return
    taken = take([UploadedFile(file.name, data, file.rotation, file.rank)], company_id=file.company_id, at=at)
    with transaction.atomic():
        lock_expecting("copy.upload", contract, by=file.begun_by, at=at)
        if ArrivingFile.objects.filter(pk=file.pk).delete()[0]:
            keep_prepared(contract, taken, key=new_nonce(), by=file.begun_by, at=at)
        else:
            # Given up while it was being opened, it does not come back.
            let_go([one.document.pk for one in taken], at=at)
    remove_place(file.place)
