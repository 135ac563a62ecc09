"""Somebody who takes a file away in the very instant in which another one puts it somewhere."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage

from aceite.core.documents.forgetting import erase_bytes
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read


def just_before(monkeypatch: pytest.MonkeyPatch, place: object, name: str, act: Callable[[], object]) -> None:
    """When this is called for the first time, something else happens first, and what was let go is erased."""
    called, waiting = getattr(place, name), [act]

    def overtaken(*words: Any, **named: Any) -> Any:
        while waiting:
            waiting.pop()()
            for gone in Document.objects.filter(removed_at__isnull=False):
                erase_bytes(gone.company_id, gone.sha256)
        return called(*words, **named)

    monkeypatch.setattr(place, name, overtaken)


def whole(document: Document | None) -> bool:
    """Its row stands, and its bytes are those it names."""
    assert document is not None
    kept = Document.objects.get(pk=document.pk)
    return kept.removed_at is None and default_storage.exists(kept.path) and bool(read(kept))
