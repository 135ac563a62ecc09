"""Pictures from strangers: what is taken, what each refusal says, what never leaves again."""

import base64
import zlib
from collections.abc import Callable
from io import BytesIO

import pikepdf
import pillow_heif
import pytest
from PIL import Image, ImageDraw

from aceite.kit.imaging import (
    PictureRefused,
    Scan,
    mark_picture,
    normalize_logo,
    photo_of,
    read_scan,
    refusal,
    require_opens,
    scan_to_pdf,
    scans,
    served_copy,
    unopened_photo,
)
from aceite.kit.imaging.refusal import SENTENCES
from aceite.kit.pdf.pages import page_count
from tests.kit.outside_judges import qpdf_finds_no_fault
from tests.kit.paper_samples import contract, drawing

pillow_heif.register_heif_opener()


def photo(kind: str = "JPEG", size: tuple[int, int] = (1200, 1600), **options: object) -> bytes:
    """A page with its upper left corner red."""
    image = Image.new("RGB", size, "white")
    ImageDraw.Draw(image).rectangle((0, 0, size[0] // 4, size[1] // 4), fill="red")
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def located(orientation: int = 1) -> bytes:
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera de Carla"
    exif.get_ifd(0x8825)[2] = (23.0, 33.0, 1.0)
    return photo(exif=exif, comment=b"segredo")


def huge_png() -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = (60_000).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 10**6)) + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:
    out = BytesIO()
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def scanned_pdf(pages: int, *, inked: int = 1) -> bytes:
    """So many pages, of which the last `inked` show something."""
    out = BytesIO()
    pdf = pikepdf.Pdf.new()
    for number in range(pages):
        page = pdf.add_blank_page()
        if number >= pages - inked:
            page.Contents = pdf.make_stream(b"72 72 200 100 re f")
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "scan"),
    [
        (photo(), Scan("jpeg", 1, 1200, 1600)),
        (photo("PNG"), Scan("png", 1, 1200, 1600)),
        (photo("HEIF"), Scan("heic", 1, 1200, 1600)),
        (located(6), Scan("jpeg", 1, 1600, 1200)),
        (scanned_pdf(2), Scan("pdf", 2, 1700, 2200)),
    ],
    ids=["jpeg", "png", "heic", "turned", "pdf"],
)
def test_a_scan_is_known_by_its_content(data: bytes, scan: Scan) -> None:
    assert read_scan(data) == scan


REFUSED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "nothing": ("empty", lambda: b""),
    "too big": ("too_big", lambda: photo() + b"\0" * scans.BIGGEST),
    "gif": ("unknown_kind", lambda: photo("GIF")),
    "a page of HTML": ("unknown_kind", lambda: b"<html><script>"),
    "half a photo": ("unreadable_picture", lambda: photo()[:600]),
    "half a PNG": ("unreadable_picture", lambda: photo("PNG")[:300]),
    "broken HEIC": ("unreadable_picture", lambda: photo("HEIF")[:200]),
    "a stamp": ("too_small", lambda: photo(size=(50, 50))),
    "a huge PNG": ("too_many_pixels", huge_png),
    "locked": ("encrypted_pdf", locked_pdf),
    "broken PDF": ("unreadable_pdf", lambda: b"%PDF-1.7 nada"),
    "blank": ("blank_pdf", lambda: scanned_pdf(3, inked=0)),
    "101 pages": ("too_many_pages", lambda: scanned_pdf(101)),
}


@pytest.mark.parametrize(("reason", "make"), REFUSED.values(), ids=list(REFUSED))
def test_refused_with_its_own_sentence(reason: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(PictureRefused) as told:
        read_scan(make())
    assert (told.value.reason, str(told.value)) == (reason, SENTENCES[reason])


def test_every_refusal_has_a_sentence_of_its_own() -> None:
    assert len(set(SENTENCES.values())) == len(SENTENCES)


def test_a_picture_that_needs_too_much_memory_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusal, "MEMORY_MB", 40)
    with pytest.raises(PictureRefused) as told:
        read_scan(photo("PNG", (9000, 9000)))
    assert told.value.reason in {"too_heavy", "too_slow", "unreadable_picture"}


def test_the_served_copy_tells_nothing_but_the_picture() -> None:
    copy = served_copy(located())
    image = Image.open(BytesIO(copy))
    assert (image.format, image.info.get("dpi")) == ("JPEG", (200, 200))
    assert not image.getexif()
    assert b"Camera" not in copy and b"segredo" not in copy and b"Exif" not in copy


def test_the_served_copy_is_at_most_a4() -> None:
    image = Image.open(BytesIO(served_copy(photo(size=(6000, 8000)))))
    assert image.size == (1754, 2339)


@pytest.mark.parametrize(
    ("rotation", "corner"), [(0, (0, 0)), (90, (1, 0)), (180, (1, 1)), (270, (0, 1))], ids=["0", "90", "180", "270"]
)
def test_rotation_is_clockwise(rotation: int, corner: tuple[int, int]) -> None:
    image = Image.open(BytesIO(served_copy(photo(), rotation=rotation)))
    x, y = corner[0] * (image.width - 21) + 10, corner[1] * (image.height - 21) + 10
    red, green, _blue = image.getpixel((x, y))  # type: ignore[misc]
    assert red > 200 and green < 60


def test_a_copy_is_upright_whatever_the_camera_noted() -> None:
    assert Image.open(BytesIO(served_copy(located(6)))).size == (1600, 1200)


def test_a_transparent_png_gets_white_paper() -> None:
    image = Image.open(BytesIO(served_copy(drawing(size=(400, 400)))))
    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_pdf_is_no_picture_to_copy() -> None:
    with pytest.raises(PictureRefused):
        served_copy(contract().render())


def test_pictures_become_one_pdf() -> None:
    copies = [served_copy(photo()), served_copy(photo(), rotation=90)]
    pdf = scan_to_pdf(copies)
    assert page_count(pdf) == 2 and qpdf_finds_no_fault(pdf)
    assert pdf == scan_to_pdf(copies)
    with pikepdf.open(BytesIO(pdf)) as opened:
        sizes = [[round(float(n)) for n in list(page.mediabox)[2:]] for page in opened.pages]
    assert sizes == [[595, 842], [842, 595]]


def test_a_logo_loses_its_margins_and_its_size() -> None:
    logo = Image.open(BytesIO(normalize_logo(drawing([(500, 500), (2500, 500)], size=(3000, 1000)))))
    assert (logo.format, logo.width) == ("PNG", 800)
    assert logo.height < 20


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo_kind"),
        (photo("PNG", (10, 10)), "logo_too_small"),
        (drawing(), "logo_too_small"),
        (b"\0" * (5 * 1024 * 1024 + 1), "logo_too_big"),
        (huge_png(), "too_many_pixels"),
    ],
    ids=["svg", "tiny", "nothing on it", "heavy", "huge"],
)
def test_logos_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as told:
        normalize_logo(data)
    assert told.value.reason == reason


CARLAS = drawing([(20, 90), (80, 20), (140, 100), (240, 30), (380, 80)])


def test_a_mark_is_cut_to_its_ink() -> None:
    mark = Image.open(BytesIO(mark_picture(CARLAS)))
    assert (mark.format, mark.mode) == ("PNG", "RGBA")
    assert mark.getpixel((0, 0))[3] == 0  # type: ignore[index]
    assert mark.getchannel("A").getextrema()[1] == 255


def test_a_mark_may_come_as_a_data_address() -> None:
    assert mark_picture(b"data:image/png;base64," + base64.b64encode(CARLAS)) == mark_picture(CARLAS)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (drawing(), "mark_blank"),
        (drawing([(200, 60), (208, 62)]), "mark_too_short"),
        (drawing(*[[(0, y), (400, y)] for y in range(0, 120, 4)]), "mark_filled"),
        (b"data:image/png;base64,???", "mark_kind"),
        (photo(size=(300, 100)), "mark_kind"),
        (CARLAS[:100], "mark_kind"),
        (b"", "mark_kind"),
        (huge_png(), "too_many_pixels"),
    ],
    ids=["blank", "a dot", "filled", "no base64", "a photo", "cut", "nothing", "huge"],
)
def test_marks_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as told:
        mark_picture(data)
    assert told.value.reason == reason


@pytest.mark.parametrize(
    "data",
    [b"", b"texto", b"PK\x03\x04", scanned_pdf(3, inked=0), photo(size=(50, 50)), photo("PNG"), scanned_pdf(101)],
)
def test_what_need_only_open_may_be_small_blank_or_long_and_all_else_is_not_looked_at(data: bytes) -> None:
    require_opens(data)


OPENED_FOR_NOBODY = ("broken PDF", "locked", "half a PNG", "a huge PNG")


@pytest.mark.parametrize(("reason", "make"), [REFUSED[name] for name in OPENED_FOR_NOBODY], ids=OPENED_FOR_NOBODY)
def test_what_does_not_open_is_refused(reason: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(PictureRefused) as told:
        require_opens(make())
    assert told.value.reason == reason


def test_a_photo_may_be_known_unopened_and_a_pdf_may_not() -> None:
    assert unopened_photo(photo()[:100]) == Scan("jpeg", 1, 0, 0)
    assert unopened_photo(scanned_pdf(2)) is None
    with pytest.raises(PictureRefused):
        unopened_photo(b"texto")


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF"])
def test_a_photo_of_what_is_sold_may_be_of_any_common_kind(kind: str) -> None:
    assert Image.open(BytesIO(photo_of(photo(kind)).large)).format == "JPEG"


def test_a_photo_of_what_is_sold_is_upright_bounded_and_bare() -> None:
    both = photo_of(located(orientation=6))
    large, small = (Image.open(BytesIO(data)) for data in (both.large, both.small))
    assert large.size == (1200, 900)
    assert small.size == (320, 240)
    assert not large.getexif()
    assert photo_of(located(orientation=6)) == both


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "photo_kind"),
        (photo("BMP"), "photo_kind"),
        (huge_png(), "too_many_pixels"),
        (photo(size=(79, 90)), "photo_too_small"),
    ],
)
def test_a_photo_that_is_none_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(PictureRefused) as refused:
        photo_of(data)
    assert refused.value.reason == reason
