"""A stranger's PDF opened in a limited child."""

from io import BytesIO

from pikepdf import PasswordError, Pdf, PdfError

from aceite.kit.pdf.refusing import Unfit


def opened(pdf: bytes) -> Pdf:
    """The file, opened. Raises Unfit for one that asks for a password or cannot be read."""
    try:
        return Pdf.open(BytesIO(pdf))
    except PasswordError:
        raise Unfit("encrypted") from None
    except PdfError:
        raise Unfit("unreadable") from None
