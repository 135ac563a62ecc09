"""A QR code as SVG, drawn here so that no template needs a package."""

from io import BytesIO

import segno


def qr_svg(text: str) -> bytes:
    """`text` as a QR code (level M, no quiet zone: the template gives the white), as SVG."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=0, xmldecl=False, svgns=True, omitsize=True)
    return out.getvalue()
