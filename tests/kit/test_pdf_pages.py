"""Looking at PDFs: counts, pictures, text; and what cannot be opened."""

from io import BytesIO

import pytest
from PIL import Image

from aceite.kit.pdf.pages import Unreadable, page_count, picture, renderer, text
from tests.kit.outside_judges import pdfinfo
from tests.kit.paper_samples import proposal


def test_pages_are_counted_and_read() -> None:
    pdf = proposal(60).render()
    assert page_count(pdf) == int(pdfinfo(pdf)["Pages"])
    assert text(pdf).count("\f") == page_count(pdf)
    assert "Padaria Central" in text(pdf)


def test_a_picture_has_the_width_asked_for_and_shows_something() -> None:
    image = Image.open(BytesIO(picture(proposal().render(), 0, width=700)))
    assert (image.format, image.width) == ("WEBP", 700)
    assert abs(image.height - 700 * 297 / 210) < 2
    assert len(image.convert("L").getcolors() or []) > 10


def test_the_same_page_gives_the_same_picture() -> None:
    pdf = proposal().render()
    assert picture(pdf, 0, width=300) == picture(pdf, 0, width=300)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG", b"%PDF-1.4\n" + b"0" * 1000])
def test_what_is_no_pdf_is_unreadable(data: bytes) -> None:
    with pytest.raises(Unreadable):
        page_count(data)


def test_a_page_that_is_not_there_is_unreadable() -> None:
    for page in (-1, 99):
        with pytest.raises(Unreadable):
            picture(proposal().render(), page, width=100)


def test_the_renderer_is_named_with_its_version() -> None:
    assert "PDFium" in renderer() and any(letter.isdigit() for letter in renderer())
