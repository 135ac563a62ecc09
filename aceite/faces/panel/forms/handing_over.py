"""To whom a signer passes her place."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from aceite.core.customers.models import PanelUserQuerySet
from aceite.faces.panel.forms.colleagues import ColleagueField, choose_among
from aceite.faces.panel.forms.signing import ProvingForm


class HandOverForm(ProvingForm):
    """One colleague of the list, and the code where the session was not proved lately."""

    person = ColleagueField(label=_("Quem assina no seu lugar"), missing=_("Escolha quem assina no seu lugar."))

    def __init__(self, *args: Any, people: PanelUserQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_among(self, people)
