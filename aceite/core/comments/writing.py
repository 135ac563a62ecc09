"""A colleague writes a comment on a sale, changes it, or takes it back."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from aceite.core.comments.models import Comment, Mention
from aceite.core.people.models import Member
from aceite.core.proposals.locking import lock_sale
from aceite.core.proposals.models import Proposal
from aceite.core.proposals.permitting import require, require_member
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, fit_text
from aceite.kit.text import unaccented

LONGEST: Final = 4000


class Removed(Refusal):
    """The comment was taken back meanwhile."""

    def __init__(self) -> None:
        super().__init__(_("Este comentário foi removido. Nada foi mudado."))


def comment(proposal: Proposal, text: str, *, key: str, by: Actor, at: datetime) -> Comment:
    """Puts a comment beside the sale, which no customer sees; the same form (`key`) twice is one.

    Colleagues named in it (@Bruno) are told. Raises NotAllowed, Unfit. The sale's own chain, which is its evidence,
    holds nothing of it: the company's does.
    """
    by = require_member("comment.write", proposal, by)
    kept = _fit(text)
    with transaction.atomic():
        locked = lock_sale(proposal)
        if same := Comment.objects.filter(company=locked.company_id, key=key).first():
            return same
        made = Comment.objects.create(
            company_id=locked.company_id, proposal=locked, author=by, text=kept, written_at=at, key=key
        )
        named = _mention(made)
        record("comment.added", by=by, at=at, data={**_data(made), "mentioned": named})
    return made


def edit_comment(written: Comment, text: str, *, by: Actor, at: datetime) -> Comment:
    """Its author writes it otherwise; whoever is newly named is told. Raises NotAllowed, Unfit, Removed."""
    require("comment.write", written.proposal, by)
    if by.actor_id != written.author_id or by.kind != Member.kind:
        raise NotAllowed
    kept = _fit(text)
    with transaction.atomic():
        locked = Comment.objects.select_for_update().get(pk=written.pk)
        if locked.removed_at is not None:
            raise Removed
        if locked.text == kept:
            return locked
        locked.text, locked.edited_at = kept, at
        locked.save(update_fields=["text", "edited_at"])
        named = _mention(locked)
        record("comment.changed", by=by, at=at, data={**_data(locked), "mentioned": named})
    return locked


def remove_comment(written: Comment, *, by: Actor, at: datetime) -> Comment:
    """Takes the text away for good, by its author or a manager; that it was there stays. Twice is harmless.

    Raises NotAllowed.
    """
    own = by.kind == Member.kind and by.actor_id == written.author_id
    by = require_member("comment.write" if own else "comment.remove", written.proposal, by)
    with transaction.atomic():
        locked = Comment.objects.select_for_update().get(pk=written.pk)
        if locked.removed_at is None:
            locked.text, locked.removed_at, locked.removed_by = "", at, by
            locked.save(update_fields=["text", "removed_at", "removed_by"])
            locked.mentions.all().delete()
            record("comment.removed", by=by, at=at, data=_data(locked))
    return locked


def named_in(text: str, team: Iterable[Member]) -> list[Member]:
    """The colleagues a text names: @ and her whole name, or her first name where nobody else has it; case and accents
    do not matter."""
    words, members = unaccented(text).lower(), list(team)
    first = [_spoken(member.name).split(" ")[0] for member in members]
    return [
        member
        for member, short in zip(members, first, strict=True)
        if _stands_in(_spoken(member.name), words) or (first.count(short) == 1 and _stands_in(short, words))
    ]


def _stands_in(name: str, words: str) -> bool:
    return bool(name) and re.search(rf"(?<![\w@])@{re.escape(name)}(?!\w)", words) is not None


def _spoken(name: str) -> str:
    return " ".join(unaccented(name).lower().split())


def _mention(written: Comment) -> list[int]:
    """Keeps whom the text names now; returns those it did not name before. Nobody is told of herself."""
    team = Member.objects.joined().filter(company=written.company_id).exclude(pk=written.author_id)
    named = {member.pk for member in named_in(written.text, team)}
    before = set(written.mentions.values_list("member", flat=True))
    written.mentions.exclude(member__in=named).delete()
    new = sorted(named - before)
    Mention.objects.bulk_create(
        Mention(company_id=written.company_id, comment=written, member_id=member) for member in new
    )
    return new


def _fit(text: str) -> str:
    return fit_text("text", text, longest=LONGEST, empty=_("Escreva o comentário."))


def _data(written: Comment) -> dict[str, object]:
    return {"comment": written.pk, "sale": written.proposal_id}
