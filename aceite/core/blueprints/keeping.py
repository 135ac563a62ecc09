"""Models of proposals: begun empty, shared, copied, put away, taken back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from aceite.core.blueprints.contents import draft_from
from aceite.core.blueprints.models import Blueprint, BlueprintContract
from aceite.core.blueprints.writing import draft_in, lock_blueprint, search_text, settled, write
from aceite.core.companies.models import Company
from aceite.core.contracts.models import ContractTemplate
from aceite.core.documents.holding import with_files
from aceite.core.people.models import Member
from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.drafts import Draft, blank_draft
from aceite.core.rows.inserting import put_copies
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit, fit_text
from aceite.core.trail.shelving import shelve

LONGEST_VALIDITY: Final = 3650
LONGEST_NAME: Final = 120
MOST_CONTRACTS: Final = 10


@dataclass(frozen=True)
class BlueprintData:
    """What its page asks for: name, whether the team uses it, for how many days a proposal made of it is valid, and the
    ids of its contract templates; None leaves sharing or templates as they are."""

    name: str
    shared: bool | None = False
    validity_days: int = 15
    contracts: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Beginning:
    """From what a blueprint is made; `bring` puts in what stands in rows of their own."""

    company: Company
    data: BlueprintData
    draft: Draft
    bring: Callable[[Blueprint], None] | None = None


def new_blueprint(data: BlueprintData, *, company: Company, key: str, by: Member, at: datetime) -> Blueprint:
    """An empty one, with the company's usual terms. Raises NotAllowed, Unfit."""
    return make(Beginning(company, data, blank_draft(company, at)), key=key, by=by, at=at)


def copy_blueprint(blueprint: Blueprint, *, key: str, by: Member, at: datetime) -> Blueprint:
    """One more that says the same, her own, which she may then change. Raises NotAllowed."""
    if not Blueprint.objects.filter(company=blueprint.company_id).seen_by(by).filter(pk=blueprint.pk).exists():
        raise NotAllowed
    name = (_("%(name)s (cópia)") % {"name": blueprint.name})[:LONGEST_NAME]
    data = BlueprintData(name, validity_days=blueprint.validity_days)
    draft = draft_in(blueprint, at=at)
    beginning = Beginning(blueprint.company, data, draft, lambda made: _copy_rows(blueprint, made))
    return make(beginning, key=key, by=by, at=at)


def describe(blueprint: Blueprint, data: BlueprintData, *, by: Member, at: datetime) -> Blueprint:
    """Name, sharing, validity and contracts. Raises NotAllowed, Unfit."""
    fit = _fit(data)
    with transaction.atomic():
        locked = lock_blueprint(blueprint, by=by)
        before = (locked.name, locked.shared, locked.validity_days, templates_of(locked))
        _share(locked, fit.shared, by)
        locked.name, locked.validity_days = fit.name, fit.validity_days
        locked.search = search_text(locked, draft_from(locked.content))
        locked.save(update_fields=["name", "shared", "validity_days", "search"])
        if fit.contracts is not None:
            put_contracts(locked, fit.contracts)
        if before != (locked.name, locked.shared, locked.validity_days, templates_of(locked)):
            record("blueprint.changed", by=by, at=at, data={"blueprint": locked.pk})
        return locked


def archive_blueprint(blueprint: Blueprint, *, by: Member, at: datetime) -> Blueprint:
    """Takes it out of the choice; nothing made from it changes."""
    return _set_active(blueprint, active=False, by=by, at=at)


def restore_blueprint(blueprint: Blueprint, *, by: Member, at: datetime) -> Blueprint:
    """Puts it back into the choice."""
    return _set_active(blueprint, active=True, by=by, at=at)


def make(beginning: Beginning, *, key: str, by: Member, at: datetime) -> Blueprint:
    """A blueprint of what it begins with; the same `key` of a form twice gives the one. Raises NotAllowed, Unfit."""
    company, fit = beginning.company, _fit(beginning.data)
    if by.company_id != company.pk or not by.may("blueprint.edit"):
        raise NotAllowed
    cleaned = clean_draft(settled(replace(beginning.draft, title=beginning.draft.title or fit.name)))
    same = Blueprint.objects.filter(company=company, key=key)
    try:
        with transaction.atomic():
            if key and (stands := same.first()):
                return stands
            made = Blueprint(
                company=company,
                name=fit.name,
                owner=by,
                shared=bool(fit.shared),
                validity_days=fit.validity_days,
                key=key,
            )
            made.revision = -1
            write(made, cleaned, by=by, at=at)
            put_contracts(made, fit.contracts or ())
            if beginning.bring:
                beginning.bring(made)
            record("blueprint.created", by=by, at=at, data={"blueprint": made.pk})
            return made
    except IntegrityError:
        if key and (stands := same.first()):
            return stands
        raise


def _fit(data: BlueprintData) -> BlueprintData:
    empty = _("Dê um nome ao modelo, para a equipe encontrá-lo.")
    name = fit_text("name", data.name, longest=LONGEST_NAME, multiline=False, empty=empty)
    if not 1 <= data.validity_days <= LONGEST_VALIDITY:
        raise Unfit("validity_days", _("A validade vai de 1 dia a 10 anos."))
    if len(data.contracts or ()) > MOST_CONTRACTS:
        raise Unfit("contracts", _("Uma proposta leva no máximo dez contratos."))
    return replace(data, name=name)


def _share(blueprint: Blueprint, shared: bool | None, by: Member) -> None:
    if shared is False and not blueprint.may_be_hidden_by(by):
        raise Unfit("shared", _("Só quem criou o modelo pode deixar de compartilhá-lo com a equipe."))
    blueprint.shared = blueprint.shared if shared is None else shared


def put_contracts(blueprint: Blueprint, wanted: tuple[int, ...]) -> None:
    """The contract templates that go with it, in this order; ids of none of the company's are left out."""
    own = ContractTemplate.objects.filter(company=blueprint.company_id, pk__in=wanted).values_list("pk", flat=True)
    known = set(own)
    order = [pk for pk in dict.fromkeys(wanted) if pk in known]
    blueprint.contracts.all().delete()
    BlueprintContract.objects.bulk_create(
        BlueprintContract(company_id=blueprint.company_id, blueprint=blueprint, template_id=pk, position=position)
        for position, pk in enumerate(order)
    )


def templates_of(blueprint: Blueprint) -> list[int]:
    """The ids of the contract templates that go with it."""
    return list(blueprint.contracts.values_list("template", flat=True))


def _copy_rows(source: Blueprint, target: Blueprint) -> None:
    put_copies(with_files(source.files.all(), "document_id"), blueprint=target)
    put_copies(with_files(source.blocks.all(), "picture_id"), blueprint=target)
    put_copies(list(source.contracts.all()), blueprint=target)


def _set_active(blueprint: Blueprint, *, active: bool, by: Member, at: datetime) -> Blueprint:
    with transaction.atomic():
        return shelve(lock_blueprint(blueprint, by=by), "blueprint", active=active, by=by, at=at)
