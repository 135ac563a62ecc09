"""Whether anybody is doing the jobs."""

from datetime import datetime, timedelta
from typing import Final

from aceite.core.jobs.models import Worker

LATELY: Final = timedelta(seconds=30)


def worker_alive(at: datetime) -> bool:
    """Whether a worker has given a sign of life in the 30 seconds before `at`."""
    return Worker.objects.filter(beat_at__gt=at - LATELY).exists()
