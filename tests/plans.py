"""Honest little PDFs, as somebody would attach them: one page with a square on it, quickly made and opened."""

from tests.bombs import one_page, stream


def plan(title: str = "planta") -> bytes:
    """Another title is another file."""
    return one_page(stream(b"100 100 200 200 re f %% %b" % title.encode(), b""))
