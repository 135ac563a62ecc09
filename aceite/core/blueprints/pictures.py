"""The pictures of blocks: any common photo in, one bounded picture kept."""

from datetime import datetime

from aceite.core.blueprints.models import BlockQuerySet, BlueprintBlock, BlueprintQuerySet
from aceite.core.documents.models import Document
from aceite.core.documents.storing import store
from aceite.core.proposals.blocks import ProposalBlock
from aceite.core.proposals.models import ProposalQuerySet
from aceite.core.trail.refusals import unfit
from aceite.kit.imaging import PictureRefused, photo_of


def picture_in(
    sha256: str, library: BlockQuerySet, sales: ProposalQuerySet, blueprints: BlueprintQuerySet
) -> Document | None:
    """The picture with this hash among the blocks of these; None for any other file."""
    of_sales = ProposalBlock.objects.filter(version__proposal__in=sales.order_by(), picture__sha256=sha256)
    of_blueprints = BlueprintBlock.objects.filter(blueprint__in=blueprints.order_by(), picture__sha256=sha256)
    for rows in (library.filter(picture__sha256=sha256), of_sales, of_blueprints):
        if (found := rows.select_related("picture").first()) is not None:
            document: Document | None = found.picture
            return document
    return None


def fit_picture(data: bytes) -> bytes:
    """The photo as it will be printed. Raises Unfit for `upload`."""
    try:
        return photo_of(data).large
    except PictureRefused as refused:
        raise unfit("upload", refused) from refused


def kept_picture(fit: bytes, *, company_id: int, at: datetime) -> Document:
    """Its file. Raises DiskFull."""
    return store(fit, company_id=company_id, content_type="image/jpeg", at=at)
