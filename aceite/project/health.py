"""`/healthz`: pages can be served. `/readyz`: database, migrations, walls and worker are well."""

from collections.abc import Callable
from typing import Final

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


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answers without touching the database: the process can serve."""
    return HttpResponse("ok\n", content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """One line per part; 503 when one is not well."""
    parts = {name: _outcome(check) for name, check in CHECKS.items()}
    well = all(outcome == "ok" for outcome in parts.values())
    # Said, not required: where the system does not give these, hostile files are still read under limits.
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


CHECKS: Final[dict[str, Check]] = {
    "database": _database,
    "migrations": _migrations,
    "walls": missing_walls,
    "worker": _worker,
}
