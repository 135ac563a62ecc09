"""To whom the proposal goes, and who is to be let in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUser, PanelUserQuerySet
from aceite.faces.ui.fields import CleanTextField
from aceite.faces.ui.forms import Form


class ForwardForm(Form):
    """One colleague of the list, and a word to her."""

    person = forms.ModelChoiceField(
        label=_("Quem decide"), queryset=PanelUser.objects.none(), widget=forms.RadioSelect, empty_label=None,
        error_messages={"required": _("Escolha quem decide.")},
    )  # fmt: skip
    text = CleanTextField(label=_("Recado"), multiline=True, max_length=1000, required=False, drawable=False)

    def __init__(self, *args: Any, people: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        field.label_from_instance = lambda person: person.name  # type: ignore[method-assign, assignment]


class AskAccessForm(Form):
    """Who decides, and what the vendor should know."""

    name = CleanTextField(label=_("Nome de quem decide"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail de quem decide"),
        error_messages={"invalid": _("Digite um e-mail como nome@empresa.com.br.")},
    )
    text = CleanTextField(label=_("Recado para a empresa"), multiline=True, max_length=1000, required=False,
                          drawable=False)  # fmt: skip
