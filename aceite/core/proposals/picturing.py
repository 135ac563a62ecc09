"""Which pictures go with the lines of a version: a draft follows the catalogue, a sent version keeps what it had."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from aceite.core.catalog.models import ItemPicture
from aceite.core.documents.models import Document
from aceite.core.proposals.models import Line, LinePicture, ProposalBlock, ProposalVersion
from aceite.core.proposals.states import VersionState
from aceite.core.rows.inserting import insert_all


@dataclass(frozen=True)
class Shot:
    """One picture of a line: for paper and screens, and small for a row."""

    document: Document
    small: Document


# The pictures of each line, by its id, the first one first; lines without any are not there.
Shots = Mapping[int, Sequence[Shot]]


def pictures_of(version: ProposalVersion, lines: Sequence[Line]) -> Shots:
    """The pictures of a version's lines: one query, and none where no line comes from the catalogue."""
    items = {line.pk: line.item_id for line in lines if line.item_id is not None}
    if not items:
        return {}
    if version.bundle_sha256:
        return _kept_with(version.pk)
    if version.state == VersionState.PREPARED:
        return _as_before(version, lines)
    pictures = ItemPicture.objects.filter(item__in=set(items.values())).with_files()
    of_item = _gathered((one.item_id, one) for one in pictures)
    return {pk: of_item[item] for pk, item in items.items() if item in of_item}


def _kept_with(version: int) -> Shots:
    kept = LinePicture.objects.filter(line__version=version).select_related("document", "small")
    return _gathered((one.line_id, one) for one in kept.order_by("line", "position"))


def _as_before(version: ProposalVersion, lines: Sequence[Line]) -> Shots:
    """What a customer chose among is what she saw, whatever the catalogue shows by now."""
    before = ProposalVersion.objects.get(proposal=version.proposal_id, version=version.version - 1)
    shots, keys = _kept_with(before.pk), dict(before.lines.values_list("key", "pk"))
    return {line.pk: shots[keys[line.key]] for line in lines if keys.get(line.key) in shots}


def hold_pictures(version: ProposalVersion) -> None:
    """Keeps the catalogue's pictures of these lines as they are until the transaction ends."""
    items = version.lines.filter(item__isnull=False).values("item")
    list(ItemPicture.objects.filter(item__in=items).select_for_update().order_by("pk").values_list("pk"))


def keep_pictures(version: ProposalVersion, shots: Shots) -> None:
    """Writes down with which pictures a version is sent."""
    insert_all([
        LinePicture(company_id=version.company_id, line_id=line, position=at, document=shot.document, small=shot.small)
        for line, of_line in shots.items()
        for at, shot in enumerate(of_line)
    ])  # fmt: skip


def picture_under(versions: "QuerySet[ProposalVersion]", sha256: str) -> Document | None:
    """The picture with this hash among those of these versions: of a line, in either size, or of the presentation."""
    of_blocks = ProposalBlock.objects.shown().filter(version__in=versions, picture__sha256=sha256)
    if (block := of_blocks.select_related("picture").first()) is not None:
        return block.picture
    lines = Line.objects.filter(version__in=versions)
    either = Q(document__sha256=sha256) | Q(small__sha256=sha256)
    kept = LinePicture.objects.filter(either, line__in=lines).select_related("document", "small").first()
    # Of a draft, in its preview, those of the catalogue.
    drafted = lines.filter(version__bundle_sha256="", item__isnull=False).values("item")
    found = kept or ItemPicture.objects.under(sha256).filter(item__in=drafted).with_files().first()
    if found is None:
        return None
    return found.document if found.document.sha256 == sha256 else found.small


def _gathered(found: Iterable[tuple[int, LinePicture | ItemPicture]]) -> dict[int, list[Shot]]:
    shots: dict[int, list[Shot]] = defaultdict(list)
    for key, one in found:
        shots[key].append(Shot(one.document, one.small))
    return dict(shots)
