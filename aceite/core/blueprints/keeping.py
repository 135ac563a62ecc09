"""Models of proposals: kept from a sale or begun empty, shared, copied, put away, taken back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from aceite.core.blueprints.contents import draft_from, moved
from aceite.core.blueprints.models import Blueprint, BlueprintBlock, BlueprintContract, BlueprintFile
from aceite.core.blueprints.writing import draft_in, lock_blueprint, search_text, settled, today, write
from aceite.core.companies.models import Company
from aceite.core.contracts.models import Contract, ContractTemplate
from aceite.core.people.models import Member
from aceite.core.proposals.blocks import block_values
from aceite.core.proposals.cleaning import clean_draft
from aceite.core.proposals.drafts import Draft, blank_draft, draft_of
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Unfit, unfit
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

LONGEST_VALIDITY: Final = 3650
LONGEST_NAME: Final = 120
MOST_CONTRACTS: Final = 10
Part = TypeVar("Part", BlueprintBlock, BlueprintContract, BlueprintFile)


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


def keep_as_blueprint(proposal: Proposal, data: BlueprintData, *, key: str, by: Member, at: datetime) -> Blueprint:
    """What stands in a sale as a blueprint: lines, texts, plan, presentation, files, templates of its contracts.

    Customer, internal notes and signers stay behind. The same `key` of a form twice gives the one. Raises NotAllowed,
    Unfit.
    """
    require("sale.see", proposal, by)
    version = current_of(proposal)
    made_on = version.created_at.astimezone(proposal.company.tz).date()
    draft = moved(draft_of(proposal), days=(today(proposal.company, at) - made_on).days)
    fit = replace(data, validity_days=max(1, (version.valid_until - made_on).days))
    beginning = Beginning(proposal.company, fit, replace(draft, internal_notes=""), lambda made: _take(made, proposal))
    return _made(beginning, key=key, by=by, at=at)


def new_blueprint(data: BlueprintData, *, company: Company, key: str, by: Member, at: datetime) -> Blueprint:
    """An empty one, with the company's usual terms. Raises NotAllowed, Unfit."""
    return _made(Beginning(company, data, blank_draft(company, at)), key=key, by=by, at=at)


def copy_blueprint(blueprint: Blueprint, *, key: str, by: Member, at: datetime) -> Blueprint:
    """One more that says the same, her own, which she may then change. Raises NotAllowed."""
    if not Blueprint.objects.filter(company=blueprint.company_id).seen_by(by).filter(pk=blueprint.pk).exists():
        raise NotAllowed
    name = (_("%(name)s (cópia)") % {"name": blueprint.name})[:LONGEST_NAME]
    data = BlueprintData(name, validity_days=blueprint.validity_days)
    draft = draft_in(blueprint, at=at)
    beginning = Beginning(blueprint.company, data, draft, lambda made: _copy_rows(blueprint, made))
    return _made(beginning, key=key, by=by, at=at)


def describe(blueprint: Blueprint, data: BlueprintData, *, by: Member, at: datetime) -> Blueprint:
    """Name, sharing, validity and contracts. Raises NotAllowed, Unfit."""
    fit = _fit(data)
    with transaction.atomic():
        locked = lock_blueprint(blueprint, by=by)
        before = (locked.name, locked.shared, locked.validity_days, _templates_of(locked))
        _share(locked, fit.shared, by)
        locked.name, locked.validity_days = fit.name, fit.validity_days
        locked.search = search_text(locked, draft_from(locked.content))
        locked.save(update_fields=["name", "shared", "validity_days", "search"])
        if fit.contracts is not None:
            _put_contracts(locked, fit.contracts)
        if before != (locked.name, locked.shared, locked.validity_days, _templates_of(locked)):
            record("blueprint.changed", by=by, at=at, data={"blueprint": locked.pk})
        return locked


def archive_blueprint(blueprint: Blueprint, *, by: Member, at: datetime) -> Blueprint:
    """Takes it out of the choice; nothing made from it changes."""
    return _set_active(blueprint, active=False, by=by, at=at)


def restore_blueprint(blueprint: Blueprint, *, by: Member, at: datetime) -> Blueprint:
    """Puts it back into the choice."""
    return _set_active(blueprint, active=True, by=by, at=at)


def _made(beginning: Beginning, *, key: str, by: Member, at: datetime) -> Blueprint:
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
            _put_contracts(made, fit.contracts or ())
            if beginning.bring:
                beginning.bring(made)
            record("blueprint.created", by=by, at=at, data={"blueprint": made.pk})
            return made
    except IntegrityError:
        if key and (stands := same.first()):
            return stands
        raise


def _fit(data: BlueprintData) -> BlueprintData:
    try:
        name = clean(data.name, max_length=LONGEST_NAME, multiline=False).text
    except Complaint as complaint:
        raise unfit("name", complaint) from complaint
    if not name:
        raise Unfit("name", _("Dê um nome ao modelo, para a equipe encontrá-lo."))
    if not 1 <= data.validity_days <= LONGEST_VALIDITY:
        raise Unfit("validity_days", _("A validade vai de 1 dia a 10 anos."))
    if len(data.contracts or ()) > MOST_CONTRACTS:
        raise Unfit("contracts", _("Uma proposta leva no máximo dez contratos."))
    return replace(data, name=name)


def _share(blueprint: Blueprint, shared: bool | None, by: Member) -> None:
    if shared is False and not blueprint.may_be_hidden_by(by):
        raise Unfit("shared", _("Só quem criou o modelo pode deixar de compartilhá-lo com a equipe."))
    blueprint.shared = blueprint.shared if shared is None else shared


def _put_contracts(blueprint: Blueprint, wanted: tuple[int, ...]) -> None:
    own = ContractTemplate.objects.filter(company=blueprint.company_id, pk__in=wanted).values_list("pk", flat=True)
    known = set(own)
    order = [pk for pk in dict.fromkeys(wanted) if pk in known]
    blueprint.contracts.all().delete()
    BlueprintContract.objects.bulk_create(
        BlueprintContract(company_id=blueprint.company_id, blueprint=blueprint, template_id=pk, position=position)
        for position, pk in enumerate(order)
    )


def _templates_of(blueprint: Blueprint) -> list[int]:
    return list(blueprint.contracts.values_list("template", flat=True))


def _take(blueprint: Blueprint, proposal: Proposal) -> None:
    version = current_of(proposal)
    company_id = blueprint.company_id
    BlueprintFile.objects.bulk_create(
        BlueprintFile(
            company_id=company_id, blueprint=blueprint, document_id=file.document_id, name=file.name,
            position=file.position,
        )
        for file in version.attachments.all()
    )  # fmt: skip
    BlueprintBlock.objects.bulk_create(
        BlueprintBlock(company_id=company_id, blueprint=blueprint, **block_values(block))
        for block in version.blocks.all()
    )
    made_of = Contract.objects.of_version(version).filter(template__isnull=False).order_by("position", "pk")
    named = made_of.values_list("template", flat=True)
    _put_contracts(blueprint, (*_templates_of(blueprint), *(pk for pk in named if pk)))


def _copy_rows(source: Blueprint, target: Blueprint) -> None:
    _copied(source.files, target)
    _copied(source.blocks, target)
    _copied(source.contracts, target)


def _copied(rows: "models.Manager[Part]", target: Blueprint) -> None:
    copies = list(rows.all())
    for copy in copies:
        copy.pk, copy.blueprint = None, target
        copy._state.adding = True
    rows.bulk_create(copies)


def _set_active(blueprint: Blueprint, *, active: bool, by: Member, at: datetime) -> Blueprint:
    with transaction.atomic():
        locked = lock_blueprint(blueprint, by=by)
        if locked.active != active:
            locked.active = active
            locked.save(update_fields=["active"])
            kind = "blueprint.restored" if active else "blueprint.archived"
            record(kind, by=by, at=at, data={"blueprint": locked.pk})
        return locked
