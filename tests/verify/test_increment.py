"""F starts with D and changes none of it; each way of changing it has its own finding."""

from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from aceite.kit.pdf.increment import Writer
from aceite_verify.canonical import sha256_hex
from aceite_verify.findings import Verdict
from aceite_verify.increment import check
from tests.kit.paper_samples import AT, signatures
from tests.kit.test_pdf_increment import ORIGINALS, nested
from tests.updated import append_pages
from tests.verify.papers import PAGES, attacked, codes, findings, manifest, original, page, saved, signed, written

SOUND = ["original.intact", "increment.sound"]


@pytest.mark.parametrize("name", ORIGINALS)
def test_what_the_server_makes_is_sound(name: str) -> None:
    given = ORIGINALS[name]()
    made = append_pages(given, signatures().render(), attachments={"evidence.json": b"{}"}, at=AT)
    pages = len(pikepdf.open(BytesIO(given)).pages)
    found = check(made, length=len(given), sha256=sha256_hex(given), pages=pages)
    assert [(finding.code, finding.verdict) for finding in found] == [(code, Verdict.GOOD) for code in SOUND]


def test_the_small_file_of_these_tests_is_sound() -> None:
    assert codes(signed()) == codes(attacked(lambda writer: None)) == SOUND
    assert findings(signed())[1].detail == {"pages": "1"}


def test_another_beginning_is_found() -> None:
    changed = bytearray(signed())
    changed[100] ^= 1
    assert codes(bytes(changed)) == ["original.changed"]
    assert codes(original()[:-1]) == ["original.cut"]
    assert codes(original()) == ["original.intact", "increment.none"]


def test_another_number_of_pages_is_found() -> None:
    found = check(signed(), length=len(original()), sha256=sha256_hex(original()), pages=PAGES + 1)
    assert [finding.code for finding in found][1:] == ["original.pages"]


# What was there, defined anew ---------------------------------------------------------------------------------------


def page_turned(writer: IncrementalPdfFileWriter) -> None:
    page(writer).get_object()["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(page(writer))


def words_changed(writer: IncrementalPdfFileWriter) -> None:
    contents = page(writer, 1).get_object().raw_get("/Contents")
    replaced = generic.StreamObject(stream_data=b"BT /F1 20 Tf (nothing) Tj ET")
    writer.objects[(0, contents.idnum)] = replaced


def font_changed(writer: IncrementalPdfFileWriter) -> None:
    fonts = page(writer).get_object()["/Resources"]["/Font"]
    fonts["/F1"]["/BaseFont"] = pdf_name("/Symbol")
    writer.mark_update(fonts.raw_get("/F1"))


def note_changed(writer: IncrementalPdfFileWriter) -> None:
    note = page(writer).get_object()["/Annots"][0]
    note["/Dest"]["/Gap"] = generic.NumberObject(2)
    writer.mark_update(note.raw_get("/Dest"))


# The page tree ------------------------------------------------------------------------------------------------------


def reordered(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids[0], kids[1] = kids.raw_get(1), kids.raw_get(0)


def put_first(writer: IncrementalPdfFileWriter) -> None:
    kids = writer.root["/Pages"]["/Kids"]
    kids.insert(0, kids.pop())


def taken_away(writer: IncrementalPdfFileWriter) -> None:
    tree = writer.root["/Pages"]
    del tree["/Kids"][1]


def wrapped(writer: IncrementalPdfFileWriter) -> None:
    """The same pages in the same order, below a new branch that turns them."""
    tree = writer.root["/Pages"]
    kids = [tree["/Kids"].raw_get(place) for place in range(len(tree["/Kids"]))]
    branch = {"/Type": pdf_name("/Pages"), "/Kids": generic.ArrayObject(kids[:-1]), "/Rotate": generic.NumberObject(90)}
    made = writer.add_object(generic.DictionaryObject({pdf_name(key): value for key, value in branch.items()}))
    tree["/Kids"] = generic.ArrayObject([made, kids[-1]])


def stranger(writer: IncrementalPdfFileWriter) -> None:
    """An added page that says it hangs elsewhere, from where it would inherit."""
    page(writer, -1).get_object()["/Parent"] = writer.add_object(generic.DictionaryObject())


def branch_redefined(writer: IncrementalPdfFileWriter) -> None:
    branch = page(writer)
    branch.get_object()["/Rotate"] = generic.NumberObject(180)
    writer.mark_update(branch)


def box_above(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Pages"]["/MediaBox"] = generic.ArrayObject(map(generic.NumberObject, (0, 0, 9, 9)))


def turned_above(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Pages"]["/Rotate"] = generic.NumberObject(90)


def key_above(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Pages"]["/Group"] = generic.DictionaryObject()


def count_small(writer: IncrementalPdfFileWriter) -> None:
    writer.root["/Pages"]["/Count"] = generic.NumberObject(1)


def other_tree(writer: IncrementalPdfFileWriter) -> None:
    tree = generic.DictionaryObject(writer.root["/Pages"])
    writer.root["/Pages"] = writer.add_object(tree)
    writer.update_root()


# The catalog, forms and actions -------------------------------------------------------------------------------------

SCRIPT = generic.DictionaryObject({pdf_name("/S"): pdf_name("/JavaScript")})


def in_catalog(key: str, value: Any) -> Any:
    def change(writer: IncrementalPdfFileWriter) -> None:
        writer.root[key] = value
        writer.update_root()

    return change


def script_named(writer: IncrementalPdfFileWriter) -> None:
    names = generic.DictionaryObject({pdf_name("/JavaScript"): SCRIPT})
    in_catalog("/Names", writer.add_object(names))(writer)


def text_field(writer: IncrementalPdfFileWriter) -> None:
    field = generic.DictionaryObject({pdf_name("/FT"): pdf_name("/Tx")})
    form = generic.DictionaryObject({pdf_name("/Fields"): generic.ArrayObject([writer.add_object(field)])})
    in_catalog("/AcroForm", form)(writer)


def form_with_script(writer: IncrementalPdfFileWriter) -> None:
    in_catalog("/AcroForm", generic.DictionaryObject({pdf_name("/XFA"): generic.ArrayObject()}))(writer)


def active_page(writer: IncrementalPdfFileWriter) -> None:
    page(writer, -1).get_object()["/AA"] = SCRIPT


def link_on_page(writer: IncrementalPdfFileWriter) -> None:
    link = generic.DictionaryObject({pdf_name("/Subtype"): pdf_name("/Link"), pdf_name("/A"): SCRIPT})
    page(writer, -1).get_object()["/Annots"] = generic.ArrayObject([link])


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("evil", "said"),
    [
        (page_turned, "increment.page_redefined"),
        (words_changed, "increment.content_redefined"),
        (font_changed, "increment.resources_redefined"),
        (note_changed, "increment.object_redefined"),
        (reordered, "increment.pages_reordered"),
        (put_first, "increment.page_inserted"),
        (taken_away, "increment.page_removed"),
        (wrapped, "increment.page_tree_changed"),
        (stranger, "increment.page_tree_changed"),
        (box_above, "increment.inherited_changed"),
        (turned_above, "increment.inherited_changed"),
        (key_above, "increment.page_tree_changed"),
        (count_small, "increment.count_wrong"),
        (other_tree, "increment.page_tree_swapped"),
        (in_catalog("/OpenAction", SCRIPT), "increment.action_added"),
        (in_catalog("/AA", SCRIPT), "increment.action_added"),
        (in_catalog("/OCProperties", generic.DictionaryObject()), "increment.catalog_changed"),
        (script_named, "increment.action_added"),
        (text_field, "increment.form_field"),
        (form_with_script, "increment.form_field"),
        (in_catalog("/Perms", generic.DictionaryObject({pdf_name("/UR3"): SCRIPT})), "increment.catalog_changed"),
        (active_page, "increment.page_active"),
        (link_on_page, "increment.page_active"),
    ],
)
def test_an_update_that_changes_what_was_given_is_found(evil: Any, said: str) -> None:
    found = findings(attacked(evil))
    assert [finding.code for finding in found if finding.verdict is Verdict.GOOD] == ["original.intact"]
    assert said in [finding.code for finding in found]


@pytest.mark.hostile
def test_a_branch_of_the_original_is_not_redefined() -> None:
    given = nested(original())
    assert codes(attacked(lambda writer: None, given), given) == SOUND
    assert codes(attacked(branch_redefined, given), given)[1:] == ["increment.page_tree_changed"]


def test_the_finding_names_the_page() -> None:
    (said,) = [finding for finding in findings(attacked(words_changed)) if finding.verdict is Verdict.BAD]
    assert said.detail == {"page": "2"}


# How the update is written ------------------------------------------------------------------------------------------

INFO = PdfFileReader(BytesIO(original())).trailer.raw_get("/Info").idnum
CATALOG = PdfFileReader(BytesIO(original())).root_ref.idnum
NEW = int(PdfFileReader(BytesIO(original())).trailer["/Size"]) + 5
EMPTY = b"<< >>"


def two_updates() -> bytes:
    return append_pages(signed(), manifest())


def junk() -> bytes:
    return signed() + b"x"


def appended_comment() -> bytes:
    return signed() + b"%comment\n%%EOF\n"


def hidden_object() -> bytes:
    return written(original(), {NEW: EMPTY}, hidden=b"7 0 obj\n<< >>\nendobj\n")


def freed() -> bytes:
    return written(original(), {NEW: EMPTY}, rows={CATALOG + 1: b"0000000000 00001 f \n"})


def with_freed() -> bytes:
    """D in which an object was given up: readers differ in whether its number may live again."""
    return written(original(), {}, rows={NEW: b"0000000000 00001 f \n"})


def renumbered() -> bytes:
    given = with_freed()
    update = written(given, {NEW: EMPTY})[len(given) :]
    return given + update.replace(b" 00000 n", b" 00001 n").replace(b"%d 0 obj" % NEW, b"%d 1 obj" % NEW)


def pointing_back() -> bytes:
    offset = original().index(b"\n%d 0 obj" % CATALOG) + 1
    return written(original(), {NEW: EMPTY}, rows={CATALOG: b"%010d 00000 n \n" % offset})


def without_prev() -> bytes:
    """All objects listed anew, the first page at another place: the original's own table is bypassed."""
    reader = PdfFileReader(BytesIO(original()))
    listed = reader.xrefs.get_xref_data(0).standard_xrefs
    rows = {number: b"%010d 00000 n \n" % offset for number, (_generation, offset) in listed.items()}
    return written(original(), {}, rows=rows, trailer={"/Prev": b""})


def hybrid() -> bytes:
    """A table beside a stream that says something else: readers differ in which of the two they follow."""
    rows = b"".join(number.to_bytes(width) for number, width in ((1, 1), (0, 4), (0, 2)))
    stream = b"<< /Type /XRef /W [1 4 2] /Index [%d 1] /Size %d /Length 7 >>\nstream\n%b\nendstream" % (
        NEW,
        NEW + 1,
        rows,
    )
    plain = written(original(), {NEW + 1: stream})
    return written(original(), {NEW + 1: stream}, trailer={"/XRefStm": b"%010d" % plain.index(b"%d 0 obj" % (NEW + 1))})


def in_object_stream() -> bytes:
    writer: IncrementalPdfFileWriter = Writer(with_streams(), b"")
    writer.add_object(generic.DictionaryObject(), obj_stream=writer.prepare_object_stream())
    writer.update_root()
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def with_streams() -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(original())) as pdf:
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def other_root() -> bytes:
    return written(original(), {NEW: b"<< /Type /Catalog >>"}, trailer={"/Root": b"%d 0 R" % NEW})


def encrypted() -> bytes:
    return written(original(), {NEW: EMPTY}, trailer={"/Encrypt": b"%d 0 R" % NEW})


@pytest.mark.hostile
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (two_updates(), "increment.further"),
        (junk(), "increment.trailing_bytes"),
        (appended_comment(), "increment.unreadable"),
        (hidden_object(), "increment.unlisted_bytes"),
        (freed(), "increment.freed"),
        (pointing_back(), "increment.points_elsewhere"),
        (without_prev(), "increment.chain"),
        (hybrid(), "increment.hybrid"),
        (other_root(), "increment.root_changed"),
        (encrypted(), "increment.encrypted"),
        (signed()[:-60], "increment.unreadable"),
        (signed() + original(), "increment.trailing_bytes"),
    ],
)
def test_an_update_written_to_be_read_in_two_ways_is_found(data: bytes, said: str) -> None:
    assert said in codes(data)
    assert "increment.sound" not in codes(data)


@pytest.mark.hostile
def test_a_number_that_lives_again_is_found() -> None:
    assert codes(renumbered(), with_freed())[1:] == ["increment.generation"]


@pytest.mark.hostile
def test_an_object_stream_in_an_update_is_found() -> None:
    assert codes(in_object_stream(), with_streams())[1:] == ["increment.object_stream"]


GAP = 97


def with_gap() -> bytes:
    """D with a reference to an object that it does not define, as a shadow attack prepares it."""
    with pikepdf.open(BytesIO(original())) as pdf:
        pdf.pages[0].obj.Annots[0].Dest = 123456
        return saved(pdf).replace(b"/Dest 123456", b"/Dest %d 0 R" % GAP)


@pytest.mark.hostile
def test_an_object_that_was_only_referred_to_is_not_filled_in_later() -> None:
    assert codes(written(with_gap(), {GAP: EMPTY}), with_gap())[1:] == ["increment.fills_gap"]


def test_info_may_be_told_anew() -> None:
    assert codes(written(original(), {INFO: b"<< /Title (x) >>"}))[1:] == ["increment.sound"]


@pytest.mark.hostile
def test_info_that_a_page_is_drawn_with_is_no_mere_information() -> None:
    with pikepdf.open(BytesIO(original())) as pdf:
        pdf.trailer.Info = pdf.pages[0].obj.Resources.Font.F1
        given = saved(pdf)
    number = PdfFileReader(BytesIO(given)).trailer.raw_get("/Info").idnum
    assert codes(written(given, {number: EMPTY}), given)[1:] == ["increment.resources_redefined"]
