"""To whom a signer passes her place."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUser, PanelUserQuerySet
from aceite.faces.panel.forms.signing import ProvingForm


class HandOverForm(ProvingForm):
    """One colleague of the list, and the code where the session was not proved lately."""

    person = forms.ModelChoiceField(
        label=_("Quem assina no seu lugar"),
        queryset=PanelUser.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Escolha quem assina no seu lugar.")},
    )

    def __init__(self, *args: Any, people: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
        field.label_from_instance = lambda person: person.name  # type: ignore[method-assign, assignment]
