"""Before anybody is erased: what will go, what stays and why, until when, and what forbids it for now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from aceite.core.contracts.models import Contract, Countersigner, Signer
from aceite.core.customers.models import Customer
from aceite.core.people.models import Member
from aceite.core.privacy.keeping import Keeping, keeping_of
from aceite.core.privacy.models import retention_of
from aceite.core.privacy.subjects import Subject
from aceite.core.proposals.models import Proposal
from aceite.core.sales.models import Approval


@dataclass(frozen=True)
class Plan:
    """What erasing this person would do now. `going` are sentences; `kept` and `cleared` are sales."""

    going: list[str]
    kept: list[Keeping]
    cleared: list[Proposal]
    forbidden: list[str]

    @property
    def kept_until(self) -> datetime | None:
        """When the last of what stays will go by itself."""
        return max((keeping.until for keeping in self.kept if keeping.until), default=None)


def plan_for(subject: Subject, *, at: datetime) -> Plan:
    """The plan as things stand at that moment; reads only."""
    periods = retention_of(subject.company_id)
    keepings = [keeping_of(sale, periods, at=at) for sale in subject.sales()]
    return Plan(
        going=list(_going(subject)),
        kept=[keeping for keeping in keepings if not keeping.is_over(at) and _is_bound(subject, keeping)],
        cleared=[keeping.proposal for keeping in keepings if keeping.is_over(at)],
        forbidden=list(_forbidden(subject, keepings)),
    )


def _is_bound(subject: Subject, keeping: Keeping) -> bool:
    """Whether papers or evidence of this sale hold her values: those of a draft nobody was sent do not count."""
    return keeping.is_evidence or keeping.proposal.first_sent_at is not None


def _going(subject: Subject) -> Iterator[str]:
    if isinstance(subject.row, Member):
        yield _("Nome e e-mail na equipe; no lugar fica “Pessoa removida”.")
    elif isinstance(subject.row, Customer):
        yield _("O cadastro inteiro: nome, CPF, endereço, e-mail, telefone e observações.")
    else:
        yield _("Nome, e-mail, CPF e cargo no cadastro do cliente; no lugar fica “Pessoa removida”.")
    yield _("O acesso: sessões, aparelhos, senha, chaves de acesso, convite e códigos.")
    yield _("Endereço IP, navegador e textos livres dos registros, com o que permitiria recalculá-los.")
    yield _("Nome e endereço no registro de e-mails enviados.")
    if not isinstance(subject.row, Member):
        yield _("Perguntas, observações e recados escritos no painel.")
        yield _("Poderes de assinatura, com os documentos enviados; fica o que acompanha um contrato já enviado.")


def _forbidden(subject: Subject, keepings: list[Keeping]) -> Iterator[str]:
    if subject.erased_at is not None:
        yield _("Os dados desta pessoa já foram apagados.")
        return
    if isinstance(subject.row, Member) and subject.row.deactivated_at is None:
        yield _("Ela ainda faz parte da equipe: encerre o acesso dela antes.")
    going_on = [keeping.proposal for keeping in keepings if keeping.until is None]
    if numbers := ", ".join(sale.number for sale in going_on if _needs_her(subject, sale)):
        yield _("Vendas em andamento que dependem desta pessoa: %(numbers)s.") % {"numbers": numbers}
    for sale in [keeping.proposal for keeping in keepings if keeping.is_evidence]:
        if _is_unfiled(sale):
            yield _("O arquivo assinado da venda %(number)s ainda está sendo gerado.") % {"number": sale.number}


def _needs_her(subject: Subject, sale: Proposal) -> bool:
    if isinstance(subject.row, Customer):
        return True
    if isinstance(subject.row, Member):
        unsigned = Countersigner.objects.pending().filter(member=subject.row, contract__version=sale.current_id)
        return sale.seller_id == subject.pk or unsigned.exists()
    acted = subject.acts().filter(sale_id=sale.pk).exists()
    named = Signer.objects.standing().filter(panel_user__in=subject.panel_users(), contract__version=sale.current_id)
    return acted or named.exists()


def _is_unfiled(sale: Proposal) -> bool:
    """Whether F is still to come: it is made of rows that must not be emptied before."""
    unsigned = Q(version__proposal=sale, completed_at__isnull=False, signed_file=None)
    return Contract.objects.filter(unsigned).exists() or Approval.objects.filter(proposal=sale, file=None).exists()
