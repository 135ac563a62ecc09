"""A field of rich text with its editor, used by contracts and their templates."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from aceite.faces.ui.fields import as_error
from aceite.kit import fonts, richtext
from aceite.kit.sentences import Complaint

# A group's name and its fields: the placeholder as it is written, and what a person calls it.
FieldGroups = Sequence[tuple["str | Promise", Sequence[tuple[str, "str | Promise"]]]]


class RichTextInput(forms.Textarea):
    """A textarea that becomes an editor; `fields` are the merge fields it offers to insert."""

    template_name = "office/widgets/richtext.html"
    ui_kind = "richtext"

    def __init__(self, *, fields: FieldGroups = ()) -> None:
        super().__init__(attrs={"rows": 16})
        self.fields = fields

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Hand the merge fields to the picker."""
        context = super().get_context(name, value, attrs)
        context["widget"]["fields"] = self.fields
        return context


class RichTextField(forms.CharField):
    """Rich text as clean HTML; what the font cannot draw is named, what the editor does not make is taken out."""

    def __init__(self, *, fields: FieldGroups = (), max_length: int = 400_000, **kwargs: Any) -> None:
        self.longest = max_length
        super().__init__(**({"widget": RichTextInput(fields=fields)} | kwargs))

    def to_python(self, value: Any) -> str:
        """Clean the HTML and judge the characters."""
        typed = super().to_python(value) or ""
        if "<" not in typed and typed.strip():
            # Typed without the editor: empty lines part paragraphs.
            paragraphs = [part for part in typed.replace("\r\n", "\n").split("\n\n") if part.strip()]
            typed = "".join(f"<p>{escape(part.strip())}</p>".replace("\n", "<br>") for part in paragraphs)
        if len(typed) > self.longest:
            raise ValidationError(_("O texto é longo demais. Divida-o em mais de um contrato."))
        cleaned = richtext.sanitize(typed)
        try:
            fonts.refuse_undrawable(richtext.plain(cleaned).replace("\t", " "))
        except Complaint as complaint:
            raise as_error(complaint) from complaint
        return cleaned
