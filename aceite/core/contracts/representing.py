"""Who signs for the vendor: members of the team named on a draft's contract, and others in their place afterwards."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.contracts.editing import lock_contract
from aceite.core.contracts.forgetting import forget_prepared
from aceite.core.contracts.models import Contract, Countersigner
from aceite.core.contracts.replacing import HasActed
from aceite.core.contracts.signers import BadSigners
from aceite.core.people.models import Member
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.permitting import not_current, require, require_move
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed

LEFT = gettext_lazy("%(name)s não faz mais parte da equipe, ou não assina pela empresa. Escolha outra pessoa.")


def set_countersigners(
    contract: Contract, members: Sequence[Member], *, by: Actor, at: datetime
) -> list[Countersigner]:
    """Replaces the representatives on a draft's contract by these, or by nobody. Raises BadSigners."""
    with transaction.atomic():
        fresh = lock_contract(contract, by=by, at=at)
        if fresh.version is None:
            return []
        named = [_fit(member, fresh.company_id) for member in dict.fromkeys(members)]
        fresh.countersigners.all().delete()
        rows = [_row(fresh, member, position) for position, member in enumerate(named)]
        return Countersigner.objects.bulk_create(rows)


def replace_countersigner(countersigner: Countersigner, member: Member, *, by: Actor, at: datetime) -> Countersigner:
    """Puts another member in the place of one who has not signed; who was there stays in the trail.

    Raises NotAllowed, NotNow, NotCurrent, HasActed, BadSigners. Twice is harmless.
    """
    contract = Contract.objects.select_related("version__proposal").get(pk=countersigner.contract_id)
    if contract.version is None or contract.frozen_at is None:
        raise NotAllowed
    require("countersigner.replace", contract.version.proposal, by)
    with transaction.atomic():
        proposal = lock_sale(contract.version.proposal_id)
        there = Countersigner.objects.standing().filter(contract=contract, member=member).first()
        fresh = Countersigner.objects.get(pk=countersigner.pk)
        if fresh.replaced_at is not None:
            if there is not None and there.position == fresh.position:
                return there
            raise BadSigners(_("Esta pessoa já foi substituída. Veja quem assina agora."))
        require_move("countersigner.replace", proposal, at)
        if current_of(proposal).pk != contract.version_id:
            raise not_current(by)
        if fresh.statement_id is not None:
            raise HasActed
        if there is not None:
            raise BadSigners(_("Esta pessoa já assina este contrato pela empresa."))
        successor = _row(contract, _fit(member, contract.company_id), fresh.position)
        successor.called_at = fresh.called_at and at
        fresh.replaced_at = at
        fresh.save(update_fields=["replaced_at"])
        successor.save(force_insert=True)
        forget_prepared(proposal)
        data = {
            "contract": contract.pk,
            "version": current_of(proposal).version,
            "countersigner": fresh.pk,
            "member": fresh.member_id,
            "new_countersigner": successor.pk,
            "new_member": successor.member_id,
        }
        record("countersigner.replaced", by=by, at=at, sale=proposal.pk, data=data)
    return successor


def refuse_unfit_members(countersigners: Sequence[Countersigner]) -> None:
    """Raises BadSigners when one of them left the team or lost the right since she was named."""
    for each in countersigners:
        _fit(each.member, each.company_id)


def _fit(member: Member, company_id: int) -> Member:
    fresh = Member.objects.joined().filter(pk=member.pk, company_id=company_id).first()
    if fresh is None or not fresh.may("contract.countersign"):
        raise BadSigners(LEFT % {"name": member.name})
    return fresh


def _row(contract: Contract, member: Member, position: int) -> Countersigner:
    # She told her CPF when she signed for the first time.
    told = Countersigner.objects.filter(company_id=contract.company_id, member=member).exclude(cpf="")
    cpf = told.order_by("-pk").values_list("cpf", flat=True).first() or ""
    return Countersigner(company_id=contract.company_id, contract=contract, member=member, cpf=cpf, position=position)
