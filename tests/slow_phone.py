"""An old phone in a slow network, by the browser's own throttling: 400 kbit/s, 400 ms until an answer begins, and the
processor four times slower."""

from typing import Final

from playwright.sync_api import CDPSession

_SLOW_3G: Final = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
_SLOWER: Final = 4


def slow_down(devtools: CDPSession) -> None:
    """From now on, in this window."""
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", _SLOW_3G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": _SLOWER})
