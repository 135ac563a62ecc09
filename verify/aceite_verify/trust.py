"""Whom the checker trusts: a folder of roots, one tree for each kind of authority. Its reading comes with the seal."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any


class Tree(StrEnum):
    """The folders of a trust folder."""

    INSTANCE = "instance"


class UnreadableTrust(ValueError):
    """A file of the trust folder is neither certificate nor revocation list; the message is its path."""


@dataclass(frozen=True)
class Roots:
    """One tree: its roots, as asn1crypto reads certificates."""

    roots: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Trust:
    """The trees, and the moment (aware) as of which certificates are judged."""

    at: datetime
    trees: Mapping[Tree, Roots] = field(default_factory=dict)

    def tree(self, tree: Tree) -> Roots:
        """One tree, empty when the folder has none."""
        return self.trees.get(tree, Roots())


def read_trust(folder: Path | None, *, at: datetime) -> Trust:
    """Nobody is trusted yet."""
    return Trust(at)
