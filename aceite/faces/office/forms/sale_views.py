"""The form of a saved view."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.sales.saved_views import ViewAudience
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.ui.fields import CleanTextField


class ViewForm(OfficeForm):
    """How a view is called, who sees it, and whether the list opens with it."""

    name = CleanTextField(label=_("Nome"), max_length=60, help_text=_("Ex.: Aprovadas da semana."))
    audience = forms.ChoiceField(label=_("Quem vê"), choices=ViewAudience.choices, initial=ViewAudience.OWN)
    opens = forms.BooleanField(label=_("Abrir a lista de vendas com esta visão"), required=False)
    renew = forms.BooleanField(label=_("Guardar também os filtros e as colunas de agora"), required=False)

    def __init__(self, *args: Any, may_share: bool, differs: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            self.fields["audience"].required = False
            self.fields["audience"].widget = forms.HiddenInput()
        if not differs:
            del self.fields["renew"]

    def clean_audience(self) -> str:
        """Nobody else sees it where nothing was chosen."""
        return self.cleaned_data.get("audience") or str(self.initial.get("audience", ViewAudience.OWN.value))
