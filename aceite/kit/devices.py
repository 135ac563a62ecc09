"""What a browser's User-Agent says about the device, in two words a person knows her device by."""

from typing import Final

# The first that fits: Android says Linux too, Edge and Opera say Chrome, and Chrome says Safari.
_DEVICES: Final = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)


def device_name(user_agent: str) -> str:
    """Like "iPhone, Safari"; empty when nothing is known."""
    found = (next((name for mark, name in marks if mark in user_agent), "") for marks in (_DEVICES, _BROWSERS))
    return ", ".join(name for name in found if name)
