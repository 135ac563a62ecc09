"""The contract box of a proposal: contracts are copies of their source, edited while the version is a draft.

These changes leave no event: a draft binds nobody, and what is sent stands whole in the bundle.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from aceite.core.contracts.asked import as_data, asked_of, defaults_of
from aceite.core.contracts.asking import clean_answers
from aceite.core.contracts.clause_pins import pins_of
from aceite.core.contracts.editing import EditedMeanwhile, lock_contract, lock_draft
from aceite.core.contracts.levels import clean_level
from aceite.core.contracts.models import Contract, ContractTemplate, Level, Source, TemplateVersion
from aceite.core.contracts.texts import (
    WRITTEN,
    Text,
    clean_requirement,
    clean_text,
    search_words,
    text_of,
    write_text,
)
from aceite.core.proposals.models import ProposalVersion
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal

MAX_CONTRACTS: Final = 10


class TooManyContracts(Refusal):
    """A version has as many contracts as one ceremony can hold."""

    sentence = _("Uma proposta leva no máximo dez contratos. Junte os textos ou remova um deles.")


def add_written(version: ProposalVersion, text: Text, *, key: str = "", by: Actor, at: datetime) -> Contract:
    """Adds a contract written here; as all of these, the same form (`key`) twice adds one. Raises Unfit."""
    cleaned = clean_text(text)
    with transaction.atomic():
        return new_contract(lock_draft(version, by=by, at=at), cleaned, source=Source.WRITTEN, key=key, at=at)


def add_from_template(
    version: ProposalVersion,
    template: ContractTemplate,
    *,
    answers: Mapping[str, str] | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> Contract:
    """Adds a copy of the template's newest version and names it; later changes of the template do not reach it.

    `answers` are what was typed for the template's own fields, by name; without them the defaults stand. Raises Unfit.
    """
    if template.company_id != version.company_id:
        raise NotAllowed
    newest = template.versions.latest("number")
    asked = asked_of(newest.asked)
    given = defaults_of(asked) if answers is None else clean_answers(asked, answers)
    with transaction.atomic():
        locked = lock_draft(version, by=by, at=at)
        text = text_of(newest)
        return new_contract(locked, text, source=Source.TEMPLATE, copied=newest, answers=given, key=key, at=at)


def add_from_register(
    version: ProposalVersion, registered: Contract, *, key: str = "", by: Actor, at: datetime
) -> Contract:
    """Adds a copy of an avulso."""
    if registered.company_id != version.company_id or registered.version_id is not None:
        raise NotAllowed
    text = text_of(registered)
    with transaction.atomic():
        locked = lock_draft(version, by=by, at=at)
        return new_contract(locked, text, source=Source.REGISTERED, copied=registered, key=key, at=at)


def new_contract(
    version: ProposalVersion,
    text: Text,
    *,
    source: Source,
    copied: TemplateVersion | Contract | None = None,
    answers: Mapping[str, str] | None = None,
    key: str = "",
    at: datetime,
) -> Contract:
    """The row of a contract at the end of a locked draft, `copied` from a template or an avulso.

    Raises TooManyContracts, and Unfit for a clause inside a sentence.
    """
    kept = form_key(key, version.pk, source, text, copied and copied.pk, answers)
    if (made := made_before(Contract.objects.filter(version=version), kept)) is not None:
        return made
    positions = list(Contract.objects.filter(version=version).values_list("position", flat=True))
    if len(positions) >= MAX_CONTRACTS:
        raise TooManyContracts
    template = copied if isinstance(copied, TemplateVersion) else None
    before = copied.clauses if copied else {}
    return Contract.objects.create(
        company_id=version.company_id,
        version=version,
        position=max(positions, default=-1) + 1,
        title=text.title,
        body=text.body,
        clauses=pins_of(text.body, company_id=version.company_id, before=before),
        asked=as_data(text.asked),
        answers=dict(answers or {}),
        requirement=text.requirement,
        level=text.level,
        executive=text.executive,
        term=dict(text.term),
        source=source,
        template_id=template.template_id if template else None,
        template_version=template,
        search=search_words(text.title, version.proposal.number, version.proposal.customer.name),
        form_key=kept,
        updated_at=at,
    )


def save_contract(
    contract: Contract,
    text: Text,
    *,
    revision: int,
    answers: Mapping[str, str] | None = None,
    by: Actor,
    at: datetime,
) -> Contract:
    """Saves what was written (texts.WRITTEN); of an uploaded PDF the text is not touched.

    `revision` is the one the editor was opened with; saving the same again is harmless. `answers` are what was typed
    for the fields of its template; without them what was answered stays. Raises Unfit, EditedMeanwhile.
    """
    uploaded = contract.source == Source.UPLOADED
    cleaned = clean_text(text, needs_body=False) if uploaded else clean_text(text)
    with transaction.atomic():
        fresh = lock_contract(contract, by=by, at=at)
        asked = asked_of(fresh.asked)
        wanted = replace(cleaned, body=fresh.body if uploaded else cleaned.body, asked=asked)
        given = fresh.answers if answers is None else clean_answers(asked, answers)
        if text_of(fresh) == wanted and fresh.answers == given:
            return fresh
        if revision != fresh.revision:
            raise EditedMeanwhile(fresh.revision)
        write_text(fresh, wanted)
        fresh.answers = given
        _touch(fresh, at)
    return fresh


def set_requirement(
    contract: Contract, requirement: str, level: str = Level.SIMPLE, *, by: Actor, at: datetime
) -> Contract:
    """Changes only how the contract is to be signed, and at which level. Raises Unfit."""
    wanted = (clean_requirement(requirement), clean_level(level, requirement))
    with transaction.atomic():
        fresh = lock_contract(contract, by=by, at=at)
        if (fresh.requirement, fresh.level) != wanted:
            fresh.requirement, fresh.level = wanted
            _touch(fresh, at)
    return fresh


def remove_contract(contract: Contract, *, by: Actor, at: datetime) -> None:
    """Takes a contract out of a draft; its source stays."""
    if not Contract.objects.filter(pk=contract.pk).exists():
        return
    with transaction.atomic():
        lock_contract(contract, by=by, at=at).delete()


def move(contract: Contract, position: int, *, by: Actor, at: datetime) -> None:
    """Puts the contract at `position` (from 0) among those of its draft."""
    with transaction.atomic():
        moved = lock_contract(contract, by=by, at=at)
        others = list(Contract.objects.filter(version_id=moved.version_id).exclude(pk=moved.pk))
        others.insert(max(0, min(position, len(others))), moved)
        for place, placed in enumerate(others):
            placed.position = place
        Contract.objects.bulk_update(others, ["position"])


def _touch(contract: Contract, at: datetime) -> None:
    version = contract.version
    if version is not None:
        contract.search = search_words(contract.title, version.proposal.number, version.proposal.customer.name)
    contract.clauses = pins_of(contract.body, company_id=contract.company_id, before=contract.clauses)
    contract.revision += 1
    contract.updated_at = at
    contract.save(update_fields=[*WRITTEN, "answers", "clauses", "search", "revision", "updated_at"])
