"""What all papers of a company share, wherever they are made: the letterhead, the foot, the language and its words."""

from django.conf import settings
from django.utils.translation import gettext as _

from aceite.core.companies.models import Company
from aceite.core.documents.logos import logo_of
from aceite.core.documents.reading import read
from aceite.kit.brazil import format_phone
from aceite.kit.codes import format_code
from aceite.kit.pdf.parts import CompanyPaper, FooterPaper
from aceite.kit.pdf.words import EN, PT_BR
from aceite.kit.taxid import format_taxid


def letterhead(company: Company) -> CompanyPaper:
    """The vendor on top of every paper. Raises reading.Tampered for a damaged logo."""
    logo = logo_of(company)
    registration = _("IE %(number)s") % {"number": company.state_registration} if company.state_registration else ""
    site = company.website.removeprefix("https://").removeprefix("http://").rstrip("/")
    contact = (company.email, format_phone(company.phone) if company.phone else "", site)
    lines = (
        _beside(f"CNPJ {format_taxid(company.cnpj)}", registration),
        company.address_line,
        _beside(*contact),
    )
    return CompanyPaper(
        name=company.legal_name,
        lines=tuple(line for line in lines if line),
        colour=company.colour,
        logo=read(logo) if logo else None,
    )


def foot(code: str, *, number: str = "", version: int | None = None) -> FooterPaper:
    """What every page repeats. Without `code`, as drafts are, the paper leads nowhere and says so."""
    return FooterPaper(
        number=number,
        version="" if version is None else str(version),
        code=format_code(code),
        url=f"{settings.BASE_URL}/v/{format_code(code)}" if code else settings.BASE_URL,
    )


def paper_language(company: Company) -> str:
    """The BCP 47 tag of the company's papers."""
    return "en" if company.language.startswith("en") else "pt-BR"


def paper_words(company: Company) -> dict[str, str]:
    """The printed words of the company's papers."""
    return EN if company.language.startswith("en") else PT_BR


def _beside(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
