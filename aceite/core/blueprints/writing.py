"""Writing in a blueprint: a second editor is told, what it said before is kept as a version.

Saving leaves no event, as saving a draft leaves none: it binds nobody.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.blueprints.contents import as_data, draft_from, moved
from aceite.core.blueprints.models import Blueprint, BlueprintVersion
from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.proposals.adding import with_lines
from aceite.core.proposals.cleaning import CleanDraft, clean_draft
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.core.proposals.drafts import Draft, DraftLine
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.kit.text import searchable

# What one person saves within this time is one version.
ONE_VERSION: Final = timedelta(minutes=30)


class BlueprintEdited(EditedMeanwhile):
    """Somebody saved the blueprint after this editor had opened it."""

    def words(self) -> str:
        """The sentence, with places for who and when."""
        return _("%(who)s salvou este modelo às %(when)s, depois que você o abriu. Nada foi sobrescrito.")

    def own_words(self) -> str:
        """The same for who saved it herself, with a place for when."""
        return _("Você salvou este modelo em outra janela às %(when)s, depois que o abriu aqui. Nada foi sobrescrito.")


def save_blueprint(blueprint: Blueprint, draft: Draft, *, revision: int, by: Member, at: datetime) -> Blueprint:
    """Saves what it says over the revision the editor had opened. Raises NotAllowed, DraftRefused, EditedMeanwhile."""
    cleaned = clean_draft(settled(draft))
    with transaction.atomic():
        locked = lock_blueprint(blueprint, by=by)
        if locked.revision != revision:
            if draft_in(locked, at=at) == cleaned.draft:
                return locked
            raise BlueprintEdited(locked, by=by)
        write(locked, cleaned, by=by, at=at)
        return locked


def add_to_blueprint(blueprint: Blueprint, lines: Sequence[DraftLine], *, by: Member, at: datetime) -> Blueprint:
    """Adds lines as `add_lines` does to a draft. Raises NotAllowed and DraftRefused."""
    with transaction.atomic():
        locked = lock_blueprint(blueprint, by=by)
        draft = draft_in(locked, at=at)
        fuller = with_lines(draft, lines)
        if fuller != draft:
            write(locked, clean_draft(settled(fuller)), by=by, at=at)
        return locked


def bring_back(version: BlueprintVersion, *, by: Member, at: datetime) -> Blueprint:
    """Makes what an older version said the newest one; nothing in between is lost. Raises NotAllowed, DraftRefused."""
    with transaction.atomic():
        locked = lock_blueprint(version.blueprint, by=by)
        days = (today(locked.company, at) - version.base).days
        cleaned = clean_draft(settled(moved(draft_from(version.content), days=days)))
        write(locked, cleaned, restored=version.number, by=by, at=at)
        return locked


def lock_blueprint(blueprint: Blueprint, *, by: Actor) -> Blueprint:
    """As it stands, for this transaction alone. Raises NotAllowed unless she may write in it."""
    locked = Blueprint.objects.select_for_update(of=("self",)).with_sheet().get(pk=blueprint.pk)
    if not isinstance(by, Member) or not locked.may_be_changed_by(by):
        raise NotAllowed
    return locked


def draft_in(blueprint: Blueprint, *, at: datetime) -> Draft:
    """What it says, as if a proposal were made of it on that day."""
    day = today(blueprint.company, at)
    draft = moved(draft_from(blueprint.content), days=(day - blueprint.base).days)
    return replace(draft, valid_until=day + timedelta(days=blueprint.validity_days))


def write(blueprint: Blueprint, clean: CleanDraft, *, restored: int | None = None, by: Member, at: datetime) -> None:
    """Puts a cleaned draft into the row and its newest version, under the caller's lock."""
    blueprint.content, blueprint.base = as_data(clean.draft), today(blueprint.company, at)
    blueprint.total, blueprint.lines = clean.totals.total, len(clean.draft.lines)
    blueprint.search = search_text(blueprint, clean.draft)
    blueprint.revision += 1
    blueprint.saved_at, blueprint.saved_by = at, by
    blueprint.save()
    newest = blueprint.versions.first()
    goes_on = newest and newest.saved_by_id == by.pk and at - newest.begun_at < ONE_VERSION and restored is None
    version = newest if newest and goes_on else BlueprintVersion(
        company_id=blueprint.company_id, blueprint=blueprint, number=newest.number + 1 if newest else 1, begun_at=at,
        restored=restored,
    )  # fmt: skip
    for name in ("content", "base", "total", "lines", "saved_by", "saved_at"):
        setattr(version, name, getattr(blueprint, name))
    version.save()
    if restored is not None:
        record("blueprint.changed", by=by, at=at, data={"blueprint": blueprint.pk, "restored": restored})


def settled(draft: Draft) -> Draft:
    """The draft without what belongs to one customer's sale."""
    # Whose consumer relation it will be follows from the customer of each proposal.
    return replace(draft, consumer_relation=None)


def search_text(blueprint: Blueprint, draft: Draft) -> str:
    """What a search looks through."""
    return searchable(blueprint.name, draft.title, *(f"{line.code} {line.name}" for line in draft.lines))


def today(company: Company, at: datetime) -> date:
    """The company's day."""
    return at.astimezone(company.tz).date()
