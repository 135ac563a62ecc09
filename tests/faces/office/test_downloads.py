"""A list that breaks off while it is written leaves no file open behind."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest

from aceite.faces.office import downloads


@pytest.mark.parametrize("kind", downloads.FORMATS)
def test_a_list_that_breaks_off_leaves_nothing_open(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = list[Any]()

    def watched() -> Any:
        opened.append(BytesIO())
        return opened[-1]

    def rows() -> Iterator[list[str]]:
        yield ["Cliente"]
        raise LookupError("the database went away")

    monkeypatch.setattr(downloads, "TemporaryFile", watched)
    with pytest.raises(LookupError):
        downloads.as_file("clientes", "Clientes", rows(), kind)
    assert [file.closed for file in opened] == [True]
