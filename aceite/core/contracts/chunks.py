"""The chunks of a file on its way: each checked by its own hash and laid end to end, the whole by the announced one."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy

from aceite.core.contracts.arriving_files import ArrivedChunk, ArrivingFile
from aceite.core.contracts.chunk_places import is_here, new_place, read_chunks, remove_place, write_chunk
from aceite.core.contracts.copies import lock_expecting, require_frozen
from aceite.core.contracts.models import Contract
from aceite.core.customers.models import PanelUser
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal
from aceite.kit.hashing import sha256_hex, stream_sha256

# What the browser is asked to send at once: five seconds on a slow telephone network.
CHUNK: Final = 256 * 1024
BIGGEST_CHUNK: Final = 1024 * 1024
MOST_CHUNKS: Final = 240


class DamagedChunk(Refusal):
    """The bytes of a chunk are not those whose hash came with it."""

    sentence = gettext_lazy("Um pedaço do arquivo chegou danificado e foi jogado fora. Ele é enviado de novo.")


class UnfitChunk(Refusal):
    """A chunk is empty, too large, or reaches beyond the end of its file."""

    sentence = gettext_lazy("Um pedaço não cabe no arquivo anunciado. Comece de novo o envio deste arquivo.")


class OutOfPlace(Refusal):
    """A chunk does not begin where the file stops; `offset` says where that is."""

    sentence = gettext_lazy("Este pedaço já chegou, ou veio antes da vez. O envio continua de onde parou.")

    def __init__(self, offset: int) -> None:
        self.offset = offset
        super().__init__()


class TooManyChunks(Refusal):
    """The file came in more pieces than any honest browser makes of it."""

    sentence = gettext_lazy("Este arquivo veio em pedaços demais e foi jogado fora. Comece de novo o envio dele.")


class OtherBytes(Refusal):
    """All bytes are here, and they are not those that were announced."""

    sentence = gettext_lazy("O arquivo não chegou igual ao original e foi jogado fora. Envie-o de novo.")


class NoSuchArrival(Refusal):
    """It was given up, in another window or because nothing came for a week."""

    sentence = gettext_lazy("Este envio não existe mais. Escolha o arquivo de novo para enviá-lo.")


@dataclass(frozen=True)
class Chunk:
    """Some bytes of a file from `offset` on, with the SHA-256 that the browser computed of them."""

    offset: int
    data: bytes
    sha256: str


def keep_chunk(file: ArrivingFile, chunk: Chunk, *, by: PanelUser, at: datetime) -> int:
    """Keeps one chunk; returns the offset at which the next one begins. The same chunk twice is one.

    Raises NotAllowed, UnfitChunk, DamagedChunk, OutOfPlace, TooManyChunks, OtherBytes, NoSuchArrival, DiskFull,
    CopyNotWanted, NotNow, NotCurrent.
    """
    contract = Contract.objects.select_related("version__proposal").get(pk=file.contract_id)
    require_frozen("copy.upload", contract, by)
    if file.begun_by_id != by.pk:
        raise NotAllowed
    row = _checked(file, chunk)
    if chunk.offset == offset_of(file):
        # Durable before its row, and outside of the lock: nobody waits for the disc.
        write_chunk(file.place, row, chunk.data)
    try:
        with transaction.atomic():
            lock_expecting("copy.upload", contract, by=by, at=at)
            offset = _placed(row, at)
    except TooManyChunks:
        begin_again(file)
        raise
    if offset == file.size:
        close_if_whole(file, by=by, at=at)
    return offset


def offset_of(file: ArrivingFile) -> int:
    """How many bytes are here, from the first one on."""
    last = file.chunks.order_by("offset").last()
    return last.end if last else 0


def bytes_of(file: ArrivingFile) -> bytes:
    """All that is here."""
    return b"".join(read_chunks(file.place, file.chunks.all()))


def close_if_whole(file: ArrivingFile, *, by: PanelUser, at: datetime) -> ArrivingFile:
    """Hands the file over to the worker, once, when its last byte is here. Raises OtherBytes and what a lock raises."""
    if file.whole_at is not None or offset_of(file) != file.size:
        return file
    if stream_sha256(read_chunks(file.place, file.chunks.all())) != file.sha256:
        begin_again(file)
        raise OtherBytes
    with transaction.atomic():
        proposal = lock_expecting("copy.upload", file.contract, by=by, at=at)
        fresh = ArrivingFile.objects.filter(pk=file.pk).first()
        if fresh is None or fresh.whole_at is not None:
            return fresh or file
        fresh.whole_at = at
        fresh.save(update_fields=["whole_at"])
        data = {"contract": file.contract_id, "arriving": file.pk, "sha256": file.sha256}
        record("copy.file_arrived", by=by, at=at, sale=proposal.pk, data=data)
    return fresh


def begin_again(file: ArrivingFile, refusal: str = "") -> None:
    """Lets go of all bytes: the file is sent anew from its beginning, or not at all with a `refusal` to be read."""
    with transaction.atomic():
        file.chunks.all().delete()
        # Another folder: who is still writing into the old one cannot spoil what comes now.
        old, file.place = file.place, new_place()
        file.refusal, file.whole_at = refusal[:400], None
        ArrivingFile.objects.filter(pk=file.pk).update(place=file.place, refusal=file.refusal, whole_at=None)
    remove_place(old)


def _checked(file: ArrivingFile, chunk: Chunk) -> ArrivedChunk:
    if not 0 < len(chunk.data) <= BIGGEST_CHUNK or chunk.offset + len(chunk.data) > file.size:
        raise UnfitChunk
    if sha256_hex(chunk.data) != chunk.sha256:
        raise DamagedChunk
    return ArrivedChunk(
        company_id=file.company_id, file=file, offset=chunk.offset, size=len(chunk.data), sha256=chunk.sha256
    )


def _placed(row: ArrivedChunk, at: datetime) -> int:
    """Puts the row of a chunk where the file stops; under the lock of the sale."""
    file = ArrivingFile.objects.filter(pk=row.file_id).first()
    if file is None:
        raise NoSuchArrival
    offset, there = offset_of(file), file.chunks.filter(offset=row.offset).first()
    if there is not None and (there.sha256, there.size) == (row.sha256, row.size):
        return offset
    if row.offset != offset or file.whole_at is not None or not is_here(file.place, row):
        raise OutOfPlace(offset)
    if file.chunks.count() >= MOST_CHUNKS:
        raise TooManyChunks
    row.save()
    ArrivingFile.objects.filter(pk=file.pk).update(touched_at=at, refusal="")
    return row.end
