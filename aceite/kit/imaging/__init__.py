"""Pictures from strangers: scanned copies, logos, photos, drawn marks. All parsing happens in a limited child."""

from aceite.kit.imaging.logos import normalize_logo
from aceite.kit.imaging.marks import mark_picture
from aceite.kit.imaging.photos import Photo, PhotoKind, fitted, fitter, photo_of
from aceite.kit.imaging.refusal import PictureRefused
from aceite.kit.imaging.scans import (
    PageSeen,
    Scan,
    look_at_page,
    read_scan,
    require_opens,
    scan_to_pdf,
    served_copy,
    served_page,
    unopened_photo,
)

__all__ = [
    "PageSeen",
    "Photo",
    "PhotoKind",
    "PictureRefused",
    "Scan",
    "fitted",
    "fitter",
    "look_at_page",
    "mark_picture",
    "normalize_logo",
    "photo_of",
    "read_scan",
    "require_opens",
    "scan_to_pdf",
    "served_copy",
    "served_page",
    "unopened_photo",
]
