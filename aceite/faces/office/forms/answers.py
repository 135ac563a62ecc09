"""The fields of a template's own, asked where it is used: one form, made of what the template says."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.asked import CHOICE, Asked, read_answer, typed_answer
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import as_error
from aceite.faces.ui.widgets import TypedInput
from aceite.kit.sentences import Complaint

PREFIX: Final = "campo"
_TYPED: Final = {"date": "date", "amount": "money", "number": "number", "cpf": "taxid", "cnpj": "taxid"}


class AnswerField(forms.CharField):
    """What is typed for one field; a required one may wait, as only sending asks for it."""

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        super().__init__(
            label=asked.label, help_text=asked.help, required=asked.required, strip=True, widget=_widget(asked)
        )

    def validate(self, value: Any) -> None:
        """Refuse what is no value of the field; nothing is none yet."""
        try:
            read_answer(self.asked, value)
        except Complaint as complaint:
            raise as_error(complaint) from complaint


class AnswersForm(OfficeForm):
    """Each field under its name in the text."""

    def __init__(self, data: Any = None, *, asked: Iterable[Asked], answers: Mapping[str, str] | None = None) -> None:
        fields = list(asked)
        given = answers or {}
        initial = {field.name: typed_answer(field, given.get(field.name, "")) for field in fields}
        super().__init__(data, prefix=PREFIX, initial=initial)
        self.fields |= {field.name: AnswerField(field) for field in fields}

    def typed(self) -> dict[str, str]:
        """What the verb takes."""
        return {name: self.cleaned_data[name] for name in self.fields}


def _widget(asked: Asked) -> forms.Widget:
    if asked.kind == CHOICE:
        return forms.Select(choices=[("", _("Escolha…")), *((choice, choice) for choice in asked.choices)])
    if asked.kind == "long":
        return forms.Textarea(attrs={"rows": 4})
    if asked.kind in _TYPED:
        prefix = {"prefix": "R$"} if asked.kind == "amount" else {}
        return TypedInput(_TYPED[asked.kind], **prefix)
    return forms.TextInput()
