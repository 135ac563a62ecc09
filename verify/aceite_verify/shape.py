"""JSON out of a hostile file: bounded before it is read, and no value of any kind before it was looked at."""

import base64
import binascii
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from aceite_verify.canonical import moment_of

LARGEST: Final = 16 * 1024 * 1024
DEEPEST: Final = 40
LONGEST_TEXT: Final = 1024 * 1024
_HEX: Final = frozenset("0123456789abcdef")


class Malformed(ValueError):
    """The JSON is not of the form it should have; the message names the place, like `$.statements[0].sha256`."""


def read_json(raw: bytes) -> "Value":
    """The value that these bytes spell. Raises Malformed: too large or deep, a key twice, a float, no JSON at all."""
    if len(raw) > LARGEST:
        raise Malformed("$: larger than any evidence")
    try:
        value = json.loads(raw.decode(), object_pairs_hook=_object, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as unreadable:
        raise Malformed(f"$: {unreadable}") from None
    _bound(value)
    return Value(value)


@dataclass(frozen=True)
class Value:
    """One value and its place. Each method gives it as one kind of thing, or raises Malformed."""

    raw: Any
    place: str = "$"

    def __getitem__(self, name: str) -> "Value":
        record = self.record()
        if name not in record:
            raise Malformed(f"{self.place}.{name}: missing")
        return Value(record[name], f"{self.place}.{name}")

    def maybe(self, name: str) -> "Value | None":
        """The value under `name`, or None where it is absent or null."""
        return None if self.record().get(name) is None else self[name]

    def record(self) -> dict[str, Any]:
        """A JSON object."""
        record: dict[str, Any] = self._checked(dict)
        return record

    def entries(self) -> Iterator[tuple[str, "Value"]]:
        """The names and values of a JSON object."""
        return ((name, Value(item, f"{self.place}.{name}")) for name, item in self.record().items())

    def items(self) -> "list[Value]":
        """The elements of a JSON array."""
        return [Value(item, f"{self.place}[{i}]") for i, item in enumerate(self._checked(list))]

    def text(self) -> str:
        """A string of bounded length."""
        text: str = self._checked(str)
        if len(text) > LONGEST_TEXT:
            raise Malformed(f"{self.place}: too long")
        return text

    def number(self) -> int:
        """A whole number, not negative."""
        if isinstance(self.raw, bool) or self._checked(int) < 0:
            raise Malformed(f"{self.place}: no count")
        return int(self.raw)

    def sha256(self) -> str:
        """SHA-256 in lower-case hexadecimal."""
        text = self.text()
        if len(text) != 64 or not _HEX.issuperset(text):
            raise Malformed(f"{self.place}: no SHA-256")
        return text

    def moment(self) -> datetime:
        """A moment as RFC 3339 in UTC with microseconds."""
        try:
            return moment_of(self.text())
        except ValueError:
            raise Malformed(f"{self.place}: no moment") from None

    def octets(self) -> bytes:
        """Bytes in base 64."""
        try:
            return base64.b64decode(self.text(), validate=True)
        except (binascii.Error, ValueError):
            raise Malformed(f"{self.place}: no base 64") from None

    def _checked(self, kind: type[Any]) -> Any:
        if not isinstance(self.raw, kind):
            raise Malformed(f"{self.place}: {kind.__name__} expected")
        return self.raw


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    # Readers differ in which of two equal keys they take.
    if len(made) != len(pairs):
        raise ValueError("a key stands twice")
    return made


def _refuse(spelling: str) -> Any:
    raise ValueError(f"{spelling} has no canonical form")


def _bound(value: Any) -> None:
    waiting = [(value, 0)]
    while waiting:
        here, depth = waiting.pop()
        if depth > DEEPEST:
            raise Malformed("$: too deep")
        if isinstance(here, dict | list):
            inner = here.values() if isinstance(here, dict) else here
            waiting += [(item, depth + 1) for item in inner]
