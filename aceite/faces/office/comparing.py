"""A signed copy laid beside the contract it stands for, page by page."""

from dataclasses import dataclass, field

from aceite.core.contracts.copy_reading import collation_of
from aceite.core.contracts.models import CopyFile, CopyPage, SignedCopy
from aceite.core.contracts.states import CopyState
from aceite.core.proposals.models import Proposal
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.places import place
from aceite.faces.office.sale_files import contract_pages
from aceite.faces.ui.sheets import SheetShown, Verdict, sheets_shown, verdict_of


@dataclass(frozen=True)
class Pair:
    """A page of the contract and the sheets that show it; a sheet that shows none stands alone."""

    number: int
    contract_url: str = ""
    sheets: list[SheetShown] = field(default_factory=list)


@dataclass(frozen=True)
class Compared:
    """The copy beside the contract, and what was read; before it is read there are pairs without sheets."""

    pairs: list[Pair]
    verdict: Verdict | None = None
    # Why the copy before this one was refused: what whoever checks it looks at first.
    refused_before: str = ""


def compared(request: OfficeRequest, sale: Proposal, copy: SignedCopy, files: list[CopyFile]) -> Compared:
    """Every page of the contract with the sheets that show it, then the sheets that show none."""
    originals = dict(enumerate(contract_pages(request, sale.number, copy.contract), 1))
    before = _refused_before(copy)
    if copy.read_at is None:
        return Compared([Pair(page, url) for page, url in originals.items()], refused_before=before)

    def url(page: CopyPage) -> str:
        return place(request, "copy_sheet", sale.number, copy.contract_id, copy.pk, page.pk)

    collation = collation_of(copy.contract, files)
    sheets = sheets_shown(collation, files, url)
    pairs = [Pair(page, original, [one for one in sheets if page in one.pages]) for page, original in originals.items()]
    strays = [Pair(0, "", [one]) for one in sheets if not one.pages]
    return Compared([*pairs, *strays], verdict_of(collation), before)


def _refused_before(copy: SignedCopy) -> str:
    if copy.state != CopyState.TO_CHECK:
        return ""
    earlier = copy.contract.copies.filter(state=CopyState.REFUSED, pk__lt=copy.pk).order_by("-pk")
    return earlier.values_list("refusal_reason", flat=True).first() or ""
