"""The copy of somebody's data: one ZIP with a page to read, the same as JSON, and the files that are hers."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import BytesIO
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.db import transaction
from django.utils.translation import override

from aceite.core.companies.models import Company
from aceite.core.contracts.external_files import ExternalFile
from aceite.core.contracts.models import CopyFile, Signer
from aceite.core.customers.models import SigningPower
from aceite.core.documents.models import Document
from aceite.core.documents.reading import Tampered, read
from aceite.core.documents.storing import store
from aceite.core.privacy.models import Request, RequestState
from aceite.core.privacy.sections import Section, sections_of
from aceite.core.privacy.sheet import plain, sheet
from aceite.core.privacy.subjects import Subject
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed

AT_HAND: Final = timedelta(days=7)


def make_export(request: Request, subject: Subject, *, by: Actor, at: datetime) -> Request:
    """Puts the copy at hand for seven days. Twice is the one copy. Raises NotAllowed."""
    if by.company_id != request.company_id or not by.may("export.make"):
        raise NotAllowed
    if request.state != RequestState.ORDERED:
        return request
    company = Company.objects.get(pk=request.company_id)
    with override(company.language):
        data = _zip(company, subject, list(sections_of(subject)), at)
    with transaction.atomic():
        locked = Request.objects.select_for_update().get(pk=request.pk)
        if locked.state != RequestState.ORDERED:
            return locked
        locked.file = store(data, company_id=request.company_id, content_type="application/zip", at=at)
        locked.state, locked.done_at, locked.file_until = RequestState.DONE, at, at + AT_HAND
        locked.save(update_fields=["file", "state", "done_at", "file_until"])
        record("export.made", by=by, at=at, data={"request": locked.pk})
    return locked


def _zip(company: Company, subject: Subject, sections: list[Section], at: datetime) -> bytes:
    held = BytesIO()
    content = {section.name: plain(section.records) for section in sections}
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        archive.writestr("dados.html", sheet(subject.name, str(company), sections, at))
        archive.writestr("dados.json", json.dumps(content, ensure_ascii=False, indent=1))
        for name, document in _files(subject):
            try:
                archive.writestr(name, read(document))
            except Tampered:
                # Named in the page with its hash; the copy of all else must not wait for it.
                continue
    return held.getvalue()


def _files(subject: Subject) -> Iterator[tuple[str, Document]]:
    """What she drew and what she uploaded."""
    for act in subject.acts().filter(mark__isnull=False).select_related("mark"):
        if act.mark:
            yield f"marcas/{act.pk}.png", act.mark
    sent = CopyFile.objects.filter(copy__uploaded_by__in=subject.panel_users()).select_related("document")
    for file in sent:
        yield f"vias/{file.copy_id}-{file.position + 1}-{file.name}", file.document
    begun = CopyFile.objects.filter(pending__prepared_by__in=subject.panel_users()).select_related("document")
    for file in begun:
        yield f"vias-nao-enviadas/{file.pending_id}-{file.position + 1}-{file.name}", file.document
    for outside in ExternalFile.objects.filter(uploaded_by__in=subject.panel_users()).select_related("document"):
        yield f"assinados-fora/{outside.pk}.pdf", outside.document
    for place in Signer.objects.filter(panel_user__in=subject.panel_users()).with_brought_proxy():
        assert place.brought_proxy is not None
        yield f"procuracoes/{place.pk}.pdf", place.brought_proxy
    papers = SigningPower.objects.filter(panel_user__in=subject.panel_users(), proxy__isnull=False)
    for power in papers.select_related("proxy"):
        assert power.proxy is not None
        yield f"poderes/{power.pk}-{power.proxy_name}", power.proxy
