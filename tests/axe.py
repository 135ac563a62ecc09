"""What axe finds wrong with a page: all its rules are asked, and of each no more is told than what breaks it."""

from typing import Any, Final

from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page

# To tell what fits as well takes five times as long as to look.
_ASK: Final = "axe.run({ resultTypes: ['violations'] }).then(({ violations }) => violations)"


def broken_rules(page: Page) -> list[dict[str, Any]]:
    """Each broken rule of the page as it stands: its `id`, and its `nodes` with their `html`."""
    page.evaluate(Axe().axe_script)
    found: list[dict[str, Any]] = page.evaluate(_ASK)
    return found
