"""The library of blocks: written, put away, taken back. A proposal has copies, which none of this changes."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from aceite.core.blueprints.block_texts import clean_block
from aceite.core.blueprints.library import Block
from aceite.core.blueprints.pictures import fit_picture, kept_picture
from aceite.core.companies.models import Company
from aceite.core.documents.forgetting import let_go
from aceite.core.documents.storing import keep
from aceite.core.rows.once import form_key, made_before
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed
from aceite.core.trail.shelving import shelve
from aceite.kit.hashing import sha256_hex
from aceite.kit.richtext import plain
from aceite.kit.text import searchable


@dataclass(frozen=True)
class ShelfData:
    """What a form hands over: `upload` replaces the picture, `without_picture` takes it away."""

    kind: str
    title: str
    body: str = ""
    usual: bool = False
    upload: bytes = b""
    without_picture: bool = False


def save_block(
    data: ShelfData, *, block: Block | None = None, key: str = "", company: Company, by: Actor, at: datetime
) -> Block:
    """Makes a block, or changes one; the same form (`key`) twice makes one. Raises NotAllowed, Unfit, DiskFull."""
    _permit(company, by)
    title, body = clean_block(data.kind, data.title, data.body, needs_title=True)
    fit = fit_picture(data.upload) if data.upload else b""
    picture = kept_picture(fit, company_id=company.pk, at=at) if fit else None
    with transaction.atomic():
        if block is None:
            Company.objects.select_for_update().get(pk=company.pk)
            kept = form_key(key, data.kind, title, body, data.usual, sha256_hex(fit))
            if (made := made_before(Block.objects.filter(company=company), kept)) is not None:
                return made
            row = Block(company=company, form_key=kept)
        else:
            row = Block.objects.select_for_update().get(pk=block.pk)
        row.kind, row.title, row.body, row.usual = data.kind, title, body, data.usual
        before = row.picture_id
        if picture or data.without_picture:
            row.picture = keep(picture, fit, at=at, beside=[before]) if picture else None
        row.search = searchable(title, plain(body))
        row.updated_at = at
        row.save()
        let_go({before} - {row.picture_id}, at=at)
        record("block.saved", by=by, at=at, data={"block": row.pk})
        return row


def archive_block(block: Block, *, by: Actor, at: datetime) -> Block:
    """Offers it no longer."""
    return _set_active(block, active=False, by=by, at=at)


def restore_block(block: Block, *, by: Actor, at: datetime) -> Block:
    """Offers it again."""
    return _set_active(block, active=True, by=by, at=at)


def _set_active(block: Block, *, active: bool, by: Actor, at: datetime) -> Block:
    _permit(block.company, by)
    with transaction.atomic():
        return shelve(Block.objects.select_for_update().get(pk=block.pk), "block", active=active, by=by, at=at)


def _permit(company: Company, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("block.edit"):
        raise NotAllowed
