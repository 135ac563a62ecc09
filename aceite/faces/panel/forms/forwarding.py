"""To whom the proposal goes, and who is to be let in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUserQuerySet
from aceite.faces.panel.forms.colleagues import ColleagueField, choose_among
from aceite.faces.ui.fields import CleanTextField
from aceite.faces.ui.forms import Form


class ForwardForm(Form):
    """One colleague of the list, and a word to her."""

    person = ColleagueField(label=_("Quem decide"), missing=_("Escolha quem decide."))
    text = CleanTextField(label=_("Recado"), multiline=True, max_length=1000, required=False, drawable=False)

    def __init__(self, *args: Any, people: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, people)


class AskAccessForm(Form):
    """Who decides, and what the vendor should know."""

    name = CleanTextField(label=_("Nome de quem decide"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail de quem decide"),
        error_messages={"invalid": _("Digite um e-mail como nome@empresa.com.br.")},
    )
    text = CleanTextField(label=_("Recado para a empresa"), multiline=True, max_length=1000, required=False,
                          drawable=False)  # fmt: skip
