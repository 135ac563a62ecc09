"""Templates (modelos): source texts that contracts are copied from."""

from datetime import datetime

from django.db import transaction

from aceite.core.companies.models import Company
from aceite.core.contracts.clause_pins import Pins, pins_of
from aceite.core.contracts.editing import require_templates
from aceite.core.contracts.models import Clause, ContractTemplate, TemplateVersion
from aceite.core.contracts.texts import Text, clean_text, search_words, text_of, write_text
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.shelving import shelve
from aceite.kit.differences import Stretch, counted, differences
from aceite.kit.richtext import plain


def save_template(
    text: Text,
    *,
    template: ContractTemplate | None = None,
    key: str = "",
    company: Company,
    by: Actor,
    at: datetime,
) -> ContractTemplate:
    """Makes a template, or saves its text as its next version. Raises Unfit, ContractsOff.

    Contracts made from it before keep their text; saving the same again makes no version, and the same form (`key`)
    twice one template.
    """
    require_templates(company, by)
    cleaned = clean_text(text)
    with transaction.atomic():
        if template is not None:
            return _keep(cleaned, _locked(template), by=by, at=at)
        Company.objects.select_for_update().get(pk=company.pk)
        kept = form_key(key, cleaned)
        made = made_before(ContractTemplate.objects.filter(company=company), kept)
        return made or _keep(cleaned, ContractTemplate(company=company, form_key=kept), by=by, at=at)


def bring_back(version: TemplateVersion, *, by: Actor, at: datetime) -> ContractTemplate:
    """Makes what an older version said the template's newest version; nothing in between is lost."""
    require_templates(version.company, by)
    with transaction.atomic():
        text, template = text_of(version), _locked(version.template)
        return _keep(text, template, pins=version.clauses, restored=version.number, by=by, at=at)


def take_newer_clause(template: ContractTemplate, clause: Clause, *, by: Actor, at: datetime) -> ContractTemplate:
    """Lets the template mean the newest version of a clause it refers to, as a version of its own."""
    require_templates(template.company, by)
    with transaction.atomic():
        locked = _locked(template)
        pins = {key: clause.number if key == clause.key else number for key, number in locked.clauses.items()}
        return _keep(text_of(locked), locked, pins=pins, by=by, at=at)


def changes(version: TemplateVersion, older: TemplateVersion | None) -> list[Stretch]:
    """The words of a version, with those it added to an older one and those it took out."""
    return differences(plain(older.body) if older else "", plain(version.body))


def archive_template(template: ContractTemplate, *, by: Actor, at: datetime) -> ContractTemplate:
    """Takes the template out of the picker; nothing made from it changes."""
    return _set_active(template, active=False, by=by, at=at)


def restore_template(template: ContractTemplate, *, by: Actor, at: datetime) -> ContractTemplate:
    """Puts an archived template back into the picker."""
    return _set_active(template, active=True, by=by, at=at)


def _set_active(template: ContractTemplate, *, active: bool, by: Actor, at: datetime) -> ContractTemplate:
    require_templates(template.company, by)
    with transaction.atomic():
        return shelve(_locked(template), "template", active=active, by=by, at=at)


def _keep(
    text: Text,
    template: ContractTemplate,
    *,
    pins: Pins | None = None,
    restored: int | None = None,
    by: Actor,
    at: datetime,
) -> ContractTemplate:
    before = template.clauses if pins is None else pins
    clauses = pins_of(text.body, company_id=template.company_id, before=before)
    newest = template.versions.order_by("-number").first() if template.pk else None
    if newest is not None and text_of(template) == text and template.clauses == clauses:
        return template
    write_text(template, text)
    template.clauses = clauses
    template.search = search_words(text.title)
    template.updated_at = at
    template.save()
    version = TemplateVersion(
        company_id=template.company_id,
        template=template,
        number=newest.number + 1 if newest else 1,
        saved_by_id=by.actor_id if by.kind == "member" else None,
        saved_at=at,
        restored=restored,
        clauses=clauses,
    )
    write_text(version, text)
    version.added, version.removed = counted(changes(version, newest))
    version.save(force_insert=True)
    more = {"restored": restored} if restored else {}
    record("template.saved", by=by, at=at, data={"template": template.pk, "version": version.number, **more})
    return template


def _locked(template: ContractTemplate) -> ContractTemplate:
    return ContractTemplate.objects.select_for_update().get(pk=template.pk)
