"""Writing the presentation around a proposal, or a blueprint of one: its blocks, in their order, shown or kept back.

Of a proposal these changes leave no event: a draft binds nobody, and what is sent stands in P.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.blueprints.block_texts import clean_block
from aceite.core.blueprints.models import Block, Blueprint, BlueprintBlock
from aceite.core.blueprints.pictures import fit_picture, kept_picture
from aceite.core.blueprints.writing import BlueprintEdited, lock_blueprint
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.holding import hold
from aceite.core.people.models import Member
from aceite.core.proposals.blocks import ProposalBlock
from aceite.core.proposals.choices import BlockKind
from aceite.core.proposals.drafting import EditedMeanwhile
from aceite.core.proposals.locking import current_of, lock_sale
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.proposals.permitting import require, require_move
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import Refusal, Unfit

MOST_BLOCKS: Final = 20
Row = TypeVar("Row", ProposalBlock, BlueprintBlock)


class TooManyBlocks(Refusal):
    """More pieces than a presentation holds."""

    sentence = gettext_lazy("Uma apresentação tem no máximo vinte partes. Junte os textos ou remova uma delas.")


class PictureGone(Unfit):
    """Somebody replaced, in the library, the picture that was to be taken from it."""

    def __init__(self, place: int) -> None:
        super().__init__(
            f"{place}.upload",
            _("A imagem deste bloco acabou de ser trocada na biblioteca. Nada foi salvo: inclua o bloco de novo."),
        )


@dataclass(frozen=True)
class BlockData:
    """One block as a form hands it over.

    `picture_id` is a picture it has already, or one of the library; `upload` the bytes of a new one.
    """

    kind: str
    title: str = ""
    body: str = ""
    after: bool = False
    shown: bool = True
    picture_id: int | None = None
    upload: bytes = b""


def present(proposal: Proposal, blocks: Sequence[BlockData], *, revision: int, by: Actor, at: datetime) -> Proposal:
    """Saves the whole presentation of the draft that was opened at `revision`, which it raises.

    Raises NotAllowed, NotNow, EditedMeanwhile, TooManyBlocks, and Unfit with the place of the block ("2.body").
    """
    require("proposal.edit", proposal, by)
    cleaned = _clean(blocks, proposal.company_id, at)
    with transaction.atomic():
        locked = lock_sale(proposal)
        require_move("proposal.edit", locked, at)
        version = current_of(locked)
        written = _known(cleaned, version, proposal.company_id)
        if _stands(version, written):
            return locked
        if version.revision != revision:
            raise EditedMeanwhile(version, by=by)
        _exchange(version, written, ProposalBlock, "version", by=by, at=at)
        return locked


def present_blueprint(
    blueprint: Blueprint, blocks: Sequence[BlockData], *, revision: int, by: Actor, at: datetime
) -> Blueprint:
    """The same for a blueprint. Raises NotAllowed, EditedMeanwhile, TooManyBlocks, Unfit."""
    cleaned = _clean(blocks, blueprint.company_id, at)
    with transaction.atomic():
        locked = lock_blueprint(blueprint, by=by)
        written = _known(cleaned, locked, locked.company_id)
        if _stands(locked, written):
            return locked
        if locked.revision != revision:
            raise BlueprintEdited(locked, by=by)
        _exchange(locked, written, BlueprintBlock, "blueprint", by=by, at=at)
        return locked


def _exchange(
    target: ProposalVersion | Blueprint,
    written: list[BlockData],
    kind: type[Row],
    owner: str,
    *,
    by: Actor,
    at: datetime,
) -> None:
    """Puts what was written in place of the blocks that stood, as rows of this `kind` that name their `owner`; lets go
    of the pictures no longer used, and raises the revision."""
    before = set(target.blocks.values_list("picture", flat=True))
    written = _held(written, before, target.company_id, at)
    target.blocks.all().delete()
    ours = {owner: target, "company_id": target.company_id}
    kind._default_manager.bulk_create(
        kind(**ours, position=place, **_values(each)) for place, each in enumerate(written)
    )
    let_go(before - {each.picture_id for each in written}, at=at)
    target.revision += 1
    target.saved_at, target.saved_by_id = at, (by.actor_id if isinstance(by, Member) else None)
    target.save(update_fields=["revision", "saved_at", "saved_by"])


def _clean(blocks: Sequence[BlockData], company_id: int, at: datetime) -> list[BlockData]:
    if len(blocks) > MOST_BLOCKS:
        raise TooManyBlocks
    cleaned = []
    for number, block in enumerate(blocks):
        try:
            cleaned.append(_one(block, company_id, at))
        except Unfit as unfit:
            raise Unfit(f"{number}.{unfit.field}", unfit.sentence) from unfit
    if sum(each.kind == BlockKind.COVER for each in cleaned) > 1:
        raise Unfit("", _("Uma proposta tem uma capa só. Remova a outra ou mude o tipo dela."))
    return cleaned


def _one(block: BlockData, company_id: int, at: datetime) -> BlockData:
    title, body = clean_block(block.kind, block.title, block.body)
    if not block.upload:
        return replace(block, title=title, body=body)
    fit = fit_picture(block.upload)
    kept = kept_picture(fit, company_id=company_id, at=at)
    return replace(block, title=title, body=body, picture_id=kept.pk, upload=fit)


def _known(blocks: list[BlockData], target: ProposalVersion | Blueprint, company_id: int) -> list[BlockData]:
    # An id comes from a form: only a picture that stands here, or in the library, is taken.
    named = {each.picture_id for each in blocks if each.picture_id and not each.upload}
    known = set(target.blocks.filter(picture__in=named).values_list("picture", flat=True))
    known |= set(Block.objects.filter(company=company_id, picture__in=named).values_list("picture", flat=True))
    for number, each in enumerate(blocks):
        if each.picture_id and not each.upload and each.picture_id not in known:
            raise PictureGone(number)
    return blocks


def _held(blocks: list[BlockData], before: Set[int | None], company_id: int, at: datetime) -> list[BlockData]:
    """The blocks, and their pictures held: one that was let go of since it was stored comes back, and one that left
    the library in this instant is not taken."""
    here = before | hold({*before, *(each.picture_id for each in blocks)})
    held = []
    for number, each in enumerate(blocks):
        if each.picture_id in here or each.picture_id is None:
            held.append(each)
        elif each.upload:
            held.append(replace(each, picture_id=kept_picture(each.upload, company_id=company_id, at=at).pk))
        else:
            raise PictureGone(number)
    return held


def _values(block: BlockData) -> dict[str, object]:
    names = ("kind", "title", "body", "after", "shown", "picture_id")
    return {name: getattr(block, name) for name in names}


def _stands(target: ProposalVersion | Blueprint, blocks: list[BlockData]) -> bool:
    names = ("kind", "title", "body", "after", "shown", "picture_id")
    return list(target.blocks.values_list(*names)) == [tuple(_values(each).values()) for each in blocks]
