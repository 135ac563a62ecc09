"""What comes out of the two rich fields: files with their turns, and a mark."""

from dataclasses import dataclass
from typing import Any, Literal

from django.core.files.uploadedfile import UploadedFile


@dataclass(frozen=True)
class UploadedPage:
    """One file in its place; `rotation` is the clockwise turn in degrees the person chose."""

    file: "UploadedFile[Any]"
    rotation: int = 0


@dataclass(frozen=True)
class Mark:
    """A person's mark: drawn (`png` holds the picture, untested for ink) or typed (`text` holds the name)."""

    kind: Literal["drawn", "typed"]
    png: bytes = b""
    text: str = ""
