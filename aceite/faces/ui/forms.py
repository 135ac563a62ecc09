"""The base of every form: Portuguese errors beside the field, nothing typed is lost, the server alone judges."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from aceite.faces.ui.fields import CleanTextField, FileListField

_MISSING = (
    ((forms.ChoiceField, forms.ModelChoiceField), _("Escolha uma opção.")),
    ((forms.BooleanField,), _("Marque esta caixa para continuar.")),
    ((FileListField,), _("Escolha pelo menos um arquivo.")),
    ((forms.Field,), _("Preencha este campo.")),
)
_NUMBER = {
    "min_value": _("Use pelo menos %(limit_value)s."),
    "max_value": _("Use no máximo %(limit_value)s."),
    "invalid": _("Escreva um número inteiro."),
}
_TYPED = (forms.TextInput, forms.Textarea, forms.Select)


class Form(forms.Form):
    """A form whose view hands `cleaned_data` to a verb."""

    # The browser's own bubbles speak its language, not ours, and vanish; errors come from the server and stay.
    use_required_attribute = False
    # How this row of a longer form is called where its errors are summed up: "Linha 3".
    called: str = ""
    # Whether what it is about has changed since it was drawn.
    overtaken: bool = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _prepare(field)

    @property
    def carried(self) -> dict[str, str]:
        """What the page hands back unseen beside the fields, by name."""
        return {}

    @property
    def mended(self) -> int:
        """How many characters were mended silently in this form's texts."""
        return sum(field.mended for field in self.fields.values() if isinstance(field, CleanTextField))

    @property
    def mended_words(self) -> str:
        """The sentence that tells what was mended; empty when nothing was."""
        if not self.mended:
            return ""
        sentence = ngettext(
            "Ajustamos %(count)s caractere que veio com o texto colado.",
            "Ajustamos %(count)s caracteres que vieram com o texto colado.",
            self.mended,
        )
        return sentence % {"count": self.mended}


def _prepare(field: forms.Field) -> None:
    if field.error_messages["required"] == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = next(words for kinds, words in _MISSING if isinstance(field, kinds))
    if type(field) is forms.IntegerField:
        ours = {
            code: said for code, said in field.error_messages.items() if said != field.default_error_messages.get(code)
        }
        field.error_messages |= _NUMBER | ours
    if field.required and isinstance(field.widget, _TYPED) and not isinstance(field.widget, forms.RadioSelect):
        field.widget.attrs.setdefault("aria-required", "true")
