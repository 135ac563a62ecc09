"""`/healthz`: pages can be served. `/readyz`: database, migrations, walls and worker are well."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aceite.core.companies import walls as company_walls
from aceite.core.jobs.health import worker_alive
from aceite.core.proposals.tallying import missing_triggers
from aceite.core.rows.search_index import missing_index
from aceite.core.trail import walls as trail_walls
from aceite.kit.limits import network_isolated, unprivileged

Check = Callable[[], str]
MEGABYTE: Final = 1024 * 1024
# Room for some days of a small installation, so that whoever is told in the evening can sleep.
MEGABYTES_WANTED: Final = 1000


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers without touching the database: the process can serve."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """One line per part; 503 when one is not well."""
    parts = {name: _outcome(check) for name, check in CHECKS.items()}
    well = all(outcome == "ok" for outcome in parts.values())
    # Said, not required: what is there can still be read; and where the system does not give these, hostile files are
    # still read under limits.
    parts["disk"] = low_disk(settings.VAR) or "ok"
    parts["children_without_network"] = "ok" if network_isolated() else "not given by this kernel"
    parts["children_without_root"] = "ok" if unprivileged() else "the program's folder is closed to other users"
    return JsonResponse(parts, status=200 if well else 503)


def _outcome(check: Check) -> str:
    try:
        return check() or "ok"
    except DatabaseError:
        return "the database does not answer"


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    executor = MigrationExecutor(connection)
    return "migrations are missing" if executor.migration_plan(executor.loader.graph.leaf_nodes()) else ""


def missing_walls() -> str:
    """Which triggers, policies or indexes for searching do not stand; empty when all do."""
    missing = [*trail_walls.missing_walls(), *company_walls.missing_walls(), *missing_index(), *missing_triggers()]
    return f"missing: {', '.join(missing)}" if missing else ""


def _worker() -> str:
    return "" if worker_alive(timezone.now()) else "no worker has been seen lately"


def low_disk(place: Path) -> str:
    """How little is free where data are kept; empty while there is room, or where nothing is kept."""
    try:
        free = shutil.disk_usage(place).free // MEGABYTE
    except OSError:
        # Nothing is kept here: the files are elsewhere, or nobody has served yet.
        return ""
    return f"only {free} MB free" if free < MEGABYTES_WANTED else ""


CHECKS: Final[dict[str, Check]] = {
    "database": _database,
    "migrations": _migrations,
    "walls": missing_walls,
    "worker": _worker,
}
