"""Small files that cost whoever opens them without care all his time or memory; each is made here, by our own code."""

import re
import struct
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pillow_heif
from PIL import Image

Make = Callable[[], bytes]
BLOCK = bytes(1 << 24)


@cache
def zeros(megabytes: int) -> bytes:
    """So many megabytes of nothing under Flate: a thousandth of them."""
    packer = zlib.compressobj(9)
    first = packer.compress(BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    # After a full flush a block stands for itself, so it may be told again and again.
    again = packer.compress(BLOCK) + packer.flush(zlib.Z_FULL_FLUSH)
    blocks, check = megabytes >> 4, 1
    for _block in range(blocks):
        check = zlib.adler32(BLOCK, check)
    end = packer.flush()[:-4]
    return first + again * (blocks - 1) + end + check.to_bytes(4)


def pdf(*objects: bytes, trailer: bytes = b"/Root 1 0 R") -> bytes:
    """A PDF of these objects, numbered from 1, with an honest table."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    tail = (size, rows, size, trailer, len(out))
    return bytes(
        out + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % tail
    )


def stream(data: bytes, entries: bytes) -> bytes:
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %b >> >>"


def one_page(contents: bytes, *others: bytes, resources: bytes = b"") -> bytes:
    return pdf(CATALOG, PAGES, PAGE % resources, contents, *others)


def gigabyte_in_a_page() -> bytes:
    """1 GB of drawing in some kilobytes: Flate over Flate."""
    packed = zlib.compress(zeros(1024), 9)
    return one_page(stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def nested_filters() -> bytes:
    """Sixty filters over one another."""
    packed = zeros(128)
    for _layer in range(59):
        packed = zlib.compress(packed, 9)
    return one_page(stream(packed, b"/Filter [%b]" % (b"/FlateDecode " * 60)))


def picture_of_nothing() -> bytes:
    """A page that draws a picture of sixty thousand by sixty thousand points."""
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    packed = zlib.compress(zeros(1024), 9)
    picture = stream(packed, entries + b" /Filter [/FlateDecode /FlateDecode]")
    drawing = stream(b"q 500 0 0 500 0 0 cm /X Do Q", b"")
    return one_page(drawing, picture, resources=b"/XObject << /X 5 0 R >>")


def form_within_itself() -> bytes:
    """A drawing that draws itself, twice."""
    form = stream(
        b"/X Do /X Do", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>"
    )
    return one_page(stream(b"/X Do", b""), form, resources=b"/XObject << /X 5 0 R >>")


def thousandfold_form() -> bytes:
    """Twelve drawings, each of which draws the next ten times."""
    forms = [
        stream(
            b"/X Do " * 10,
            b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X %d 0 R >> >>" % (6 + n),
        )
        for n in range(12)
    ]
    leaf = stream(b"0 0 1 1 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]")
    return one_page(stream(b"/X Do", b""), *forms, leaf, resources=b"/XObject << /X 5 0 R >>")


def pages_in_a_circle() -> bytes:
    """A page tree whose root is its own kid."""
    return pdf(CATALOG, b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>")


def thousandfold_pages() -> bytes:
    """Twelve levels of the page tree, each of ten times the next: a million million pages in a kilobyte."""
    kids = [b"<< /Type /Pages /Count 1000000000 /Kids [%b] >>" % (b"%d 0 R " % (3 + n) * 10) for n in range(12)]
    return pdf(CATALOG, *kids, b"<< /Type /Page /MediaBox [0 0 9 9] >>")


def deep_array() -> bytes:
    """A million arrays in one another."""
    return pdf(b"<< /Type /Catalog /Pages 2 0 R /X %b%b >>" % (b"[" * 1_000_000, b"]" * 1_000_000), PAGES, PAGE % b"")


def deep_dictionaries() -> bytes:
    """A hundred thousand dictionaries in one another, never closed."""
    return pdf(CATALOG, PAGES, b"<< /A " * 100_000)


def lengths_in_a_circle() -> bytes:
    """Two streams, each as long as the other says."""
    return one_page(b"<< /Length 5 0 R >>\nstream\nx\nendstream", b"<< /Length 4 0 R >>\nstream\nx\nendstream")


def endless_table() -> bytes:
    """A cross-reference stream without a byte that claims a million million objects."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Type /XRef /W [0 0 0] /Index [0 999999999999] /Size 999999999999 /Root 1 0 R "
    return head + b"/Length 0 >>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n"


def tables_in_a_circle() -> bytes:
    """A table whose predecessor is itself."""
    plain = one_page(stream(b"", b""))
    place = plain.rindex(b"xref\n0")
    return plain.replace(b"/Root 1 0 R >>", b"/Root 1 0 R /Prev %d >>" % place)


def crowded_object_stream() -> bytes:
    """An object stream that holds a gigabyte of objects, and another that extends itself."""
    packed = zlib.compress(zeros(1024), 9)
    entries = b"/Type /ObjStm /N 100000000 /First 999999999 /Extends 4 0 R /Filter [/FlateDecode /FlateDecode]"
    return one_page(stream(packed, entries))


PDFS: dict[str, Make] = {
    make.__name__: make
    for make in (
        gigabyte_in_a_page,
        nested_filters,
        picture_of_nothing,
        form_within_itself,
        thousandfold_form,
        pages_in_a_circle,
        thousandfold_pages,
        deep_array,
        deep_dictionaries,
        lengths_in_a_circle,
        endless_table,
        tables_in_a_circle,
        crowded_object_stream,
    )
}


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, *chunks: bytes, data: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (_chunk(b"IHDR", head), *chunks, _chunk(b"IDAT", data), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def vast_png() -> bytes:
    """Sixty thousand by sixty thousand points."""
    return _png(60_000, 60_000, data=zeros(1024))


def wordy_png() -> bytes:
    """A small picture with a gigabyte of remarks."""
    remark = _chunk(b"zTXt", b"Comment\0\0" + zeros(1024))
    return _png(600, 600, remark, data=zlib.compress(bytes(600 * (600 * 3 + 1))))


def vast_jpeg() -> bytes:
    """A photo whose head claims 65,500 by 65,500 points."""
    out = BytesIO()
    Image.new("RGB", (640, 640), "white").save(out, "JPEG")
    photo = out.getvalue()
    place = photo.index(b"\xff\xc0") + 5
    return photo[:place] + struct.pack(">HH", 65_500, 65_500) + photo[place + 4 :]


def many_scans() -> bytes:
    """A progressive photo of forty million points, one of whose scans is told ten thousand times."""
    out = BytesIO()
    Image.new("RGB", (6400, 6400), "white").save(out, "JPEG", progressive=True, quality=10)
    photo = out.getvalue()
    scans = [place.start() for place in re.finditer(b"\xff\xda", photo)]
    return photo[: scans[-1]] + photo[scans[1] : scans[2]] * 10_000 + photo[scans[-1] :]


def vast_heic() -> bytes:
    """A photo whose head claims 60,000 by 60,000 points."""
    pillow_heif.register_heif_opener()
    out = BytesIO()
    Image.new("RGB", (640, 640), "white").save(out, "HEIF")
    return out.getvalue().replace(
        b"ispe\0\0\0\0" + struct.pack(">II", 640, 640), b"ispe\0\0\0\0" + struct.pack(">II", 60_000, 60_000)
    )


PICTURES: dict[str, Make] = {make.__name__: make for make in (vast_png, wordy_png, vast_jpeg, many_scans, vast_heic)}
