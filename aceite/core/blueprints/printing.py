"""The presentation of a version as it is printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from aceite.core.blueprints.reading import Passage, passages_of
from aceite.core.documents.models import Document
from aceite.core.documents.reading import read
from aceite.core.people.models import Member
from aceite.core.proposals.choices import BlockKind
from aceite.core.proposals.models import ProposalVersion
from aceite.kit.brazil import format_phone
from aceite.kit.pdf.parts import CoverPaper, PassagePaper, PicturePaper
from aceite.kit.richtext import blocks


@dataclass(frozen=True)
class PresentationPaper:
    """The cover, and what stands before the items and behind them."""

    cover: CoverPaper | None = None
    before: Sequence[PassagePaper] = ()
    after: Sequence[PassagePaper] = ()


def presentation_of(version: ProposalVersion, *, at: datetime) -> PresentationPaper:
    """What is shown of a version's blocks, with `at` as the day of its sending. Raises Tampered for a picture."""
    passages = passages_of(version, at=at)
    covers = [each for each in passages if each.kind == BlockKind.COVER]
    cover = CoverPaper(body=blocks(covers[0].html), picture=_picture(covers[0])) if covers else None
    rest = [each for each in passages if each.kind != BlockKind.COVER]
    return PresentationPaper(
        cover,
        [_paper(each, version) for each in rest if not each.after],
        [_paper(each, version) for each in rest if each.after],
    )


def picture_paper(document: Document) -> PicturePaper:
    """A stored picture under a name that is its own. Raises Tampered."""
    return PicturePaper(name=f"{document.sha256}.jpg", data=read(document))


def _paper(passage: Passage, version: ProposalVersion) -> PassagePaper:
    contact = contact_lines(version.proposal.seller, version.company.phone) if _closes(passage) else ()
    return PassagePaper(title=passage.title, body=blocks(passage.html), picture=_picture(passage), contact=contact)


def contact_lines(seller: Member, phone: str) -> tuple[str, ...]:
    """Who answers for the proposal, and how to reach them."""
    return tuple(part for part in (seller.name, seller.email, format_phone(phone) if phone else "") if part)


def _picture(passage: Passage) -> PicturePaper | None:
    return picture_paper(passage.picture) if passage.picture else None


def _closes(passage: Passage) -> bool:
    return passage.kind == BlockKind.CLOSING
