"""The ZIP of a dossier: the same parts give the same bytes, in any process and with any library below."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import IO, Final

from django.utils.translation import gettext_lazy as _

from aceite.core.documents.models import Document
from aceite.core.documents.reading import open_checked
from aceite.core.sales.dossier_parts import Part
from aceite.core.trail.refusals import Refusal
from aceite_verify.archive import LARGEST_ENTRY, LARGEST_TOTAL, MOST_ENTRIES

# Before anything, and the earliest that a ZIP can tell.
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
UNIX: Final = 3
READABLE: Final = 0o100644 << 16
CHUNK: Final = 1024 * 1024


class DossierTooLarge(Refusal):
    """More files or bytes than anybody could check."""

    sentence = _(
        "O dossiê passaria de 2 GB e ninguém conseguiria conferi-lo. Baixe os arquivos da venda um a um, nesta página."
    )


def require_checkable(parts: Sequence[Part]) -> None:
    """Raises DossierTooLarge for what `aceite-verify` would refuse."""
    sizes = [part.listed.length for part in parts]
    # The index and its signature come on top; neither is ever this large.
    if len(parts) > MOST_ENTRIES - 2 or max(sizes) > LARGEST_ENTRY or sum(sizes) > LARGEST_TOTAL - LARGEST_ENTRY:
        raise DossierTooLarge


def write_zip(out: IO[bytes], parts: Iterable[Part], *, told: Callable[[], None]) -> None:
    """Writes the parts in the order given, stored and not deflated: compressors change with their versions.

    `told` is called after each. Raises documents.reading.Tampered for a stored file that was changed.
    """
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            info = zipfile.ZipInfo(part.path, EPOCH)
            info.create_system, info.external_attr = UNIX, READABLE
            info.file_size = part.listed.length
            with archive.open(info, "w") as entry:
                for chunk in _chunks(part.content):
                    entry.write(chunk)
            told()


def _chunks(content: bytes | Document) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with open_checked(content) as opened:
        yield from opened.chunks(CHUNK)
