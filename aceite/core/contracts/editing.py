"""What every change of a draft's contracts asks first: who may, which version, and is it the one that was opened."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import ProposalVersion
from aceite.core.proposals.permitting import require, require_move
from aceite.core.proposals.states import VersionState
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal


class ContractsOff(Refusal):
    """The company's switch *faz contratos* is off."""

    sentence = _("Esta empresa não trabalha com contratos. O proprietário pode ligar isso nos dados da empresa.")


class NotADraft(Refusal):
    """A contract of a sent version, or of the register where a proposal's is asked for."""

    sentence = _("Este contrato já foi enviado e não muda mais. Para mudá-lo, abra uma nova versão da proposta.")


class EditedMeanwhile(Refusal):
    """Somebody saved the contract since it was opened; `revision` is the one that stands."""

    sentence = _(
        "Outra pessoa salvou este contrato enquanto você editava. O seu texto continua aqui e nada foi trocado."
    )

    def __init__(self, revision: int) -> None:
        self.revision = revision
        super().__init__()


def refuse_contracts_off(company: Company) -> None:
    """Raises ContractsOff when the company makes no contracts."""
    if not company.uses_contracts:
        raise ContractsOff


def require_templates(company: Company, by: Actor) -> None:
    """Raises NotAllowed and ContractsOff for who may not change what contracts are made from: templates and clauses."""
    if by.company_id != company.pk or not by.may("template.edit"):
        raise NotAllowed
    refuse_contracts_off(company)


def lock_draft(version: ProposalVersion, *, by: Actor, at: datetime) -> ProposalVersion:
    """The version, locked with its sale, when it is the draft that this person may edit.

    Call inside `transaction.atomic()`. Raises NotAllowed, ContractsOff, NotNow, NotADraft.
    """
    require("proposal.edit", version.proposal, by)
    proposal = lock_sale(version.proposal_id)
    refuse_contracts_off(proposal.company)
    require_move("proposal.edit", proposal, at)
    current = proposal.current
    if current is None or current.version != version.version or current.state != VersionState.DRAFT:
        raise NotADraft
    return current


def lock_contract(contract: Contract, *, by: Actor, at: datetime) -> Contract:
    """The contract as it stands, when its version is the draft that this person may edit. Raises as `lock_draft`."""
    if contract.version is None:
        raise NotADraft
    version = lock_draft(contract.version, by=by, at=at)
    fresh = Contract.objects.get(pk=contract.pk)
    if fresh.frozen_at is not None:
        raise NotADraft
    fresh.version = version
    return fresh
