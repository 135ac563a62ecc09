"""Tags of the panel's templates."""

from collections.abc import Sequence
from typing import Final

from django import template
from django.template import Context
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.models import Contract
from aceite.core.contracts.signed_before import told_of
from aceite.core.proposals.models import Instalment, Line
from aceite.core.proposals.paper import limits_words
from aceite.core.proposals.picturing import Shot, Shots
from aceite.core.proposals.recurring_words import price_words
from aceite.core.proposals.states import State
from aceite.core.proposals.wishes import Wished
from aceite.faces.panel.rows import plan_words

register = template.Library()

_HOW: Final = {
    "manual": _("Assinatura no papel: você imprime, assina e envia a via"),
    "digital": _("Assinatura digital aqui no painel"),
    "either": _("Assinatura no papel ou digital aqui no painel"),
    "none": _("Só para leitura, sem assinatura"),
}
_CONFIRMED: Final = {
    "simple": _("confirmada com um código por e-mail ou com a chave de acesso do seu aparelho (nível simples)"),
    "advanced": _("confirmada com a chave de acesso do seu aparelho, ou feita no gov.br (nível avançado)"),
    "qualified": _("feita com um certificado ICP-Brasil (nível qualificado)"),
}


@register.filter
def how_signed(contract: Contract) -> str:
    """How a contract is signed, and at which level, in words to the customer."""
    how = str(_HOW[contract.requirement])
    return f"{how}: {_CONFIRMED[contract.level]}" if contract.asks_digital else how


@register.filter
def to_customer(state: str) -> str:
    """The word for a state where the table's would mislead her: "Enviada" reads as if she had sent something."""
    return gettext("Para responder") if state == State.SENT else ""


@register.filter
def wished_price(after: Wished) -> str:
    """What an offer would come to with what is asked, in one line."""
    return price_words(after.totals.total, after.totals.recurring)


@register.filter
def signed_before(contract: Contract) -> str:
    """Whose signatures the file had when it was sent: "Este arquivo já traz a assinatura de …"."""
    return told_of(contract)


@register.filter
def hash_field(contract: Contract) -> str:
    """The name of the field for the hash her device computes of this contract."""
    return f"client_sha256_{contract.pk}"


@register.filter(name="limits_words")
def limits_in_words(line: Line) -> str:
    """Which quantities of a line one may choose."""
    return limits_words(line)


@register.filter(name="plan_words")
def plan_in_words(plan: Sequence[Instalment]) -> str:
    """A payment plan in a few words."""
    return plan_words(plan, "")


@register.filter
def shots_of(line: Line, shots: Shots) -> Sequence[Shot]:
    """The pictures a line is shown with, the first one first."""
    return shots.get(line.pk, ())


@register.simple_tag(takes_context=True)
def panel_url(context: Context, name: str, *args: object) -> str:
    """The address of a page of this panel; under a preview's pass, of the same page under the pass."""
    address: str = context["request"].scope.url(name, *args)
    return address
