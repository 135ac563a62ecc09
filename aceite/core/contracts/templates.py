"""Templates (modelos): source texts that contracts are copied from."""

from datetime import datetime

from django.db import transaction

from aceite.core.companies.models import Company
from aceite.core.contracts.editing import refuse_contracts_off
from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.texts import Text, clean_text, search_words, text_of, write_text
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed


def save_template(
    text: Text, *, template: ContractTemplate | None = None, company: Company, by: Actor, at: datetime
) -> ContractTemplate:
    """Makes a template, or saves its text; contracts made from it before keep theirs. Raises Unfit, ContractsOff."""
    _permit(company, by)
    cleaned = clean_text(text)
    with transaction.atomic():
        saved = ContractTemplate(company=company) if template is None else _locked(template)
        if template is not None and text_of(saved) == cleaned:
            return saved
        write_text(saved, cleaned)
        saved.search = search_words(cleaned.title)
        saved.updated_at = at
        saved.save()
        record("template.saved", by=by, at=at, data={"template": saved.pk})
    return saved


def archive_template(template: ContractTemplate, *, by: Actor, at: datetime) -> ContractTemplate:
    """Takes the template out of the picker; nothing made from it changes."""
    return _set_active(template, active=False, by=by, at=at)


def restore_template(template: ContractTemplate, *, by: Actor, at: datetime) -> ContractTemplate:
    """Puts an archived template back into the picker."""
    return _set_active(template, active=True, by=by, at=at)


def _set_active(template: ContractTemplate, *, active: bool, by: Actor, at: datetime) -> ContractTemplate:
    _permit(template.company, by)
    with transaction.atomic():
        fresh = _locked(template)
        if fresh.active != active:
            fresh.active = active
            fresh.updated_at = at
            fresh.save(update_fields=["active", "updated_at"])
            kind = "template.restored" if active else "template.archived"
            record(kind, by=by, at=at, data={"template": fresh.pk})
    return fresh


def _permit(company: Company, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("template.edit"):
        raise NotAllowed
    refuse_contracts_off(company)


def _locked(template: ContractTemplate) -> ContractTemplate:
    return ContractTemplate.objects.select_for_update().get(pk=template.pk)
