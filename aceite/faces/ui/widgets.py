"""Controls that know what is typed into them: keyboard, completion, and how `ui_field` draws them."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from aceite.faces.ui.uploads import UploadedPage


class TypedInput(forms.TextInput):
    """One line of text with a kind (for style and behaviour) and words before or after it."""

    def __init__(self, kind: str, *, prefix: str = "", suffix: str = "", **attrs: str) -> None:
        super().__init__(
            attrs={"autocomplete": "off", **{name.replace("_", "-"): text for name, text in attrs.items()}}
        )
        self.ui_kind = kind
        self.prefix = prefix
        self.suffix = suffix


class FilesInput(forms.FileInput):
    """Several files, in the order and with the turns chosen in the page."""

    allow_multiple_selected = True
    ui_kind = "file_list"

    def __init__(self, accept: str) -> None:
        super().__init__(attrs={"multiple": True, "accept": accept})
        self.accept = accept

    def value_from_datadict(
        self, data: Any, files: "MultiValueDict[str, UploadedFile[Any]]", name: str
    ) -> list[UploadedPage]:
        """Pair each file with its turn; without JavaScript there are no turns."""
        turns = data.getlist(f"{name}_rotation") if hasattr(data, "getlist") else []
        given = files.getlist(name) if hasattr(files, "getlist") else []
        return [UploadedPage(file, _turn(turns, at)) for at, file in enumerate(given)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether no file was sent."""
        return name not in files


def _turn(turns: list[str], at: int) -> int:
    text = turns[at] if at < len(turns) else "0"
    return int(text) if text in {"0", "90", "180", "270"} else 0


class MarkInput(forms.Widget):
    """A mark drawn on a pad or typed: three inputs under one name."""

    ui_kind = "mark"
    template_name = "django/forms/widgets/hidden.html"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        """Collect the kind, the picture and the typed name."""
        return {part: data.get(f"{name}_{part}", "") for part in ("kind", "png", "text")}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Say whether no part of it was sent."""
        return f"{name}_kind" not in data
