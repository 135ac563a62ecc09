"""Compiles the translations into the wheel; the repository keeps only the .po files."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Called by hatchling before it gathers the files."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Writes each django.mo beside its django.po."""
        for source in Path(self.root, "aceite", "locale").glob("*/LC_MESSAGES/*.po"):
            with source.open("rb") as file:
                catalog = read_po(file, locale=source.parent.parent.name)
            with source.with_suffix(".mo").open("wb") as file:
                write_mo(file, catalog)
