"""Where a sale stands, in a sentence for whoever tried what leads nowhere from there.

The vendor and the customer stand on two sides of it: each hears what happened from hers, and what she can do next.
"""

from datetime import timedelta
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.moments import day_words
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.states import State
from aceite.kit.zones import zone_name

_TO_BOTH: Final = {
    State.APPROVED: gettext_lazy("Esta proposta já foi aprovada. Nada foi mudado."),
    State.ORDER: gettext_lazy("Esta venda já virou pedido. Nada foi mudado."),
    State.CANCELLED: gettext_lazy("Esta proposta foi cancelada. Nada foi mudado."),
    State.SUPERSEDED: gettext_lazy("Outra alternativa foi aprovada no lugar desta proposta. Nada foi mudado."),
}
_TO_THE_VENDOR: Final = _TO_BOTH | {
    State.DRAFT: gettext_lazy("Esta proposta ainda é um rascunho. Nada foi mudado."),
    State.SENT: gettext_lazy("Esta proposta já foi enviada. Para mudar algo, abra uma nova versão."),
    State.DECLINED: gettext_lazy("Esta proposta foi recusada pelo cliente. Nada foi mudado."),
    State.EXPIRED: gettext_lazy(
        "A validade desta proposta terminou em %(day)s. Prorrogue-a ou abra uma nova versão. Nada foi mudado."
    ),
    State.RESCINDED: gettext_lazy("O cliente desistiu desta compra. Nada foi mudado."),
}
_TO_THE_CUSTOMER: Final = _TO_BOTH | {
    State.DRAFT: gettext_lazy(
        "A empresa está preparando outra versão desta proposta. Nada foi registrado agora; a nova versão chega por "
        "e-mail."
    ),
    State.SENT: gettext_lazy("Esta proposta espera resposta: nenhuma aprovação dela vale agora. Nada foi registrado."),
    State.DECLINED: gettext_lazy("Esta proposta já foi recusada. Para retomar a compra, peça à empresa outra versão."),
    State.EXPIRED: gettext_lazy("A validade desta proposta terminou em %(day)s. Peça à empresa que a prorrogue."),
    State.RESCINDED: gettext_lazy("Esta compra foi desfeita: houve desistência. Nada foi mudado."),
}


def standing_words(proposal: Proposal, state: State, *, to_vendor: bool) -> str:
    """The sentence of this state for the vendor's people, or for the customer's."""
    sentence = (_TO_THE_VENDOR if to_vendor else _TO_THE_CUSTOMER)[state]
    return str(sentence) % {"day": last_valid_day(proposal)} if state is State.EXPIRED else str(sentence)


def last_valid_day(proposal: Proposal) -> str:
    """The last day on which the sent version can be approved, as people read it, with the zone."""
    if proposal.expires_at is None:
        return ""
    # `expires_at` is the first moment after that day.
    day = (proposal.expires_at - timedelta(microseconds=1)).astimezone(proposal.company.tz)
    return f"{day_words(day.date())} ({_(zone_name(day))})"
