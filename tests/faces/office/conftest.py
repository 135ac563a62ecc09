"""What the tests of the office's sales pages share."""

from collections.abc import Iterator
from datetime import datetime

import pytest
import time_machine


@pytest.fixture
def clock(now: datetime) -> Iterator[time_machine.Traveller]:
    """The pages read the clock themselves: it stands at the cast's now."""
    with time_machine.travel(now, tick=False) as traveller:
        yield traveller
