"""After the seal only validation data and document time stamps may follow."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from aceite.kit.pdf.increment import Writer
from tests.updated import append_pages
from tests.verify.papers import attacked, codes, manifest, page, signed

SOUND = ["original.intact", "increment.sound"]
FURTHER = ["original.intact", "increment.further"]
Step = Callable[[IncrementalPdfFileWriter], None]


def then(data: bytes, *steps: Step) -> bytes:
    """The file after one more update for each step."""
    for step in steps:
        writer: IncrementalPdfFileWriter = Writer(data, b"")
        step(writer)
        out = BytesIO()
        writer.write(out)
        data = out.getvalue()
    return data


def sign(writer: IncrementalPdfFileWriter, kind: str = "/Sig", place: int = -1) -> None:
    """A signature's field on a page: what matters here is what it redefines, not whether it holds."""
    signature = writer.add_object(generic.DictionaryObject({pdf_name("/Type"): pdf_name(kind)}))
    said = {"/Subtype": pdf_name("/Widget"), "/FT": pdf_name("/Sig"), "/V": signature}
    field = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in said.items()}))
    annotated: Any = page(writer, place)
    annotated.get_object()["/Annots"] = generic.ArrayObject([field])
    writer.mark_update(annotated)
    if "/AcroForm" not in writer.root:
        writer.root["/AcroForm"] = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject()})
    writer.root["/AcroForm"]["/Fields"].append(field)
    writer.update_root()


def stamp(writer: IncrementalPdfFileWriter) -> None:
    sign(writer, "/DocTimeStamp")


def stamp_on_the_first_page(writer: IncrementalPdfFileWriter) -> None:
    sign(writer, "/DocTimeStamp", 0)


def validation_data(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/DSS"] = writer.add_object(generic.DictionaryObject())
    writer.update_root()


def validation_data_grows(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/DSS"]["/Certs"] = generic.ArrayObject()
    writer.mark_update(writer.root.raw_get("/DSS"))


def other_description(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Metadata"] = writer.add_object(generic.StreamObject(stream_data=b"<x/>"))
    validation_data(writer)


def nothing(writer: IncrementalPdfFileWriter) -> None:
    writer.update_root()


def manifest_rewritten(writer: IncrementalPdfFileWriter) -> None:
    contents = generic.StreamObject(stream_data=b"BT (signed by somebody else) Tj ET")
    writer.objects[(0, page(writer, -1).get_object().raw_get("/Contents").idnum)] = contents
    validation_data(writer)


@pytest.mark.parametrize(
    "steps",
    [
        [sign],
        [sign, validation_data],
        [sign, stamp],
        [sign, validation_data, stamp, validation_data_grows, stamp],
    ],
)
def test_a_seal_may_follow_and_then_what_keeps_it_checkable(steps: list[Step]) -> None:
    assert codes(then(signed(), *steps)) == SOUND


def test_the_seal_may_stand_in_the_one_update() -> None:
    assert codes(then(attacked(sign), validation_data, stamp)) == SOUND


@pytest.mark.hostile
@pytest.mark.parametrize(
    "steps",
    [
        [validation_data],
        [stamp],
        [validation_data, sign],
        [sign, sign],
        [sign, nothing],
        [sign, other_description],
        [sign, manifest_rewritten],
    ],
)
def test_anything_else_is_found(steps: list[Step]) -> None:
    assert codes(then(signed(), *steps))[:2] == FURTHER


@pytest.mark.hostile
def test_a_page_after_the_seal_is_found() -> None:
    assert codes(append_pages(then(signed(), sign), manifest())) == FURTHER


@pytest.mark.hostile
def test_a_time_stamp_on_a_page_of_the_original_is_found() -> None:
    found = codes(then(signed(), sign, stamp_on_the_first_page))
    assert found[1:] == ["increment.page_redefined", "increment.further"]
