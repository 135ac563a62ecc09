"""A ZIP of roots and revocation lists that somebody wants to trust: opened within bounds, and told part by part.

Nothing is believed for being in it: whoever imports it compares the fingerprints with those the authorities publish.
It comes from outside, so it is opened in a limited child.
"""

import json
import zipfile
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any, Final

from asn1crypto import x509
from asn1crypto.crl import CertificateList

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.sentences import Complaint
from aceite.kit.sentences import gettext_noop as _
from aceite_verify.holders import name_of
from aceite_verify.trust import Tree, parts_of

SECONDS: Final = 20
MEMORY_MB: Final = 800
# All that ICP-Brasil publishes, lists included, is some 15 MB.
LARGEST: Final = 32 * 1024 * 1024
LARGEST_FILE: Final = 16 * 1024 * 1024
LARGEST_UNPACKED: Final = 64 * 1024 * 1024
MOST_FILES: Final = 2000
LONGEST_NAME: Final = 120

TOO_LARGE: Final = _(
    "O ZIP é grande demais para ser de certificados: até 32 MB, 64 MB depois de aberto, 2.000 arquivos."
)
UNREADABLE: Final = _("Este arquivo não é um ZIP que se possa abrir, ou está protegido por senha.")


class BadZip(Complaint):
    """The ZIP cannot be opened here; the sentence says why."""


class _TooLarge(Exception):
    """What the limited child says of a ZIP beyond all measure."""


@dataclass(frozen=True)
class Part:
    """A certificate ("root" or "issuer"), or the revocation list of an issuer ("list").

    `key` names its file: what has the same key replaces it. Times are RFC 3339, "" for a list without an end.
    """

    tree: str
    kind: str
    holder: str
    issuer: str
    since: str
    until: str
    fingerprint: str
    key: str
    der: bytes


@dataclass(frozen=True)
class Opened:
    """What a ZIP holds: the parts, files that are neither certificate nor list, and files in no tree's folder."""

    parts: tuple[Part, ...]
    strange: tuple[str, ...]
    homeless: tuple[str, ...]


def open_zip(data: bytes, *, into: Tree | None = None) -> Opened:
    """All that a ZIP brings. A file belongs to the tree of its folder, or to `into` where it stands in none.

    Raises BadZip.
    """
    if len(data) > LARGEST:
        raise BadZip(TOO_LARGE)
    job = {"data": data, "into": into.value if into else ""}
    try:
        said = json.loads(
            run_limited("aceite.kit.sealing.trust_zip:examine", job, seconds=SECONDS, memory_mb=MEMORY_MB)
        )
    except ChildFailed as failed:
        is_large = failed.reason != "error" or failed.error == _TooLarge.__name__
        raise BadZip(TOO_LARGE if is_large else UNREADABLE) from failed
    parts = tuple(Part(**{**part, "der": b64decode(part["der"])}) for part in said["parts"])
    return Opened(parts, tuple(said["strange"]), tuple(said["homeless"]))


def part_of(tree: Tree, read: x509.Certificate | CertificateList) -> Part:
    """What is told of a certificate or a list. Raises whatever a hostile one makes its parser raise."""
    der = read.dump()
    fingerprint = sha256(der).hexdigest()
    if isinstance(read, CertificateList):
        told = read["tbs_cert_list"]
        issuer, since, until = told["issuer"], told["this_update"].native, told["next_update"].native
        authority = read.authority_key_identifier_value
        # One list for each key of an issuer: a newer one takes the place of the older.
        key = sha256(issuer.dump() + (authority.dump() if authority else b"")).hexdigest()
        names = (_shown(name_of(issuer)),) * 2
        return Part(
            tree.value, "list", *names, since.isoformat(), until.isoformat() if until else "", fingerprint, key, der
        )
    names, kind = (_shown(name_of(read.subject)), _shown(name_of(read.issuer))), _kind(read)
    times = (read.not_valid_before.isoformat(), read.not_valid_after.isoformat())
    return Part(tree.value, kind, *names, *times, fingerprint, fingerprint, der)


def examine(job: Mapping[str, Any]) -> bytes:
    """The parts as JSON; called in the limited child."""
    into = Tree(job["into"]) if job["into"] else None
    parts: dict[tuple[str, str], Part] = {}
    strange, homeless = [], []
    for name, data in _files(job["data"]):
        tree = _tree_of(name) or into
        if tree is None:
            homeless.append(_shown(name))
            continue
        try:
            found = [part_of(tree, read) for read in parts_of(data)]
        except Exception:
            # Whatever a stranger's bytes made the parser stumble over, they are no certificate.
            strange.append(_shown(name))
            continue
        parts.update({(part.tree, part.fingerprint): part for part in found})
    told = [{**asdict(part), "der": b64encode(part.der).decode()} for part in parts.values()]
    return json.dumps({"parts": told, "strange": strange, "homeless": homeless}).encode()


def _files(data: bytes) -> Iterator[tuple[str, bytes]]:
    unpacked = 0
    with zipfile.ZipFile(BytesIO(data)) as opened:
        entries = [entry for entry in opened.infolist() if not entry.is_dir() and not _is_hidden(entry.filename)]
        if len(entries) > MOST_FILES:
            raise _TooLarge
        for entry in entries:
            # What the entry claims of its size is not believed: it is read up to the bound, and one byte more.
            with opened.open(entry) as file:
                content = file.read(LARGEST_FILE + 1)
            unpacked += len(content)
            if len(content) > LARGEST_FILE or unpacked > LARGEST_UNPACKED:
                raise _TooLarge
            yield entry.filename, content


def _tree_of(name: str) -> Tree | None:
    folders = PurePosixPath(name).parts[:-1]
    return next((tree for tree in Tree if tree.value in folders), None)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _kind(read: x509.Certificate) -> str:
    return "issuer" if read.self_signed == "no" else "root"


def _shown(text: str) -> str:
    # It goes to a terminal.
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text[:LONGEST_NAME])
