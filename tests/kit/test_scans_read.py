"""Codes on photos and scans of printed pages: read whatever way the sheet was held, in ordinary light and by phones."""

from dataclasses import replace
from io import BytesIO

import img2pdf
import pillow_heif
import pytest
from PIL import Image

from aceite.kit.imaging import PictureRefused, look_at_page, refusal, served_page
from aceite.kit.pdf.papers import ContractPaper
from aceite.kit.pdf.qr import PageCode
from tests.kit.outside_judges import drawn_pages
from tests.kit.paper_samples import FOOTER, contract
from tests.kit.photographing import Shot, photograph

FIRST = PageCode("K7QM3T9XP2WD8HRA", 1)
SMALL = Shot(size=(1500, 2000), blur=0.6)
# As people take them with the phones they have; what is beyond these is told as unreadable, never guessed.
ORDINARY = {
    "held well": Shot(),
    "on its side": Shot(turned=90),
    "upside down": Shot(turned=180),
    "on the other side": Shot(turned=270),
    "from the corner of the table": Shot(slant=0.07, tilt=6),
    "in the evening": Shot(shadow=130, noise=16),
    "by an old camera": Shot(noise=30),
    "from far away": Shot(fills=0.6),
    "two megapixels": Shot(size=(1200, 1600), blur=0.6),
    "sent by a messenger": Shot(size=(1500, 2000), blur=0.6, quality=40),
    "a hand that shakes": Shot(blur=2),
}


def paper() -> ContractPaper:
    """A contract whose code leads to a host with a name of usual length."""
    return replace(contract(), footer=replace(FOOTER, url="https://aceite.exemplo.com.br/v/K7QM-3T9X-P2WD-8HRA"))


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    """The printed page."""
    [page] = drawn_pages(paper().render(), dpi=200)
    return page


def test_ordinary_photos_are_read_and_set_upright(sheet: Image.Image) -> None:
    read = {name: look_at_page(photograph(sheet, shot)) for name, shot in ORDINARY.items()}
    missed = [name for name, seen in read.items() if seen.codes != (FIRST,)]
    assert missed == []
    assert {name: seen.turn for name, seen in read.items() if seen.turn} == {
        "on its side": 270, "upside down": 180, "on the other side": 90,
    }  # fmt: skip


def test_a_page_that_shows_no_code_says_so(sheet: Image.Image) -> None:
    cut = sheet.crop((0, 0, sheet.width, sheet.height * 4 // 5))
    assert look_at_page(photograph(cut, SMALL)).codes == ()


def test_pages_of_a_scanned_pdf_are_read_one_by_one(sheet: Image.Image) -> None:
    blank = Image.new("RGB", (1240, 1754), "white")
    pdf = img2pdf.convert([jpeg(blank), jpeg(sheet.rotate(180))], engine=img2pdf.Engine.internal)
    assert look_at_page(pdf, 0).codes == ()
    seen = look_at_page(pdf, 1)
    assert (seen.codes, seen.turn) == ((FIRST,), 180)
    with pytest.raises(PictureRefused):
        look_at_page(pdf, 2)


def test_heic_and_png_are_read_too_as_the_camera_was_held(sheet: Image.Image) -> None:
    pillow_heif.register_heif_opener()
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind, options in (("HEIF", {}), ("PNG", {}), ("JPEG", {"exif": exif})):
        out = BytesIO()
        held = sheet.rotate(90, expand=True) if options else sheet
        held.convert("RGB").save(out, kind, **options)
        assert look_at_page(out.getvalue()).turn == 0 and look_at_page(out.getvalue()).codes == (FIRST,)


def test_what_is_served_of_a_scan_is_a_page_of_200_dpi_that_tells_nothing_else(sheet: Image.Image) -> None:
    pdf = img2pdf.convert([jpeg(sheet)], engine=img2pdf.Engine.internal)
    with Image.open(BytesIO(served_page(pdf, rotation=90))) as served:
        assert (served.format, sorted(served.size)) == ("JPEG", [1655, 2339])
        assert served.width > served.height and not served.getexif()


def test_a_page_too_hard_to_look_at_is_given_up(sheet: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "MEMORY_MB", 5)
    with pytest.raises(PictureRefused):
        look_at_page(jpeg(sheet))


def jpeg(page: Image.Image) -> bytes:
    """The page as a scanner's JPEG."""
    out = BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=70, dpi=(200, 200))
    return out.getvalue()
