"""A dossier on its page, for both sides: how far it is, and its files as downloads."""

from dataclasses import dataclass
from datetime import datetime

from django.http import FileResponse, Http404

from aceite.core.documents.reading import Tampered
from aceite.core.jobs.progress import progress_of
from aceite.core.sales.dossier import KEPT, is_ready, is_under_way
from aceite.core.sales.dossier_readme import cover_name, zip_name
from aceite.core.sales.dossier_store import Form, open_kept
from aceite.core.sales.models import Dossier
from aceite.faces.ui.files import inert
from aceite.kit.hashing import groups_of_four

_KINDS: dict[Form, str] = {"zip": "application/zip", "pdf": "application/pdf"}


@dataclass(frozen=True)
class DossierView:
    """What the page shows of the last dossier that was asked for; `dossier` is None before the first."""

    dossier: Dossier | None
    at: datetime
    number: str
    zip_url: str
    pdf_url: str
    done: int = 0
    total: int = 0

    @property
    def is_under_way(self) -> bool:
        """Whether the worker is at it."""
        return self.dossier is not None and is_under_way(self.dossier, self.at)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to download."""
        return self.dossier is not None and is_ready(self.dossier)

    @property
    def is_gone(self) -> bool:
        """Whether its days are over."""
        return self.dossier is not None and self.dossier.forgotten_at is not None

    @property
    def is_stuck(self) -> bool:
        """Whether it should have been ready long ago."""
        held = self.dossier
        return held is not None and held.made_at is None and held.failed_at is None and not self.is_under_way

    @property
    def failure(self) -> str:
        """Why it could not be made."""
        return self.dossier.failure if self.dossier else ""

    @property
    def ends_at(self) -> datetime | None:
        """Until when its files are kept."""
        return self.dossier.made_at + KEPT if self.dossier and self.dossier.made_at else None

    @property
    def index(self) -> str:
        """The hash of its index, for the eye."""
        return groups_of_four(self.dossier.index_sha256) if self.dossier else ""

    @property
    def zip_name(self) -> str:
        """What the ZIP is called."""
        return zip_name(self.number)

    @property
    def cover_name(self) -> str:
        """What the cover is called."""
        return cover_name(self.number)


def view_of(dossier: Dossier | None, *, number: str, zip_url: str, pdf_url: str, at: datetime) -> DossierView:
    """The dossier with its progress."""
    done, total = (progress_of(dossier.task_id) if dossier and dossier.task_id else None) or (0, 0)
    return DossierView(dossier, at, number, zip_url, pdf_url, done, total)


def handed_over(dossier: Dossier | None, form: Form, number: str) -> FileResponse:
    """One of its files as an attachment; 404 where there is none any more, or its bytes are not those written."""
    if dossier is None or not is_ready(dossier):
        raise Http404
    try:
        opened = open_kept(dossier, form)
    except Tampered as gone:
        raise Http404 from gone
    name = zip_name(number) if form == "zip" else cover_name(number)
    answer = inert(FileResponse(opened, as_attachment=True, filename=name, content_type=_KINDS[form]))
    answer["Cache-Control"] = "private, no-store"
    return answer
