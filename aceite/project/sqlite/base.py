"""SQLite whose writers wait in line: the next one goes on in the moment the lock is let go.

SQLite lets one writer in at a time. Who finds the door shut sleeps and looks again, ever less often, up to a tenth of a
second: the door stands open with nobody going in, and under load some wait for seconds. A lock of the operating system
on a file beside the database wakes the next one at once. It is given back when a process dies, however it dies; who
stands still in a transaction holds up the others, as with a locked row of PostgreSQL.
"""

import fcntl
import os
from typing import Any, Final

from django.db.backends.sqlite3 import base

LINE: Final = "-writers"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's connection, standing in line before each transaction.

    Its types leave out the four methods that every backend of Django's own overrides.
    """

    _place: int | None = None

    def _start_transaction_under_autocommit(self) -> None:
        self._stand_in_line()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._let_go()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()  # type: ignore[misc]
        finally:
            self._let_go()

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._let_go()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._let_go()

    def _stand_in_line(self) -> None:
        if self.is_in_memory_db() or self._place is not None:
            return
        # Opened anew each time: a lock belongs to what was opened, and threads of one process must not share it.
        place = os.open(f"{self._name()}{LINE}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
        try:
            self._share(place)
            fcntl.flock(place, fcntl.LOCK_EX)
        except BaseException:
            os.close(place)
            raise
        self._place = place

    def _share(self, place: int) -> None:
        # As SQLite does with its own files: a command of root leaves none that the service may not open.
        if os.geteuid() == 0:
            like = os.stat(self._name())
            if os.fstat(place).st_uid != like.st_uid:
                os.fchown(place, like.st_uid, like.st_gid)

    def _let_go(self) -> None:
        if self._place is not None:
            place, self._place = self._place, None
            # Given back by name: a child forked meanwhile holds the same file open, and with it the lock.
            fcntl.flock(place, fcntl.LOCK_UN)
            os.close(place)

    def _name(self) -> Any:
        return self.settings_dict["NAME"]
