"""How a log line looks: one JSON object, with the request's id where there is one and no secret of an address."""

import re
from typing import Any, Final

import structlog

# Django logs the address of every refused page, and some addresses let their bearer in: links of invitations
# (people/invitations.py: id, dot, 43 letters) and passes (django.core.signing: value, time, 43 letters).
_SECRETS: Final = re.compile(r"\b\d+\.[\w-]{43}(?![\w-])|[\w.-]+:[\w-]+:[\w-]{43}(?![\w-])")
_render = structlog.processors.JSONRenderer(ensure_ascii=False)


def render(logger: Any, name: str, event: Any) -> str:
    """Turns one standard-library record into a line of JSON."""
    for key in ("_record", "_from_structlog"):
        event.pop(key, None)
    event = structlog.processors.TimeStamper(fmt="iso", utc=True)(logger, name, event)
    line = _render(logger, name, structlog.processors.format_exc_info(logger, name, event))
    return _SECRETS.sub("[…]", line if isinstance(line, str) else line.decode())
