"""Papers that others made: a study of a year's generation as bars, and a power of attorney. PDFs of one page."""

import io
from typing import Final

import img2pdf
from PIL import Image, ImageDraw, ImageFont

from aceite.kit.fonts import font_paths

MONTHS: Final = ("Jan", "Fev", "Mar", "Abr", "Mai", "Jun", "Jul", "Ago", "Set", "Out", "Nov", "Dez")
SHARES: Final = (98, 92, 90, 82, 70, 62, 66, 78, 84, 92, 97, 100)


def generation_study(title: str) -> bytes:
    """A PDF with the months' generation, in per cent of the best one."""
    sheet = Image.new("RGB", (1000, 700), "white")
    pen = ImageDraw.Draw(sheet)
    large, small = (ImageFont.truetype(font_paths()[0], size) for size in (34, 22))
    pen.text((60, 40), "Estudo de geração", font=large, fill="#1f2a24")
    pen.text((60, 90), title, font=small, fill="#5a665f")
    for place, (month, share) in enumerate(zip(MONTHS, SHARES, strict=True)):
        left = 60 + place * 74
        pen.rectangle((left, 600 - share * 4.2, left + 50, 600), fill="#1f5f4a")
        pen.text((left + 8, 612), month, font=small, fill="#5a665f")
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return bytes(img2pdf.convert(out.getvalue()))


def power_of_attorney(company: str, person: str) -> bytes:
    """A PDF as a scanner gives it, by which this person signs for the company."""
    sheet = Image.new("RGB", (1000, 1414), "white")
    pen = ImageDraw.Draw(sheet)
    large, small = (ImageFont.truetype(font_paths()[0], size) for size in (40, 26))
    pen.text((100, 140), "PROCURAÇÃO PÚBLICA", font=large, fill="#222222")
    lines = (
        f"Outorgante: {company}", f"Outorgada: {person}", "",
        "Poderes: assinar contratos de fornecimento e de instalação",
        "e aprovar propostas em nome da outorgante.",
    )  # fmt: skip
    for place, line in enumerate(lines):
        pen.text((100, 260 + place * 48), line, font=small, fill="#333333")
    pen.line((100, 760, 620, 760), fill="#333333", width=2)
    out = io.BytesIO()
    sheet.save(out, "PNG")
    return bytes(img2pdf.convert(out.getvalue()))
