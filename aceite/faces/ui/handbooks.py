"""How a handbook's tasks become pages: their text as HTML, their pictures at the size they are shown in."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from django.templatetags.static import static
from django.utils.safestring import SafeString

from aceite.kit.handbook import Picture, Task, html_of
from aceite.kit.late import late

if TYPE_CHECKING:
    from PIL import Image
else:
    Image = late("PIL.Image")

# Pictures are taken at twice the size they are shown in, so that they stay sharp on any screen.
_DENSITY: Final = 2


def text_of(task: Task, address: Callable[[str, str], str], pictures: Path, served_as: str) -> SafeString:
    """The task's text; `address(slug, anchor)` is where another task stands, `pictures` the folder of its pictures,
    which are served under `served_as`."""

    def picture(name: str) -> Picture:
        with Image.open(pictures / name) as shown:
            width, height = shown.size
        return Picture(static(f"{served_as}/{name}"), width // _DENSITY, height // _DENSITY)

    # Our own file, of which raw HTML is not taken.
    return SafeString(html_of(task, address, picture))
