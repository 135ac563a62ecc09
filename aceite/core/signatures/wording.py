"""How a company's own words join the product's terms: what they may stand in for, and what stays whatever they say."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from aceite.core.signatures.consent import Consent, Occasion, Own

# Where a company may have words of its own. Declining binds nobody to anything: its text is the product's alone.
WORDED: Final = (Occasion.SIGNATURE, Occasion.EXTERNAL, Occasion.COUNTERSIGNATURE, Occasion.APPROVAL)
LANGUAGES: Final = ("pt-br", "en")

# The paragraph of the product's texts that a company may word itself: who the person says she is.
REPLACEABLE: Final = 2
# The paragraphs that never go, each with the reason why.
FIXED: Final[dict[int, Promise | str]] = {
    0: _("É a vontade da pessoa: dizer que leu e que concorda. Sem ela não há ato."),
    1: _(
        "É a aceitação deste meio como prova. Entre particulares, a assinatura eletrônica sem ICP-Brasil vale porque "
        "as partes a aceitam (MP 2.200-2/2001, art. 10, § 2º)."
    ),
    3: _("Diz que dados ficam guardados e para quê, como a LGPD pede (art. 9º)."),
}
# They stand in the hashed text, so they are no translations (see consent).
_HEADS: Final = {"pt-br": "Termos de {company}:", "en": "Terms of {company}:"}


@dataclass(frozen=True)
class OwnWords:
    """What a company wrote: a declaration in the place of the product's, and terms of its own after everything else.

    Each may be empty; lines are paragraphs.
    """

    declaration: str = ""
    added: str = ""

    def __bool__(self) -> bool:
        """Whether there is anything of the company's."""
        return bool(self.declaration or self.added)


@dataclass(frozen=True)
class Edition:
    """Of what a text is a version: occasion, language, number; the company that speaks, and the day it begins."""

    occasion: Occasion
    language: str
    number: int
    company: str
    day: str


def joined(base: Consent, words: OwnWords, edition: Edition) -> Consent:
    """The whole text as the person will read it. The fixed paragraphs come from `base`, untouched and in their place;
    without words of the company it is `base` itself."""
    paragraphs, declaration, added = base.paragraphs, _lines(words.declaration), _lines(words.added)
    if not declaration and not added:
        return base
    if declaration:
        paragraphs[REPLACEABLE : REPLACEABLE + 1] = declaration
    if added:
        paragraphs += [_HEADS[base.language].format(company=edition.company), *added]
    own = Own(edition.occasion, edition.number, base.sha256, (*declaration, *added))
    return Consent(base.act, base.language, edition.day, base.title, "\n".join(paragraphs), own)


def fixed_of(base: Consent) -> list[tuple[str, Promise | str]]:
    """The paragraphs of a product's text that stay, each with its reason."""
    return [(base.paragraphs[place], why) for place, why in FIXED.items()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]
