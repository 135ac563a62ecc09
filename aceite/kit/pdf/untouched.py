"""A signed PDF that must stay as it is: whether it is inert already, as nothing can be taken out of it.

What is re-made (`remaking`) loses whatever runs, hides or changes; here the same is only looked for, and refused.
"""

from typing import Final

from aceite.kit.limits import ChildFailed, run_limited
from aceite.kit.pdf.refusing import SENTENCES, Refused, Unfit

SECONDS: Final = 15
MEMORY_MB: Final = 800


def refuse_lively(pdf: bytes) -> None:
    """Raises Refused, with the first reason found, unless the file is inert as it stands."""
    try:
        run_limited("aceite.kit.pdf.lively:look", {"pdf": pdf}, seconds=SECONDS, memory_mb=MEMORY_MB)
    except ChildFailed as failed:
        key, _colon, fonts = failed.detail.partition(":")
        if failed.error == Unfit.__name__ and key in SENTENCES:
            raise Refused(key, fonts) from failed
        raise Refused("unreadable" if failed.reason == "error" else "too_heavy") from failed
