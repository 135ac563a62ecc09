"""What the forms of the customer's answers share: what they are bound to, and the answer made of them."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from aceite.core.sales.answering import Answer
from aceite.core.signatures.agreed_terms import terms_for
from aceite.core.signatures.consent import Consent, Occasion
from aceite.core.signatures.proofs import Means
from aceite.core.signatures.statements import Opened
from aceite.faces.panel.access import PanelRequest
from aceite.faces.panel.forms.answers import BoundForm
from aceite.faces.panel.reading import Shown
from aceite.faces.ui.origin import origin_of
from aceite.faces.ui.sessions import code_typed_for, factors_of, proved_recently
from aceite.faces.ui.showing import opened_of


def answer_of(request: PanelRequest, sale: Shown, form: BoundForm) -> Answer:
    """What came with the click, with this session's proof and what it was shown."""
    at, typed = timezone.now(), form.cleaned_data
    return Answer(
        version=typed["version"],
        bundle_sha256=typed["bundle_sha256"],
        consent_sha256=typed["consent_sha256"],
        proved_recently=proved_recently(request, at=at),
        origin=origin_of(request),
        factors=(*factors_of(request, at=at), *_at_the_act(request, typed["bundle_sha256"], at)),
        opened=_opened(request, sale, form),
    )


def _at_the_act(request: PanelRequest, bundle_sha256: str, at: datetime) -> tuple[str, ...]:
    return (Means.CODE.value,) if code_typed_for(request, bundle_sha256, at=at) else ()


def _opened(request: PanelRequest, sale: Shown, form: BoundForm) -> Opened:
    typed = form.cleaned_data
    if sale.version.paper is None:
        return Opened()
    return opened_of(request, sale.version.paper, seconds=typed["seconds"] or 0, client_sha256=typed["client_sha256"])


def bound_to(sale: Shown, consent: Consent) -> dict[str, Any]:
    """What the form of an answer carries: version, bundle and the text of consent."""
    version = sale.version
    return {
        "version": version.version,
        "bundle_sha256": version.bundle_sha256,
        "consent_sha256": consent.sha256,
    }


def consent_to(request: PanelRequest, occasion: Occasion) -> Consent:
    """The text agreed to, in the language of the page."""
    return terms_for(request.scope.company, occasion, get_language() or "pt-br")
