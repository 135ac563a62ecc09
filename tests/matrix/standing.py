"""The world of the matrix for tests whose transactions are real: made once in a process, put back for each of them."""

import shutil
import sqlite3
from copy import deepcopy
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import connection

from tests.matrix.world import World, build


class Standing:
    """What was made, with the tables and the files as they stood then; on SQLite, where tables are copied at once."""

    def __init__(self, folder: Path) -> None:
        """`folder` keeps the files."""
        self._files = folder / "files"
        self._tables = sqlite3.connect(":memory:")
        self._world: World | None = None

    def again(self) -> World:
        """The world, in a database that was empty; nobody else sees what is changed in it."""
        if connection.vendor != "sqlite":
            return build()
        connection.ensure_connection()
        files = Path(default_storage.path(""))
        if self._world is None:
            self._world = build()
            connection.connection.backup(self._tables)
            shutil.copytree(files, self._files)
        else:
            self._tables.backup(connection.connection)
            shutil.copytree(self._files, files, dirs_exist_ok=True)
        return deepcopy(self._world)

    def close(self) -> None:
        """Forgets the tables."""
        self._tables.close()
