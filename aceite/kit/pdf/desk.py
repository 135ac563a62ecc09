"""Where papers are set: the folder of the templates, or for one paper a copy of it with photos beside them."""

import contextlib
import importlib.resources
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

TEMPLATES: Final = Path(str(importlib.resources.files("aceite.kit.pdf"))) / "templates"
PHOTOS: Final = "photos"


@contextlib.contextmanager
def desk(photos: Mapping[str, bytes]) -> Iterator[Path]:
    """A folder Typst may read: templates, and `photos/<name>`. It is gone afterwards."""
    if not photos:
        yield TEMPLATES
        return
    with tempfile.TemporaryDirectory(prefix="aceite-paper-") as folder:
        # Whoever typesets may be another user than the one who asks.
        Path(folder).chmod(0o755)
        made = Path(folder) / "paper"
        shutil.copytree(TEMPLATES, made)
        (made / PHOTOS).mkdir()
        for name, data in photos.items():
            (made / PHOTOS / name).write_bytes(data)
        yield made
