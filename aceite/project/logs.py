"""How a log line looks: one JSON object, with the request's id where there is one."""

from typing import Any

import structlog

_render = structlog.processors.JSONRenderer(ensure_ascii=False)


def render(logger: Any, name: str, event: Any) -> str | bytes:
    """Turns one standard-library record into a line of JSON."""
    for key in ("_record", "_from_structlog"):
        event.pop(key, None)
    event = structlog.processors.TimeStamper(fmt="iso", utc=True)(logger, name, event)
    return _render(logger, name, structlog.processors.format_exc_info(logger, name, event))
