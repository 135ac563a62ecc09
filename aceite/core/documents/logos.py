"""A company's logo: any common picture in, one bounded PNG kept."""

from datetime import datetime

from aceite.core.companies.actions import change_logo
from aceite.core.companies.models import Company
from aceite.core.documents.models import Document
from aceite.core.documents.storing import store
from aceite.core.trail.actors import Actor
from aceite.core.trail.refusals import NotAllowed, Refusal, said
from aceite.kit.imaging.logos import normalize_logo
from aceite.kit.imaging.refusal import PictureRefused


class LogoRefused(Refusal):
    """The picture cannot be the logo; the sentence says why."""


def set_logo(company: Company, data: bytes, *, by: Actor, at: datetime) -> Document:
    """Makes the picture the company's logo. Raises NotAllowed, LogoRefused, DiskFull."""
    if not by.may("company.edit") or by.company_id != company.pk:
        raise NotAllowed
    try:
        png = normalize_logo(data)
    except PictureRefused as refused:
        raise LogoRefused(said(refused)) from refused
    logo = store(png, company_id=company.pk, content_type="image/png", at=at)
    change_logo(company, logo.sha256, by=by, at=at)
    company.logo_sha256 = logo.sha256
    return logo


def remove_logo(company: Company, *, by: Actor, at: datetime) -> None:
    """Leaves the company without logo. Raises NotAllowed."""
    change_logo(company, "", by=by, at=at)
    company.logo_sha256 = ""


def logo_of(company: Company) -> Document | None:
    """The company's logo as PNG; None when it has none."""
    if not company.logo_sha256:
        return None
    return Document.objects.filter(company=company, sha256=company.logo_sha256).first()
