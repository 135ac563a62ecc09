"""The files of the pages under names that change with what they hold, also where one script names another."""

from typing import ClassVar

from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = (r"""(?P<matched>from\s*["'](?P<url>\./[^"']+)["'])""", 'from "%(url)s"')


class Statics(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Scripts of the office's editor import each other: without this a new script would call a kept old one."""

    patterns: ClassVar = (*CompressedManifestStaticFilesStorage.patterns, ("office/*.js", (_IMPORT,)))
