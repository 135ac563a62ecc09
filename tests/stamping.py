"""Time authorities as an operator would configure them, with an authority of the tests behind them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.utils import timezone

from aceite.core.signatures.authorities import hang_up
from aceite_verify.trust import Tree
from tests.kit.sealing import tsa


@contextmanager
def stamping(
    settings: Any, folder: Path, answer: Callable[[bytes], tuple[str, bytes]] | None = None, **how: Any
) -> Iterator[Any]:
    """An authority (honest, as of now, unless `answer` says otherwise) that the worker asks; yields its server."""
    with tsa.serving(answer or tsa.honest(timezone.now()), **how) as server:
        asking(settings, folder, server.url)
        try:
            yield server
        finally:
            settings.TIME_AUTHORITIES = []
            hang_up()


def asking(settings: Any, folder: Path, *addresses: str, seconds: float = 20) -> None:
    """Configures these authorities, in this order, and trusts the root of the one of the tests."""
    roots = folder / "trust" / Tree.TIMESTAMPS
    roots.mkdir(parents=True, exist_ok=True)
    (roots / "hora-certa.pem").write_bytes(tsa.tsa_root().pem)
    settings.TIME_AUTHORITIES = list(addresses)
    settings.TRUST_FOLDER = str(folder / "trust")
    settings.TIME_AUTHORITY_SECONDS = seconds
