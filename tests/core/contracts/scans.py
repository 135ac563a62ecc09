"""Photos of a signed page."""

from io import BytesIO

from PIL import Image


def photo(colour: str = "white", size: tuple[int, int] = (600, 800)) -> bytes:
    """A JPEG with a camera's notes in it."""
    image = Image.new("RGB", size, colour)
    exif = image.getexif()
    exif[0x010F] = "Camera of Carla"
    out = BytesIO()
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()
