"""The signed file starts, byte for byte, with what was signed; the update touches page tree and catalog alone."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite.kit.pdf.remaking import remake_inert
from tests.kit.archive_judge import archive_faults
from tests.kit.outside_judges import pdfinfo, pdftotext, qpdf_finds_no_fault
from tests.kit.paper_samples import AT, contract, proposal, signature_block, signatures
from tests.updated import append_pages


def with_object_streams(pdf: bytes) -> bytes:
    out = BytesIO()
    pikepdf.open(BytesIO(pdf)).save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def nested(pdf: bytes) -> bytes:
    """The same pages, below a branch of the page tree that turns and crops what stands in it."""
    opened = pikepdf.open(BytesIO(pdf))
    root = opened.Root.Pages
    branch = opened.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=root.Kids, Count=root.Count, Parent=root)
    )
    for page in branch.Kids:
        page.Parent = branch
    root.Kids = pikepdf.Array([branch])
    root.Rotate = 90
    root.CropBox = pikepdf.Array([0, 0, 100, 100])
    out = BytesIO()
    opened.save(out, deterministic_id=True)
    return out.getvalue()


ORIGINALS = {
    "as typeset": lambda: contract().render(),
    "long": lambda: proposal(60).render(),
    "object streams": lambda: with_object_streams(contract().render()),
    "nested tree": lambda: nested(proposal(60).render()),
    "re-made upload": lambda: remake_inert(proposal(60).render(), block=signature_block()),
}


@pytest.fixture(params=ORIGINALS)
def original(request: pytest.FixtureRequest) -> bytes:
    return ORIGINALS[request.param]()


def test_the_result_starts_with_the_original_and_holds_both(original: bytes) -> None:
    result = append_pages(original, signatures().render())
    assert result.startswith(original)
    assert qpdf_finds_no_fault(result)
    assert int(pdfinfo(result)["Pages"]) == int(pdfinfo(original)["Pages"]) + 1
    *before, last, _ = pdftotext(result).split("\f")
    assert "\f".join([*before, ""]) == pdftotext(original)
    assert "head -c 48213" in last


def test_only_the_page_tree_and_the_catalog_are_redefined(original: bytes) -> None:
    result = append_pages(original, signatures().render(), attachments={"evidence.json": b"{}"}, at=AT)
    reader = PdfFileReader(BytesIO(result))
    revision = reader.xrefs.total_revisions - 1
    assert reader.xrefs.total_revisions == PdfFileReader(BytesIO(original)).xrefs.total_revisions + 1
    old_size = int(PdfFileReader(BytesIO(original)).trailer["/Size"])
    redefined = {ref.idnum for ref in reader.xrefs.explicit_refs_in_revision(revision) if ref.idnum < old_size}
    assert redefined == {reader.root_ref.idnum, reader.root.raw_get("/Pages").idnum}


def test_old_kids_are_an_unchanged_prefix_and_nothing_is_inherited(original: bytes) -> None:
    result = append_pages(original, signatures().render())
    old, new = PdfFileReader(BytesIO(original)).root["/Pages"], PdfFileReader(BytesIO(result)).root["/Pages"]
    assert [kid.idnum for kid in _refs(new["/Kids"])][: len(old["/Kids"])] == [kid.idnum for kid in _refs(old["/Kids"])]
    assert {k: str(v) for k, v in old.items() if k not in {"/Kids", "/Count"}} == {
        k: str(v) for k, v in new.items() if k not in {"/Kids", "/Count"}
    }
    opened = pikepdf.open(BytesIO(result))
    last = opened.pages[-1]
    assert (int(last.obj.Rotate), [float(n) for n in last.obj.CropBox]) == (0, [float(n) for n in last.obj.MediaBox])


def _refs(kids: Any) -> list[Any]:
    return [kids.raw_get(i) for i in range(len(kids))]


def test_the_same_input_gives_the_same_bytes() -> None:
    original, pages = contract().render(), signatures().render()
    assert append_pages(original, pages) == append_pages(original, pages)


def test_attachments_come_out_again_and_belong_to_the_file() -> None:
    result = append_pages(contract().render(), signatures().render(), attachments={"evidence.json": b'{"a":1}'}, at=AT)
    opened = pikepdf.open(BytesIO(result))
    assert opened.attachments["evidence.json"].get_file().read_bytes() == b'{"a":1}'
    assert opened.Root.AF[0].AFRelationship == "/Supplement"
    assert "/Version" not in opened.Root


def test_a_second_update_can_follow() -> None:
    once = append_pages(contract().render(), signatures().render(), attachments={"a.json": b"1"}, at=AT)
    twice = append_pages(once, signatures().render(), attachments={"b.json": b"2"}, at=AT)
    assert twice.startswith(once) and qpdf_finds_no_fault(twice)
    assert sorted(pikepdf.open(BytesIO(twice)).attachments) == ["a.json", "b.json"]


def test_info_and_xmp_stay_as_they_agree() -> None:
    original = contract().render()
    assert pdfinfo(append_pages(original, signatures().render()))["ModDate"] == pdfinfo(original)["ModDate"]


@pytest.mark.parametrize("signed", [contract, proposal], ids=["contract", "approval"])
def test_the_signed_file_is_still_an_archive(signed: Any) -> None:
    original, page = signed().render(), signatures(6).render()
    assert (archive_faults(original), archive_faults(page)) == ([], [])
    assert archive_faults(append_pages(original, page, attachments={"evidence.json": b"{}"}, at=AT)) == []


def test_the_judge_of_archives_sees_what_an_update_could_break() -> None:
    def spoiled(**entries: Any) -> bytes:
        pdf, out = pikepdf.open(BytesIO(contract().render())), BytesIO()
        pdf.Root.update({f"/{name}": value for name, value in entries.items()})
        del pdf.Root.OutputIntents
        pdf.pages[0].obj.Annots = pikepdf.Array([pikepdf.Dictionary(Type=pikepdf.Name.Annot)])
        pdf.save(out)
        return out.getvalue()

    faults = archive_faults(spoiled(OpenAction=pikepdf.Dictionary(S=pikepdf.Name.JavaScript)) + b"more")
    assert {fault.split()[0] for fault in faults} >= {"6.1.3", "6.2.3", "6.5"}
