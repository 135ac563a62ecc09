"""Opening what strangers sent: everything here runs in a limited child, nothing here is called directly."""

import json
from collections.abc import Mapping
from io import BytesIO
from itertools import islice
from typing import Any, Final

import img2pdf
import pillow_heif
import pypdfium2 as pdfium
from PIL import Image, ImageChops, ImageOps

from aceite.kit.imaging.refusal import Unfit
from aceite.kit.pdf.inking import any_inked, inked_pages

pillow_heif.register_heif_opener()

# The largest phone cameras of today give 108 megapixels.
MOST_PIXELS: Final = 110_000_000
MOST_PAGES: Final = 100
SMALLEST_SIDE: Final = 200
# A4 at 200 dots per inch.
LONG_SIDE: Final = 2339
DPI: Final = 200
LOGO: Final = (800, 400)
SMALLEST_LOGO: Final = 32
SMALLEST_PHOTO: Final = 80
FITTED: Final[dict[str, dict[str, Any]]] = {
    "webp": {"quality": 80, "method": 4},
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
}
Image.MAX_IMAGE_PIXELS = MOST_PIXELS

TURNED: Final = {5, 6, 7, 8}
ORIENTATION: Final = 0x0112


def inspect_picture(job: Mapping[str, Any]) -> bytes:
    """Width and height as a person sees them, as JSON, once the whole picture was decoded."""
    image = open_picture(job["data"], job["formats"])
    width, height = image.size
    if image.getexif().get(ORIENTATION) in TURNED:
        width, height = height, width
    if min(width, height) < SMALLEST_SIDE:
        raise Unfit("too_small")
    _reduce(image)
    image.load()
    return json.dumps([1, width, height]).encode()


def inspect_pdf(job: Mapping[str, Any]) -> bytes:
    """Pages, width and height of the first at 200 dpi, and whether it bears digital signatures, as JSON.

    Drawn up to the first page that shows anything.
    """
    document = _opened(job["data"])
    if len(document) > MOST_PAGES:
        raise Unfit("too_many_pages")
    width, height = document[0].get_size()
    if not any_inked(document):
        raise Unfit("blank_pdf")
    signed = pdfium.raw.FPDF_GetSignatureCount(document) > 0
    return json.dumps([len(document), round(width / 72 * DPI), round(height / 72 * DPI), signed]).encode()


def open_photo(job: Mapping[str, Any]) -> bytes:
    """Nothing, once the whole picture was decoded."""
    image = open_picture(job["data"], job["formats"])
    _reduce(image)
    image.load()
    return b""


def open_pdf(job: Mapping[str, Any]) -> bytes:
    """Nothing, once its pages were drawn up to the first that shows anything, or so many of them."""
    document = _opened(job["data"])
    any(islice(inked_pages(document), MOST_PAGES))
    return b""


def copy(job: Mapping[str, Any]) -> bytes:
    """The picture upright, turned, on white, as JPEG of its pixels alone."""
    upright = _upright(open_picture(job["data"], job["formats"]), LONG_SIDE)
    return _bare_jpeg(_on_white(upright).rotate(-job["rotation"], expand=True))


def photo(job: Mapping[str, Any]) -> bytes:
    """The picture upright, on white, no side longer than `side`, as JPEG of its pixels alone."""
    image = open_picture(job["data"], job["formats"])
    if min(image.size) < SMALLEST_PHOTO:
        raise Unfit("photo_too_small")
    return _bare_jpeg(_on_white(_upright(image, job["side"])))


def fit(job: Mapping[str, Any]) -> bytes:
    """A photo of our own making no wider than `width`, in the format asked for."""
    image = open_picture(job["data"], ["JPEG"])
    image.draft("RGB", (job["width"], job["width"]))
    fitted = image.convert("RGB")
    fitted.thumbnail((job["width"], fitted.height), Image.Resampling.LANCZOS)
    out = BytesIO()
    fitted.save(out, job["kind"], **FITTED[job["kind"]])
    return out.getvalue()


def bind(job: Mapping[str, Any]) -> bytes:
    """JPEGs as one PDF of A4 pages, each lying or standing like its picture."""
    a4 = (img2pdf.mm_to_pt(210), img2pdf.mm_to_pt(297))
    layout = img2pdf.get_layout_fun(a4, fit=img2pdf.FitMode.into, auto_orient=True)
    bound = img2pdf.convert(list(job["images"]), layout_fun=layout, nodate=True, engine=img2pdf.Engine.internal)
    return bytes(bound)


def logo(job: Mapping[str, Any]) -> bytes:
    """A logo without its empty margins, small enough for a page, as PNG."""
    image = ImageOps.exif_transpose(open_picture(job["data"], job["formats"])).convert("RGBA")
    seen = image.getchannel("A").getbbox()
    if seen is None or image.width < SMALLEST_LOGO:
        raise Unfit("logo_too_small")
    image = image.crop(seen)
    image.thumbnail(LOGO, Image.Resampling.LANCZOS)
    return _png(image)


def mark(job: Mapping[str, Any]) -> bytes:
    """The ink of a drawn mark, cut out and set on nothing, as PNG."""
    image = open_picture(job["data"], job["formats"])
    if image.width > 3000 or image.height > 2000:
        raise Unfit("mark_kind")
    # Measured at one width, so that a finer screen does not make a longer line.
    drawn = _on_white(image).convert("L")
    drawn.thumbnail((600, 600), Image.Resampling.LANCZOS)
    ink = drawn.point(lambda level: 255 if level < 160 else 0)
    box = ink.getbbox()
    if box is None:
        raise Unfit("mark_blank")
    amount = ink.histogram()[255]
    if max(box[2] - box[0], box[3] - box[1]) < 40 or amount < 80:
        raise Unfit("mark_too_short")
    if amount > 0.5 * ink.width * ink.height:
        raise Unfit("mark_filled")
    cut = drawn.crop((max(0, box[0] - 6), max(0, box[1] - 6), box[2] + 6, box[3] + 6))
    result = Image.new("RGBA", cut.size, (16, 32, 58, 255))
    result.putalpha(ImageChops.invert(cut))
    return _png(result)


def open_picture(data: bytes, formats: list[str]) -> Image.Image:
    """The picture, looked at and not yet decoded, once its kind and size are fit. Raises Unfit."""
    try:
        image = Image.open(BytesIO(data), formats=formats)
    except Image.DecompressionBombError:
        raise Unfit("too_many_pixels") from None
    if image.width * image.height > MOST_PIXELS:
        raise Unfit("too_many_pixels")
    return image


def _opened(data: bytes) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        raise Unfit("encrypted_pdf" if "password" in str(problem).lower() else "unreadable_pdf") from None
    if not len(document):
        raise Unfit("empty_pdf")
    return document


def _reduce(image: Image.Image, side: int = LONG_SIDE) -> None:
    # A JPEG can be decoded at a fraction of its size, which saves the memory of a 108-megapixel photo.
    image.draft("RGB", (side, side))


def _upright(image: Image.Image, side: int) -> Image.Image:
    _reduce(image, side)
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((side, side), Image.Resampling.LANCZOS)
    return upright


def _bare_jpeg(image: Image.Image) -> bytes:
    # A new picture carries no EXIF, no place, no thumbnail, no comment.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    out = BytesIO()
    clean.save(out, "JPEG", quality=80, optimize=True, progressive=True, dpi=(DPI, DPI))
    return out.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    if "A" not in image.getbands() and "transparency" not in image.info:
        return image.convert("RGB")
    layered = image.convert("RGBA")
    white = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(white, layered).convert("RGB")


def _png(image: Image.Image) -> bytes:
    image.info.clear()
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
