"""Two fields with more than one line of text behind them: a list of files, and a person's mark."""

import base64
import binascii
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from aceite.faces.ui.formats import file_size
from aceite.faces.ui.uploads import Mark, UploadedPage
from aceite.faces.ui.widgets import FilesInput, MarkInput
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

MB = 1000 * 1000
PNG = b"\x89PNG\r\n\x1a\n"
MARK_AT_MOST = 400_000


class FileListField(forms.Field):
    """Several files in an order; the cleaned value is a list of UploadedPage. What they hold is the core's to judge."""

    def __init__(
        self,
        *,
        accept: str = ".pdf,.jpg,.jpeg,.png,.heic,.heif",
        max_files: int = 30,
        max_bytes: int = 25 * MB,
        **kwargs: Any,
    ) -> None:
        self.extensions = tuple(accept.split(","))
        self.max_files = max_files
        self.max_bytes = max_bytes
        super().__init__(**({"widget": FilesInput(accept)} | kwargs))

    def validate(self, value: list[UploadedPage] | None) -> None:
        """Refuse too many, too big, empty or of a kind not asked for; each file is named."""
        super().validate(value)
        pages = value or []
        if len(pages) > self.max_files:
            raise ValidationError(_("Envie no máximo %(limit)s arquivos."), params={"limit": self.max_files})
        complaints = [complaint for page in pages if (complaint := self._complaint(page))]
        if complaints:
            raise ValidationError(complaints)

    def _complaint(self, page: UploadedPage) -> ValidationError | None:
        name, size = page.file.name or "", page.file.size or 0
        if not name.lower().endswith(self.extensions):
            known = ", ".join(extension[1:].upper() for extension in self.extensions)
            return ValidationError(
                _("“%(name)s” não é um tipo aceito. Use %(known)s."), params={"name": name, "known": known}
            )
        if not size:
            return ValidationError(_("“%(name)s” está vazio. Escolha-o de novo."), params={"name": name})
        if size > self.max_bytes:
            return ValidationError(
                _("“%(name)s” tem %(size)s; o limite é %(limit)s por arquivo."),
                params={"name": name, "size": file_size(size), "limit": file_size(self.max_bytes)},
            )
        return None


class MarkField(forms.Field):
    """A mark drawn or typed; the cleaned value is a Mark. Whether it holds enough ink is the core's to judge."""

    widget = MarkInput

    def __init__(self, *, typed_name: str = "", **kwargs: Any) -> None:
        self.typed_name = typed_name
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Mark | None:
        """Read the picture or the name."""
        parts = value or {}
        if parts.get("kind") == "drawn" and parts.get("png"):
            return Mark("drawn", png=_picture(parts["png"]))
        try:
            name = clean(parts.get("text", ""), max_length=120, multiline=False).text
        except Complaint as complaint:
            raise ValidationError(_(complaint.sentence), params=dict(complaint.details) or None) from complaint
        if name and parts.get("kind") != "drawn":
            return Mark("typed", text=name)
        if self.required:
            raise ValidationError(_("Desenhe sua assinatura ou digite seu nome completo."))
        return None


def _picture(data: str) -> bytes:
    try:
        kind, _comma, encoded = data.partition(",")
        png = base64.b64decode(encoded, validate=True) if kind == "data:image/png;base64" else b""
    except (binascii.Error, ValueError):
        png = b""
    if not png.startswith(PNG) or len(png) > MARK_AT_MOST:
        raise ValidationError(_("Não foi possível ler o desenho. Desenhe de novo ou digite seu nome."))
    return png
