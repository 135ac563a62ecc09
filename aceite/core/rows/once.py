"""The same form sent twice makes one row: the browser gives each form one key, and the row remembers it."""

from typing import Final, TypeVar

from django.db import models

from aceite.kit.hashing import sha256_hex

Made = TypeVar("Made", bound=models.Model)
LONGEST: Final = 40


def form_key(key: str, *said: object) -> str:
    """What a row keeps of the form's `key` and of what it said; "" where the form has none.

    Whoever goes back to the form and writes something else in it makes another row, and loses neither.
    """
    return sha256_hex(repr((key, said)).encode())[:LONGEST] if key else ""


def made_before(rows: "models.QuerySet[Made]", kept: str) -> Made | None:
    """The row that the same form made already. Ask it under the lock under which such rows are made."""
    return rows.filter(form_key=kept).first() if kept else None
