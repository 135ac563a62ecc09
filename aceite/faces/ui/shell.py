"""What a face tells the shell around its pages: whose house it is, who is looking, where one can go."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class NavItem:
    """One place one can go; `icon` is a heroicon's name, `current` marks where one is, `count` stands beside it."""

    label: str
    url: str
    icon: str = ""
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class App:
    """The pages as an application on a device; `worker_url` shows a page of its own where the network fails."""

    manifest_url: str
    icon_url: str
    worker_url: str


@dataclass(frozen=True)
class Shell:
    """Everything around the page; the faces' context processors put it into the context as `shell`."""

    company: str
    home_url: str
    nav: tuple[NavItem, ...] = ()
    # The page this one is reached from, where it stands in no navigation.
    above: NavItem | None = None
    brand_url: str = ""
    logo_url: str = ""
    search_url: str = ""
    # Where the `?` leads: the help for this page.
    help_url: str = ""
    # Where one's notices are; how many are new is asked only by a page that shows it.
    bell_url: str = ""
    bell_count: Callable[[], int] | None = None
    # Where the box of the search asks while somebody types.
    suggest_url: str = ""
    user_name: str = ""
    user_detail: str = ""
    user_links: tuple[NavItem, ...] = ()
    sign_out_url: str = ""
    # Whose words, typed and not yet sent, stay on the device; empty before somebody has entered.
    drafts_of: str = ""
    app: App | None = None


def nav(
    path: str, places: Iterable[tuple[str, str, str]], behind: Iterable[tuple[str, str]] = ()
) -> tuple[NavItem, ...]:
    """Build the navigation from (label, icon, url); current is the longest address that begins `path`.

    `behind` are pages that stand in no navigation, each with the url of the place it is reached from.
    """
    found, reached = list(places), dict(behind)
    urls = [*(url for _label, _icon, url in found), *reached]
    # The first page's address begins every other: one is on it only when on no page of its own.
    begins = {url for url in urls if len(urls) > 1 and all(other.startswith(url) for other in urls)}
    here = max(
        (url for url in urls if path == url or (path.startswith(url) and url not in begins)), key=len, default=""
    )
    here = reached.get(here, here)
    return tuple(NavItem(label=label, url=url, icon=icon, current=url == here) for label, icon, url in found)
