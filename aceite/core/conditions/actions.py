"""The register of conditions: written, changed, put away, taken back."""

from dataclasses import asdict, replace
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.conditions.models import OF_THE_TERMS, PaymentCondition, PaymentMethod
from aceite.core.conditions.terms import BadTerms, fit_terms
from aceite.core.conditions.usual import USUAL, Condition
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit, unfit
from aceite.core.trail.shelving import shelve


def usual_conditions(company: Company) -> list[Condition]:
    """The conditions everybody knows, named in the company's language."""
    with translation.override(company.language):
        return [replace(condition, name=_(condition.name)) for condition in USUAL]


def save_condition(
    condition: PaymentCondition | None, said: Condition, *, company: Company, by: Actor, at: datetime
) -> PaymentCondition:
    """Writes a condition, or changes one; proposals keep what they copied. The first one a company writes brings the
    usual ones along. Raises NotAllowed, Unfit."""
    _permit(company, by)
    values = _fit(said)
    with transaction.atomic():
        if condition is None:
            _adopt_usual(company, but=said.name.strip())
            position = PaymentCondition.objects.filter(company=company).count()
            made = PaymentCondition(company=company, position=position, **values)
            _save(made)
            record("condition.saved", by=by, at=at, data={"condition": made.pk})
            return made
        return _changed(_locked(condition), values, by=by, at=at)


def adopt_usual(company: Company, *, by: Actor, at: datetime) -> None:
    """Makes the usual conditions the company's own, to be changed or put away. Twice is harmless. Raises NotAllowed."""
    _permit(company, by)
    with transaction.atomic():
        for made in _adopt_usual(company):
            record("condition.saved", by=by, at=at, data={"condition": made.pk})


def archive_condition(condition: PaymentCondition, *, by: Actor, at: datetime) -> PaymentCondition:
    """Offers it no longer. Raises NotAllowed."""
    return _set_active(condition, active=False, by=by, at=at)


def restore_condition(condition: PaymentCondition, *, by: Actor, at: datetime) -> PaymentCondition:
    """Offers it again. Raises NotAllowed."""
    return _set_active(condition, active=True, by=by, at=at)


def _adopt_usual(company: Company, *, but: str = "") -> list[PaymentCondition]:
    # Two first ones at once: the row of the company lets one in after the other.
    Company.objects.select_for_update().get(pk=company.pk)
    if PaymentCondition.objects.filter(company=company).exists():
        return []
    rows = [
        PaymentCondition(company=company, position=position, name=usual.name, text=usual.text, **asdict(usual.terms))
        for position, usual in enumerate(usual_conditions(company))
        if usual.name != but
    ]
    return PaymentCondition.objects.bulk_create(rows)


def _set_active(condition: PaymentCondition, *, active: bool, by: Actor, at: datetime) -> PaymentCondition:
    _permit(condition.company, by)
    with transaction.atomic():
        return shelve(_locked(condition), "condition", active=active, by=by, at=at)


def _permit(company: Company, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("condition.edit"):
        raise NotAllowed


def _locked(condition: PaymentCondition) -> PaymentCondition:
    return PaymentCondition.objects.select_for_update().get(pk=condition.pk)


def _changed(condition: PaymentCondition, values: dict[str, object], *, by: Actor, at: datetime) -> PaymentCondition:
    if any(getattr(condition, name) != value for name, value in values.items()):
        for name, value in values.items():
            setattr(condition, name, value)
        _save(condition)
        record("condition.saved", by=by, at=at, data={"condition": condition.pk})
    return condition


def _save(condition: PaymentCondition) -> None:
    try:
        with transaction.atomic():
            condition.save()
    except IntegrityError:
        raise Unfit("name", _("Já existe uma condição com este nome.")) from None


def _fit(said: Condition) -> dict[str, object]:
    name = said.name.strip()
    if not name:
        raise Unfit("name", _("Preencha este campo."))
    if not {said.terms.method, said.terms.down_method} <= set(PaymentMethod.values):
        raise Unfit("method", _("Escolha uma das opções."))
    try:
        terms = fit_terms(said.terms)
    except BadTerms as bad:
        raise unfit(bad.place, bad) from None
    return {"name": name, "text": said.text.strip(), **{field: getattr(terms, field) for field in OF_THE_TERMS}}
