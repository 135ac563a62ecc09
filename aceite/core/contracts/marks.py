"""The mark a signer makes: drawn or typed, never blank, never a mere dot."""

from datetime import datetime
from typing import Final

from aceite.core.contracts.refusing import BadMark, BlankMark, MarkTooShort, SigningRefused
from aceite.core.documents.storing import store
from aceite.core.signatures.models import MarkKind
from aceite.core.signatures.statements import MarkGiven
from aceite.core.trail.refusals import said
from aceite.kit.fonts import refuse_undrawable
from aceite.kit.imaging import PictureRefused, mark_picture
from aceite.kit.sentences import Complaint
from aceite.kit.text import clean

LONGEST_MARK: Final = 120
LEAST_LETTERS: Final = 3


def read_mark(typed: str, drawing: bytes | None, *, company_id: int, at: datetime) -> MarkGiven:
    """The mark; a drawing (PNG, or a data address of one) is stored. Raises BlankMark, MarkTooShort, BadMark."""
    if drawing:
        picture = store(_picture(drawing), company_id=company_id, content_type="image/png", at=at)
        return MarkGiven(MarkKind.DRAWN, picture=picture)
    name = _name(typed)
    if not name:
        raise BlankMark
    if sum(letter.isalpha() for letter in name) < LEAST_LETTERS:
        raise MarkTooShort
    return MarkGiven(MarkKind.TYPED, text=name)


def _picture(drawing: bytes) -> bytes:
    try:
        return mark_picture(drawing)
    except PictureRefused as refused:
        kinds: dict[str, type[SigningRefused]] = {"mark_blank": BlankMark, "mark_too_short": MarkTooShort}
        raise kinds.get(refused.reason, BadMark)(said(refused)) from refused


def _name(typed: str) -> str:
    try:
        name = clean(typed, max_length=LONGEST_MARK, multiline=False).text
        refuse_undrawable(name)
    except Complaint as complaint:
        raise BadMark(said(complaint)) from complaint
    return name
