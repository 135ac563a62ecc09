"""A company writes terms of its own, or goes back to the product's: every time a version more, none ever changed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aceite.core.companies.models import Company
from aceite.core.people.models import Member
from aceite.core.signatures.agreed_terms import place_of
from aceite.core.signatures.consent import Consent, Occasion, consent_for
from aceite.core.signatures.own_terms import TermsVersion
from aceite.core.signatures.wording import LANGUAGES, WORDED, Edition, OwnWords, joined
from aceite.core.trail.actors import Actor
from aceite.core.trail.recording import record
from aceite.core.trail.refusals import NotAllowed, Refusal, Unfit, fit_text
from aceite.kit.hashing import canonical

LONGEST_DECLARATION: Final = 1_500
LONGEST_ADDED: Final = 8_000


@dataclass(frozen=True)
class Text:
    """Which text: before what, in which language. `after` is the newest version its writer saw, 0 for none; None where
    nobody looked."""

    occasion: Occasion
    language: str
    after: int | None = None


class WrittenMeanwhile(Refusal):
    """A colleague saved another version while this one was being written."""

    sentence = gettext_lazy(
        "Um colega salvou outra versão enquanto você escrevia. A sua continua no formulário e nada se perdeu: veja a "
        "dele no histórico e salve de novo, se for o caso."
    )


def save_terms(company: Company, text: Text, words: OwnWords, *, by: Actor, at: datetime) -> TermsVersion:
    """The company's words stand before the next acts; the same words twice are one version. Acts whose statement is
    prepared already are confirmed under theirs. Raises NotAllowed, Unfit, WrittenMeanwhile."""
    _permit(company, text, by)
    kept = fit_words(words)
    if not kept:
        raise Unfit("added", _("Escreva os termos da empresa, ou volte ao texto do produto."))
    return _save(company, text, kept, by=by, at=at)


def reset_terms(company: Company, text: Text, *, by: Actor, at: datetime) -> TermsVersion | None:
    """The product's text stands again; the versions of the company stay. Twice is harmless. Raises NotAllowed."""
    _permit(company, text, by)
    written = TermsVersion.objects.filter(company=company).of_text(text.occasion, text.language)
    return _save(company, text, OwnWords(), by=by, at=at) if written.exists() else None


def fit_words(words: OwnWords) -> OwnWords:
    """The words as they are kept. Raises Unfit."""
    declaration = fit_text("declaration", words.declaration, longest=LONGEST_DECLARATION, printed=True)
    return OwnWords(declaration, fit_text("added", words.added, longest=LONGEST_ADDED, printed=True))


def tried(company: Company, text: Text, words: OwnWords, *, at: datetime) -> Consent:
    """The whole text as it would stand if these words were saved now; nothing is. Raises Unfit."""
    newest = TermsVersion.objects.filter(company=company).of_text(text.occasion, text.language).first()
    return _joined(company, text, fit_words(words), 1 + (newest.number if newest else 0), at)


def _save(company: Company, text: Text, words: OwnWords, *, by: Actor, at: datetime) -> TermsVersion:
    with transaction.atomic():
        # The lock is on the company's row: versions have no gaps, and it names the one in force.
        locked = Company.objects.select_for_update().get(pk=company.pk)
        newest = TermsVersion.objects.filter(company=locked).of_text(text.occasion, text.language).first()
        if newest is not None and (newest.declaration, newest.added) == (words.declaration, words.added):
            return newest
        number = newest.number if newest else 0
        if text.after is not None and text.after != number:
            raise WrittenMeanwhile
        consent = _joined(locked, text, words, number + 1, at)
        version = TermsVersion.objects.create(
            company=locked,
            occasion=text.occasion.value,
            language=text.language,
            number=number + 1,
            declaration=words.declaration,
            added=words.added,
            body=canonical(consent.content()).decode(),
            sha256=consent.sha256,
            saved_by=by if isinstance(by, Member) else None,
            saved_at=at,
        )
        _put_in_force(locked, text, version)
        data = {"occasion": text.occasion.value, "language": text.language, "version": version.number}
        kind = "terms.saved" if version.is_own else "terms.reset"
        record(kind, by=by, at=at, data={**data, "sha256": version.sha256})
    company.own_terms = locked.own_terms
    return version


def _put_in_force(company: Company, text: Text, version: TermsVersion) -> None:
    place = place_of(text.occasion, text.language)
    others = {name: sha256 for name, sha256 in company.own_terms.items() if name != place}
    company.own_terms = {**others, place: version.sha256 if version.is_own else ""}
    company.save(update_fields=["own_terms"])


def _joined(company: Company, text: Text, words: OwnWords, number: int, at: datetime) -> Consent:
    day = at.astimezone(company.tz).date().isoformat()
    edition = Edition(text.occasion, text.language, number, company.legal_name, day)
    return joined(consent_for(text.occasion.act, text.language), words, edition)


def _permit(company: Company, text: Text, by: Actor) -> None:
    if by.company_id != company.pk or not by.may("terms.word"):
        raise NotAllowed
    if text.occasion not in WORDED or text.language not in LANGUAGES:
        raise NotAllowed
