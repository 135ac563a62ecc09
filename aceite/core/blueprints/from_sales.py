"""A model of proposals made of what stands in a sale."""

from dataclasses import replace
from datetime import datetime

from aceite.core.blueprints.contents import moved
from aceite.core.blueprints.keeping import Beginning, BlueprintData, make, put_contracts, templates_of
from aceite.core.blueprints.models import Blueprint, BlueprintBlock, BlueprintFile
from aceite.core.blueprints.writing import today
from aceite.core.contracts.models import Contract
from aceite.core.documents.holding import with_files
from aceite.core.people.models import Member
from aceite.core.proposals.blocks import block_values
from aceite.core.proposals.drafts import draft_of
from aceite.core.proposals.forgotten import SaleForgotten, is_forgotten
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require


def keep_as_blueprint(proposal: Proposal, data: BlueprintData, *, key: str, by: Member, at: datetime) -> Blueprint:
    """What stands in a sale as a blueprint: lines, texts, plan, presentation, files, templates of its contracts.

    Customer, internal notes, signers and the contracts of `left_behind` stay behind. The same `key` of a form twice
    gives the one. Raises NotAllowed, Unfit, SaleForgotten.
    """
    require("sale.see", proposal, by)
    if is_forgotten(proposal):
        raise SaleForgotten
    version = current_of(proposal)
    made_on = version.created_at.astimezone(proposal.company.tz).date()
    draft = moved(draft_of(proposal), days=(today(proposal.company, at) - made_on).days)
    fit = replace(data, validity_days=max(1, (version.valid_until - made_on).days))
    beginning = Beginning(proposal.company, fit, replace(draft, internal_notes=""), lambda made: _take(made, proposal))
    return make(beginning, key=key, by=by, at=at)


def left_behind(proposal: Proposal) -> list[str]:
    """The titles of the contracts that no template stands behind: their texts and files speak of this customer."""
    own = Contract.objects.of_version(current_of(proposal)).filter(template=None).order_by("position", "pk")
    return list(own.values_list("title", flat=True))


def _take(blueprint: Blueprint, proposal: Proposal) -> None:
    version = current_of(proposal)
    company_id = blueprint.company_id
    BlueprintFile.objects.bulk_create(
        BlueprintFile(
            company_id=company_id, blueprint=blueprint, document_id=file.document_id, name=file.name,
            position=file.position,
        )
        for file in with_files(version.attachments.all(), "document_id")
    )  # fmt: skip
    BlueprintBlock.objects.bulk_create(
        BlueprintBlock(company_id=company_id, blueprint=blueprint, **block_values(block))
        for block in with_files(version.blocks.all(), "picture_id")
    )
    made_of = Contract.objects.of_version(version).filter(template__isnull=False).order_by("position", "pk")
    named = made_of.values_list("template", flat=True)
    put_contracts(blueprint, (*templates_of(blueprint), *(pk for pk in named if pk)))
