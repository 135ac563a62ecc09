"""Sales whose content was let go: what they said goes on nowhere else."""

from django.utils.translation import gettext_lazy as _

from aceite.core.proposals.models import Proposal
from aceite.core.trail.models import Event
from aceite.core.trail.refusals import Refusal


class SaleForgotten(Refusal):
    """What the sale said was erased, or stays for evidence alone."""

    sentence = _("O que esta venda dizia foi apagado, ou fica guardado só como prova. Nada foi criado: comece do zero.")


def is_forgotten(proposal: Proposal) -> bool:
    """Whether its time was over and its content went, or its customer's data were erased: then it may not go on saying
    elsewhere what it said."""
    chain = Event.objects.of_chain(proposal.company_id, f"sale/{proposal.pk}")
    return proposal.customer.erased_at is not None or chain.filter(kind="sale.cleared").exists()
