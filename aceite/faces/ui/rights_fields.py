"""The boxes that give a customer's person her rights: the same ones, in the same words, on both sides."""

from typing import Final

from django import forms
from django.forms import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.customers.rights import RIGHTS

# Said above the boxes: what comes with each access, and which boxes go together.
TOGETHER: Final[Promise] = _(
    "Quem entra vê as propostas e pode abrir chamados. Quem assina ou aprova sempre vê preços: é a eles que se obriga. "
    "Parcelas, Pix, notas e boletos são preços: sem ver preços, não se veem."
)


class RightsFields(forms.Form):
    """One box a right."""

    can_see_prices = forms.BooleanField(
        label=_("Vê preços"),
        required=False,
        initial=True,
        help_text=_("Sem isso vê itens, quantidades e prazos, e nenhum valor: nem o PDF, os contratos e os anexos."),
    )
    can_comment = forms.BooleanField(
        label=_("Pergunta, pede mais prazo e faz contraproposta"), required=False, initial=True
    )
    can_sign = forms.BooleanField(label=_("Pode assinar contratos"), required=False)
    can_approve = forms.BooleanField(label=_("Pode aprovar e recusar propostas"), required=False)
    can_see_invoices = forms.BooleanField(label=_("Vê parcelas, Pix, notas e boletos"), required=False, initial=True)
    can_manage = forms.BooleanField(label=_("Administra os colegas no painel"), required=False)
    together = TOGETHER

    @property
    def rights(self) -> list[BoundField]:
        """The boxes that this form has, in the order of the table."""
        return [self[name] for name in RIGHTS if name in self.fields]
