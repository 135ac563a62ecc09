"""Pictures from strangers: signed copies as scans, logos, drawn marks. All parsing happens in a limited child."""

from aceite.kit.imaging.logos import normalize_logo
from aceite.kit.imaging.marks import mark_picture
from aceite.kit.imaging.refusal import PictureRefused
from aceite.kit.imaging.scans import Scan, read_scan, scan_to_pdf, served_copy

__all__ = ["PictureRefused", "Scan", "mark_picture", "normalize_logo", "read_scan", "scan_to_pdf", "served_copy"]
