"""Where words stand: over their ink, also on turned pages; set anew in paragraphs; bounded whatever the file holds."""

from io import BytesIO

import img2pdf
import pikepdf
import pytest
from PIL import Image

from aceite.kit.pdf.layout import MOST_LETTERS, WHOLE, Page, Run, layout_of, paragraphs
from aceite.kit.pdf.pages import Unreadable, layout, picture
from tests.kit.paper_samples import contract


def turned(pdf: bytes, degrees: int) -> bytes:
    """The same file, written sideways and turned upright again, as scanners and some programs leave it; margins cut."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for page in opened.pages:
            if degrees:
                page.contents_add(b"q 0 1 -1 0 842 0 cm", prepend=True)
                page.contents_add(b" Q")
                page.mediabox = pikepdf.Array([0, 0, 842, 595])
                page.rotate(degrees, relative=True)
            page.cropbox = pikepdf.Array([20, 20, 780, 560] if degrees else [20, 20, 560, 780])
        opened.save(out)
    return out.getvalue()


def saying(words: bytes) -> bytes:
    """A PDF of one page that says this in one font of its own."""
    out, pdf = BytesIO(), pikepdf.new()
    pdf.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    pdf.pages[0].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    pdf.pages[0].Contents = pdf.make_stream(b"BT /F .4 Tf 40 700 Td " + words + b" ET")
    pdf.save(out)
    return out.getvalue()


def inked(image: Image.Image, run: Run) -> float:
    """The share of dark points in the box of a run."""
    across, down = image.width / WHOLE, image.height / WHOLE
    box = (run.left * across, run.top * down, (run.left + run.width) * across, (run.top + run.height) * down)
    points = list(image.crop(tuple(round(side) for side in box)).point(lambda light: light < 200).get_flattened_data())  # type: ignore[arg-type]
    return sum(map(bool, points)) / len(points)


@pytest.mark.parametrize("degrees", [0, 90])
def test_words_stand_over_their_ink(degrees: int) -> None:
    pdf = turned(contract().render(), degrees)
    image = Image.open(BytesIO(picture(pdf, 0, width=1600))).convert("L")
    [page] = layout_of(layout(pdf))
    clause = next(run for run in page if run.text == "A Aurora fornecerá o forno.")
    assert inked(image, clause) > 0.08
    beside = Run("", clause.left, min(clause.top + 700, WHOLE - 200), clause.width, clause.height)
    assert inked(image, beside) < inked(image, clause) / 2


def test_a_scan_has_no_words() -> None:
    out = BytesIO()
    Image.new("RGB", (300, 400), "white").save(out, "JPEG")
    assert layout_of(layout(img2pdf.convert(out.getvalue()))) == ((),)


def test_more_letters_than_a_page_holds_are_none() -> None:
    line = b"(" + b"a" * 1000 + b") Tj 0 -0.6 Td "
    assert layout_of(layout(saying(line * (MOST_LETTERS // 1000 + 1)))) == ((),)
    [page] = layout_of(layout(saying(line)))
    assert page[0].text.startswith("aaa")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"\x89PNG"])
def test_what_is_no_pdf_has_no_words(data: bytes) -> None:
    with pytest.raises(Unreadable):
        layout(data)


def test_lines_of_a_paragraph_are_joined_and_columns_are_not() -> None:
    page: Page = (
        Run("Objeto", 900, 1000, 600, 140),
        Run("A contratada entrega e instala o for-", 900, 1400, 8000, 100),
        Run("no no prazo combinado entre as duas", 900, 1560, 8000, 100),
        Run("partes.", 900, 1720, 700, 100),
        Run("Fica eleito o foro de Campinas.", 900, 1880, 3000, 100),
        Run("Parcela", 900, 2600, 700, 100),
        Run("R$ 10,00", 5000, 2600, 700, 100),
    )
    assert paragraphs(page) == [
        "Objeto",
        "A contratada entrega e instala o forno no prazo combinado entre as duas partes.",
        "Fica eleito o foro de Campinas.",
        "Parcela\u2003R$ 10,00",
    ]
