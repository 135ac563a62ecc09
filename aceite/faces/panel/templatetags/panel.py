"""Tags of the panel's templates."""

from typing import Final

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.models import Contract

register = template.Library()

_HOW: Final = {
    "manual": _("Assinatura no papel: você imprime, assina e envia a via"),
    "digital": _("Assinatura digital, aqui no painel"),
    "either": _("Assinatura digital aqui ou no papel, como preferir"),
    "none": _("Só para leitura, sem assinatura"),
}


@register.filter
def how_signed(contract: Contract) -> str:
    """How a contract is signed, in words to the customer."""
    return str(_HOW[contract.requirement])


@register.simple_tag(takes_context=True)
def panel_url(context: Context, name: str, *args: object) -> str:
    """The address of a page of this panel; under a preview's pass, of the same page under the pass."""
    address: str = context["request"].scope.url(name, *args)
    return address
