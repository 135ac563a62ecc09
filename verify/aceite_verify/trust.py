"""Whom the checker trusts: a folder of roots and revocation lists, one tree for each kind of authority.

Nobody is trusted by default, and nothing is fetched. Below each tree's folder every file is read: certificates and
CRLs, PEM (several in a file) or DER. Self-signed certificates are roots; others only help to find the way to one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

# asn1crypto learns further names from pdf and tsp, and only as long as none was asked for.
from asn1crypto import pdf, pem, tsp, x509  # noqa: F401
from asn1crypto.crl import CertificateList
from cryptography.x509 import Certificate, load_der_x509_certificate

LARGEST: Final = 32 * 1024 * 1024


class Tree(StrEnum):
    """The folders of a trust folder. TIMESTAMPS vouches for time alone, and so never for a seal."""

    ICP_BRASIL = "icp-brasil"
    GOVBR = "govbr"
    INSTANCE = "instance"
    TIMESTAMPS = "timestamps"


SEALING: Final = (Tree.ICP_BRASIL, Tree.GOVBR, Tree.INSTANCE)
# ICP-Brasil has time authorities below its own root; others stand in their own folder.
STAMPING: Final = (Tree.ICP_BRASIL, Tree.TIMESTAMPS)

# The files of each tree, by a name that tells an unreadable one.
Files = Mapping[Tree, Mapping[str, bytes]]


class UnreadableTrust(ValueError):
    """A file of the trust folder is neither certificate nor revocation list; the message is its path."""


@dataclass(frozen=True)
class Roots:
    """One tree: roots, further certificates on the way to them, and revocation lists."""

    roots: tuple[x509.Certificate, ...] = ()
    others: tuple[x509.Certificate, ...] = ()
    lists: tuple[CertificateList, ...] = ()


@dataclass(frozen=True)
class Trust:
    """The trees, and the moment (aware) as of which certificates are judged: now, for whoever checks."""

    at: datetime
    trees: Mapping[Tree, Roots] = field(default_factory=dict)

    def tree(self, tree: Tree) -> Roots:
        """One tree, empty when the folder has none."""
        return self.trees.get(tree, Roots())

    @property
    def instance(self) -> tuple[Certificate, ...]:
        """The roots of installations, for whoever compares keys instead of walking paths."""
        return tuple(load_der_x509_certificate(root.dump()) for root in self.tree(Tree.INSTANCE).roots)

    def lists(self) -> list[CertificateList]:
        """The revocation lists of all trees."""
        return [each for tree in self.trees.values() for each in tree.lists]


def read_trust(folder: Path | None, *, at: datetime) -> Trust:
    """Read a trust folder; without one, or where a tree is absent, nobody is trusted. Raises UnreadableTrust."""
    return trust_of(files_of(folder), at=at)


def files_of(folder: Path | None) -> dict[Tree, dict[str, bytes]]:
    """The files of a trust folder as they stand, by tree and path, for whoever reads them in another process.

    Raises UnreadableTrust for one that is too large.
    """
    found = {tree: folder / tree.value for tree in Tree} if folder else {}
    return {tree: _contents(place) for tree, place in found.items() if place.is_dir()}


def trust_of(files: Files, *, at: datetime, strict: bool = True) -> Trust:
    """What these files make somebody trust. Raises UnreadableTrust for what is neither; not `strict`, leaves it out."""
    return Trust(at, {tree: _roots_of(named, strict) for tree, named in files.items()})


def parts_of(data: bytes) -> list[x509.Certificate | CertificateList]:
    """The certificates and lists in one file, PEM (several) or DER. Raises ValueError, TypeError for anything else."""
    ders = [der for _kind, _headers, der in pem.unarmor(data, multiple=True)] if pem.detect(data) else [data]
    return [_read_part(der) for der in ders]


def _contents(place: Path) -> dict[str, bytes]:
    files = sorted(path for path in place.rglob("*") if path.is_file() and not path.name.startswith("."))
    if large := [path for path in files if path.stat().st_size > LARGEST]:
        raise UnreadableTrust(str(large[0]))
    return {str(path): path.read_bytes() for path in files}


def _roots_of(files: Mapping[str, bytes], strict: bool) -> Roots:
    found: list[x509.Certificate | CertificateList] = []
    for path, data in files.items():
        try:
            found += parts_of(data)
        except (ValueError, TypeError) as unreadable:
            if strict:
                raise UnreadableTrust(path) from unreadable
    certificates = [each for each in found if isinstance(each, x509.Certificate)]
    return Roots(
        roots=tuple(each for each in certificates if each.self_signed != "no"),
        others=tuple(each for each in certificates if each.self_signed == "no"),
        lists=tuple(each for each in found if isinstance(each, CertificateList)),
    )


def _read_part(der: bytes) -> x509.Certificate | CertificateList:
    """A certificate or a list, read to its last field: asn1crypto reads lazily, and would stumble later."""
    for kind in (x509.Certificate, CertificateList):
        try:
            read = kind.load(der, strict=True)
            _ = read.native
        except (ValueError, TypeError):
            continue
        return read
    raise ValueError("neither certificate nor revocation list")
