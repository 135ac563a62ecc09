"""The operator's trust folder as it is filled: one file for each part, named by its fingerprint or its issuer."""

import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from asn1crypto import pem

from aceite.kit.sealing.trust_zip import Part, part_of
from aceite_verify.trust import Tree, UnreadableTrust, files_of, parts_of

LABELS = {"list": "X509 CRL"}


class Standing(StrEnum):
    """What a part would change in the folder."""

    NEW = "new"
    NEWER = "newer"
    THERE = "there"
    OLDER = "older"


def standing_of(part: Part, folder: Path) -> Standing:
    """Whether the folder has the part already; of a list, whether the one it has is older. Raises UnreadableTrust."""
    place = _place(part, folder)
    if not place.exists():
        return Standing.NEW
    (there,) = _parts(Tree(part.tree), str(place), place.read_bytes())
    if there.fingerprint == part.fingerprint:
        return Standing.THERE
    return (
        Standing.NEWER if datetime.fromisoformat(there.since) < datetime.fromisoformat(part.since) else Standing.OLDER
    )


def keep(part: Part, folder: Path) -> None:
    """Write the part as PEM, whole or not at all; a list takes the place of an older one of its issuer."""
    place = _place(part, folder)
    place.parent.mkdir(parents=True, exist_ok=True)
    # A hidden name, which no reader of the folder takes for a part.
    arriving = place.with_name(f".{secrets.token_hex(8)}")
    arriving.write_bytes(pem.armor(LABELS.get(part.kind, "CERTIFICATE"), part.der))
    os.replace(arriving, place)


def parts_in(folder: Path) -> Iterator[Part]:
    """Everything the folder holds, tree by tree, also what was put there by hand. Raises UnreadableTrust."""
    for tree, files in files_of(folder).items():
        for path, data in files.items():
            yield from _parts(tree, path, data)


def _parts(tree: Tree, path: str, data: bytes) -> list[Part]:
    try:
        return [part_of(tree, read) for read in parts_of(data)]
    except (ValueError, TypeError) as unreadable:
        raise UnreadableTrust(path) from unreadable


def _place(part: Part, folder: Path) -> Path:
    return folder / part.tree / (f"lista-{part.key}.pem" if part.kind == "list" else f"{part.key}.pem")
