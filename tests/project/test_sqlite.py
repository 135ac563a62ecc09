"""Writers of SQLite stand in line, and whoever leaves it, in whatever way, lets the next one in at once."""

import fcntl
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from aceite.project.sqlite.base import LINE

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.sqlite]


def taken() -> bool:
    """Whether somebody is being served."""
    place = os.open(f"{connection.settings_dict['NAME']}{LINE}", os.O_CREAT | os.O_RDWR)
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(place)
    return False


def test_a_transaction_holds_the_place_until_it_ends() -> None:
    with transaction.atomic():
        assert taken()
        with transaction.atomic():
            pass
        assert taken()
    assert not taken()


def test_it_is_let_go_by_an_error_and_by_a_lost_connection() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError
    assert not taken()
    connection.ensure_connection()
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    assert taken()
    connection.close()
    assert not taken()


@pytest.fixture
def holder() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that stands in front and does nothing."""
    place = f"{connection.settings_dict['NAME']}{LINE}"
    words = f"import fcntl, time; f = open({place!r}, 'a'); fcntl.flock(f, 2); print(flush=True); time.sleep(60)"
    with subprocess.Popen([sys.executable, "-c", words], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
        process.kill()


def test_a_killed_process_lets_go(holder: "subprocess.Popen[bytes]") -> None:
    assert Path(f"{connection.settings_dict['NAME']}{LINE}").exists() and taken()
    killed = threading.Event()

    def kill() -> None:
        killed.set()
        holder.kill()

    threading.Timer(0.1, kill).start()
    with transaction.atomic():
        # Only the end of the other process lets this one in; the line is free a moment before it counts as ended.
        assert killed.is_set()
