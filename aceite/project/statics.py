"""The files of the pages under names that change with what they hold, also where one script names another."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = (r"""(?P<matched>from\s*["'](?P<url>\.{1,2}/[^"']+)["'])""", 'from "%(url)s"')


class Statics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts of a face import each other and those of all faces: without this a new one would call a kept old one."""

    patterns: ClassVar = (
        *CompressedManifestStaticFilesStorage.patterns,
        *((f"{place}/*.js", (_IMPORT,)) for place in ("office", "panel", "ui")),
    )
