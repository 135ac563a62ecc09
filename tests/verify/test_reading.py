"""What is read faster is read alike: hexadecimal strings at once, validation without an event loop."""

import asyncio
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError

from aceite_verify import hexadecimal
from aceite_verify.offline import Waits, finished

WRITTEN = st.text("0123456789abcdefABCDEFgG <>\n/", max_size=40).map(str.encode)


def told(read: object, written: bytes) -> object:
    """The value and where the stream stands after it, or the class of the error."""
    stream = BytesIO(b"12" + written)
    stream.seek(2)
    try:
        value = read(stream)  # type: ignore[operator]
    except PdfReadError as refused:
        return type(refused)
    return type(value), value.original_bytes, stream.tell()


@given(WRITTEN)
@example(b"")
@example(b"41>")
@example(b"4>")
@example(b"4 1>")
@example(b"feff0041>")
@example(b"41")
@settings(max_examples=60)
def test_a_hexadecimal_string_is_read_as_pyhanko_reads_it(written: bytes) -> None:
    assert told(hexadecimal.read_hexadecimal, b"<" + written) == told(hexadecimal._by_letter, b"<" + written)


def test_one_beyond_all_measure_is_left_to_pyhanko(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hexadecimal, "LONGEST", 8)
    assert told(hexadecimal.read_hexadecimal, b"<4142434445>") == (generic.TextStringObject, b"ABCDE", 14)


def test_pyhanko_reads_so_wherever_it_meets_one(monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[bytes] = []
    monkeypatch.setattr(hexadecimal, "PLAIN", _Watched(met))
    hexadecimal.read_at_once()
    generic.read_object(BytesIO(b"<</A[<4142>]>>"), generic.Reference(1))
    assert met == [b"<4142>]>>"]


class _Watched:
    def __init__(self, met: list[bytes]) -> None:
        self._met = met

    def match(self, window: bytes) -> None:
        self._met.append(window)


def test_what_waits_for_nothing_needs_no_loop() -> None:
    async def at_once() -> int:
        return 3

    assert finished(at_once()) == 3


def test_what_would_wait_goes_no_further() -> None:
    async def asks_the_net() -> None:
        await asyncio.sleep(0)

    with pytest.raises(Waits, match="asks_the_net"):
        finished(asks_the_net())
