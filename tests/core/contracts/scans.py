"""Photos of a signed page: any white sheet, or the very pages of a contract as a scanner gives them."""

from functools import cache
from io import BytesIO

import img2pdf
import pillow_heif
from PIL import Image

from aceite.core.contracts.copies import UploadedFile
from aceite.core.contracts.models import Contract
from aceite.core.documents.reading import read
from tests.kit.outside_judges import drawn_pages

GPS = 0x8825


def photo(colour: str = "white", size: tuple[int, int] = (600, 800)) -> bytes:
    """A JPEG with a camera's notes in it, the place among them."""
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010F] = "Camera of Carla"
    exif.get_ifd(GPS)[2] = (23.0, 33.0, 1.0)
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


@cache
def _drawn(pdf: bytes) -> list[Image.Image]:
    return drawn_pages(pdf, dpi=130)


def scan(contract: Contract, page: int, *, turned: int = 0) -> bytes:
    """Page `page` of D, printed and scanned, lying turned clockwise."""
    assert contract.document is not None
    sheet = _drawn(read(contract.document))[page - 1].rotate(-turned, expand=True)
    out = BytesIO()
    sheet.convert("RGB").save(out, "JPEG", quality=70)
    return out.getvalue()


def scans(contract: Contract, *pages: int) -> list[UploadedFile]:
    """Several of them, each named for what it is."""
    return [UploadedFile(f"folha {page}.jpg", scan(contract, page)) for page in pages]


def scanned_pdf(*sheets: bytes) -> bytes:
    """What a scanner's feeder makes of several sheets."""
    return bytes(img2pdf.convert(list(sheets), engine=img2pdf.Engine.internal))


def as_heic(photo: bytes) -> bytes:
    """The same picture as an iPhone keeps it."""
    pillow_heif.register_heif_opener()
    out = BytesIO()
    Image.open(BytesIO(photo)).save(out, "HEIF", quality=80)
    return out.getvalue()
