"""Which terms stand before an act of a company's sales: its own where it wrote some, the product's elsewhere.

The hashes in force stand on the company's own row, which every act reads anyway: judging what was agreed to asks the
database nothing, and showing the terms asks it once, where they are the company's.
"""

from collections.abc import Iterable

from aceite.core.companies.models import Company
from aceite.core.signatures.consent import (
    Consent,
    ConsentChanged,
    ConsentMissing,
    Occasion,
    consent_for,
    consent_of,
    language_of,
)
from aceite.core.signatures.own_terms import TermsVersion
from aceite.core.signatures.wording import LANGUAGES


def place_of(occasion: Occasion, language: str) -> str:
    """The name under which Company.own_terms holds the hash of this text; "" is the product's again."""
    return f"{occasion.value}/{language}"


def terms_for(company: Company, occasion: Occasion, language: str) -> Consent:
    """What somebody who reads this language agrees to before this act. One query where it is the company's own."""
    sha256 = _in_force(company, occasion, language)
    found = consent_of(sha256) or kept_terms(company.pk, [sha256]).get(sha256)
    assert found is not None
    return found


def refuse_other_terms(company: Company, occasion: Occasion, sha256: str) -> None:
    """Raises ConsentMissing where nothing was agreed to, ConsentChanged where another text was than one in force."""
    if not sha256:
        raise ConsentMissing
    if sha256 not in {_in_force(company, occasion, language) for language in LANGUAGES}:
        raise ConsentChanged


def kept_terms(company_id: int, hashes: Iterable[str]) -> dict[str, Consent]:
    """The texts behind hashes, old ones too, the product's and the company's; unknown hashes are left out."""
    found = {sha256: text for sha256 in hashes if (text := consent_of(sha256)) is not None}
    left = [sha256 for sha256 in hashes if sha256 not in found]
    if left:
        rows = TermsVersion.objects.filter(company_id=company_id, sha256__in=left)
        found |= {row.sha256: Consent.of(row.content()) for row in rows}
    return found


def follows(company: Company, occasion: Occasion, language: str) -> bool:
    """Whether who reads this language gets the company's Portuguese text, because no other was written."""
    own = company.own_terms
    return place_of(occasion, language) not in own and bool(own.get(place_of(occasion, "pt-br")))


def _in_force(company: Company, occasion: Occasion, language: str) -> str:
    """The company's text in this language, else its Portuguese one, else the product's: "" stands for it where the
    company went back to it, so that no text in another language takes its place."""
    places = (place_of(occasion, wanted) for wanted in (language_of(language), "pt-br"))
    own = next((company.own_terms[place] for place in places if place in company.own_terms), "")
    return own or consent_for(occasion.act, language).sha256
