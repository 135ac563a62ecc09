"""The owner writes the rules, changes them, and puts them away; requests keep what they were made under."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.clearances.measures import Measure
from aceite.core.clearances.models import Rule
from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.people.permissions import Role
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit
from aceite.kit.money import HUNDRED

_LARGEST: Final = Decimal(10) ** 11


@dataclass(frozen=True)
class RuleData:
    """What the form of a rule holds; see `models.Rule`. Only what catches every draft has no `limit`; 0 is one."""

    measure: str
    limit: Decimal | None = None
    ask_without_cost: bool = False
    role: str = ""
    seller: Member | None = None
    owner_only: bool = False
    approver: Member | None = None


def save_rule(rule: Rule | None, said: RuleData, *, company: Company, by: Actor, at: datetime) -> Rule:
    """Writes a rule, or changes one; it holds from now on for every draft. One that says what another says already is
    no second one. Raises NotAllowed, Unfit."""
    _permit(company.pk if rule is None else rule.company_id, by)
    values = _fit(said, company)
    with transaction.atomic():
        if rule is None:
            Company.objects.select_for_update().get(pk=company.pk)
            if (same := Rule.objects.filter(company=company, active=True, **values).first()) is not None:
                return same
            made = Rule.objects.create(company=company, **values)
            record("clearance_rule.saved", by=by, at=at, data={"rule": made.pk})
            return made
        locked = Rule.objects.select_for_update().get(pk=rule.pk)
        if any(getattr(locked, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(locked, name, value)
            locked.save()
            record("clearance_rule.saved", by=by, at=at, data={"rule": locked.pk})
    return locked


def remove_rule(rule: Rule, *, by: Actor, at: datetime) -> None:
    """It holds no longer. Twice is harmless. Raises NotAllowed."""
    _permit(rule.company_id, by)
    with transaction.atomic():
        locked = Rule.objects.select_for_update().get(pk=rule.pk)
        if locked.active:
            locked.active = False
            locked.save(update_fields=["active"])
            record("clearance_rule.removed", by=by, at=at, data={"rule": locked.pk})


def _permit(company_id: int, by: Actor) -> None:
    if by.company_id != company_id or not by.may("clearance.rule"):
        raise NotAllowed


def _fit(said: RuleData, company: Company) -> dict[str, Any]:
    if said.measure not in {measure.value for measure in Measure}:
        raise Unfit("measure", _("Escolha uma das opções."))
    measure = Measure(said.measure)
    limit = Decimal(0) if measure is Measure.ALWAYS else _limit(measure, said.limit)
    if said.role and said.role not in Role.values:
        raise Unfit("whose", _("Escolha uma das opções."))
    for member in (said.seller, said.approver):
        if member is not None and member.company_id != company.pk:
            raise NotAllowed
    if said.approver is not None and not said.approver.may("clearance.decide"):
        raise Unfit("who", _("%(name)s não pode aprovar propostas.") % {"name": said.approver.name})
    return {
        "measure": measure.value,
        "limit": limit,
        "ask_without_cost": said.ask_without_cost and measure is Measure.MARGIN,
        "role": "" if said.seller else said.role,
        "seller": said.seller,
        "owner_only": said.owner_only and said.approver is None,
        "approver": said.approver,
    }


def _limit(measure: Measure, limit: Decimal | None) -> Decimal:
    if limit is None:
        raise Unfit("limit", _missing(measure))
    if measure is Measure.TOTAL and not 0 <= limit < _LARGEST:
        raise Unfit("limit", _("O valor não pode ser negativo nem ter mais de 11 números antes da vírgula."))
    if measure is not Measure.TOTAL and not 0 <= limit <= HUNDRED:
        raise Unfit("limit", _("A porcentagem fica entre 0 e 100."))
    return limit


def _missing(measure: Measure) -> str:
    if measure is Measure.TOTAL:
        return _("Digite o limite, em reais. Para todas as vendas, escolha “Toda proposta”.")
    if measure is Measure.MARGIN:
        return _("Digite o limite, em %. Com 0, só uma venda com prejuízo pede aprovação.")
    return _("Digite o limite, em %. Com 0, qualquer desconto pede aprovação.")
