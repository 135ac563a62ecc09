"""What programs that are not ours say about our PDFs: poppler, qpdf, and ZXing for the codes on their pages."""

import subprocess
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory

import zxingcpp
from PIL import Image


def pdftotext(pdf: bytes, *how: str) -> str:
    return subprocess.run(["pdftotext", *how, "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def pdfinfo(pdf: bytes) -> dict[str, str]:
    told = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True).stdout.decode()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in told.splitlines())}


def pdffonts(pdf: bytes) -> set[str]:
    """The kinds of the fonts inside: "CID TrueType", "CID Type 0C" …"""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        told = subprocess.run(["pdffonts", file.name], capture_output=True, check=True).stdout.decode().splitlines()
    column = slice(told[0].index("type"), told[0].index("encoding"))
    return {line[column].strip() for line in told[2:]}


def qpdf_finds_no_fault(pdf: bytes) -> bool:
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["qpdf", "--check", file.name], capture_output=True, check=False)
    return done.returncode == 0


def pdfsig(pdf: bytes) -> str:
    """What poppler says of the signatures; it trusts nobody, so its word on the certificate is no verdict."""
    with NamedTemporaryFile(suffix=".pdf") as file:
        file.write(pdf)
        file.flush()
        done = subprocess.run(["pdfsig", "-nocert", file.name], capture_output=True, check=False, text=True)
    return done.stdout


QR = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)


def drawn_pages(pdf: bytes, dpi: int = 150) -> list[Image.Image]:
    """Each page as poppler draws it, in shades of grey."""
    with TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-gray", "-r", str(dpi), "-", f"{folder}/p"], input=pdf, check=True)
        return [Image.open(BytesIO(page.read_bytes())) for page in sorted(Path(folder).iterdir())]


def qr_codes(picture: Image.Image) -> list[str]:
    """What each QR code in a picture says."""
    return [code.text for code in zxingcpp.read_barcodes(picture, formats=QR)]
