"""What a database holds that a backup speaks of, asked of one moment of it by plain SQL: the same on both databases."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from aceite.kit.sealing.authority import fingerprint
from aceite.project.backup.description import ChainHead, KeptKey, StoredFile

# One walk through an index, as the trail's anchors take it: asked of each event, PostgreSQL would read its whole chain,
# which takes hours once a company imports thousands.
HEADS: Final = """
SELECT company_id, chain, seq, hash FROM (
  SELECT company_id, chain, seq, hash, LEAD(seq) OVER (PARTITION BY company_id, chain ORDER BY seq) AS later
    FROM trail_event
) newest WHERE later IS NULL ORDER BY company_id, chain
"""
_FILES: Final = (
    "SELECT company_id, sha256, size FROM documents_document WHERE removed_at IS NULL ORDER BY company_id, sha256"
)
_KEYS: Final = "SELECT kind, key_id, certificate, private_key FROM signatures_instancekey ORDER BY id"
_MIGRATIONS: Final = "SELECT app, name FROM django_migrations ORDER BY app, name"


class Cursor(Protocol):
    """What sqlite3, psycopg and Django have in common."""

    def execute(self, query: Any, /) -> Any:
        """Asks."""

    def fetchall(self) -> Sequence[Any]:
        """All that was answered."""


@dataclass(frozen=True)
class Survey:
    """One moment of a database."""

    chains: list[ChainHead]
    files: list[StoredFile]
    keys: list[KeptKey]
    migrations: list[list[str]]


def survey(cursor: Cursor) -> Survey:
    """Asks through a cursor that sees every company's rows, and no change while it asks."""
    return Survey(
        chains=list(ends_of_chains(cursor)),
        files=[StoredFile(*row) for row in _rows(cursor, _FILES)],
        keys=[KeptKey(kind, id, fingerprint(pem.encode()), key) for kind, id, pem, key in _rows(cursor, _KEYS)],
        migrations=[list(row) for row in _rows(cursor, _MIGRATIONS)],
    )


def ends_of_chains(cursor: Cursor) -> Iterator[ChainHead]:
    """The newest event of every chain, through the same kind of cursor."""
    return (ChainHead(*row) for row in _rows(cursor, HEADS))


def _rows(cursor: Cursor, query: str) -> Iterator[Any]:
    cursor.execute(query)
    yield from cursor.fetchall()
