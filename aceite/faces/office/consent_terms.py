"""The company's own consent terms: which text stands before which act, writing one, and every version that stood."""

from dataclasses import dataclass, replace

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.signatures.agreed_terms import follows, place_of, terms_for
from aceite.core.signatures.consent import Consent, Occasion, consent_for
from aceite.core.signatures.own_terms import TermsVersion
from aceite.core.signatures.terms_saving import Text, reset_terms, save_terms, tried
from aceite.core.signatures.wording import LANGUAGES, REPLACEABLE, WORDED, fixed_of
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, attempt, done, form_page, typed
from aceite.faces.office.forms.consent_terms import TermsForm
from aceite.faces.office.listing import page_of
from aceite.faces.office.places import go, place
from aceite.kit.differences import differences


@dataclass(frozen=True)
class Row:
    """One text: before what, in which language, and the company's version of it where one is in force.

    `follows`: its readers get the company's text in the other language, because only that one was written.
    """

    text: Text
    own: TermsVersion | None
    url: str = ""
    follows: bool = False

    @property
    def label(self) -> str:
        """Before what it is shown."""
        return str(self.text.occasion.label)

    @property
    def spoken(self) -> str:
        """The name of its language."""
        return str(dict(settings.LANGUAGES)[self.text.language])


@require_safe
@office("sale.see")
def texts(request: OfficeRequest) -> HttpResponse:
    """Every text, and what of them never goes."""
    company = request.scope.company
    hashes = company.own_terms.values()
    own = {row.sha256: row for row in request.scope.terms_versions.filter(sha256__in=hashes).select_related("saved_by")}
    rows = [
        Row(
            Text(occasion, language),
            own.get(company.own_terms.get(place_of(occasion, language), "")),
            place(request, "consent_text", occasion.value, language),
            follows=follows(company, occasion, language),
        )
        for occasion in (WORDED if company.uses_contracts else (Occasion.APPROVAL,))
        for language in LANGUAGES
    ]
    context = {"rows": rows, "may_word": request.scope.may("terms.word")}
    return render(request, "office/terms/texts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@office("sale.see", change="terms.word")
def text(request: OfficeRequest, occasion: str, language: str) -> HttpResponse:
    """One text as the signer meets it, its form, what stays in it and why, and its history. POST with `preview` shows
    what was typed and saves nothing."""
    asked, company = _text(occasion, language), request.scope.company
    versions = request.scope.terms_versions.of_text(occasion, language)
    newest = versions.first()
    form = TermsForm(typed(request), initial=_initial(newest))
    shown = terms_for(company, asked.occasion, language)
    previewing = "preview" in request.POST
    if form.is_valid():
        if previewing:
            shown = attempt(form, lambda: tried(company, asked, form.words, at=timezone.now())) or shown
        elif _saved(request, asked, form):
            messages.success(request, _("Termos salvos. Valem para quem abrir a página a partir de agora."))
            return go(request, "consent_text", occasion, language)
    form.take_note_of(newest.number if newest else 0)
    base, own = consent_for(asked.occasion.act, language), newest if newest and newest.is_own else None
    return form_page(
        request, "office/terms/text.html", form,
        row=Row(asked, own, follows=follows(company, asked.occasion, language)), consent=shown,
        previewing=previewing and not form.errors, fixed=fixed_of(base),
        replaceable=base.paragraphs[REPLACEABLE], versions=page_of(request, versions),
        back_url=place(request, "consent_terms"),
        reset_url=place(request, "consent_text_reset", occasion, language), may_word=request.scope.may("terms.word"),
    )  # fmt: skip


@require_POST
@office("terms.word")
def reset(request: OfficeRequest, occasion: str, language: str) -> HttpResponse:
    """The product's text again; what the company wrote stays in the history."""
    asked = _text(occasion, language)
    words = _("O texto do produto vale de novo. As versões da empresa continuam aqui.")
    done(request, lambda: reset_terms(request.scope.company, asked, by=request.scope.member, at=timezone.now()), words)
    return go(request, "consent_text", occasion, language)


@require_safe
@office("sale.see")
def one_version(request: OfficeRequest, occasion: str, language: str, version: int) -> HttpResponse:
    """One version, whole, and what it changed in the text that stood before it."""
    asked = _text(occasion, language)
    versions = request.scope.terms_versions.of_text(occasion, language)
    wanted = versions.numbered(version)
    if wanted is None:
        raise Http404
    older = versions.before(version)
    base = consent_for(asked.occasion.act, language)
    consent, before = Consent.of(wanted.content()), Consent.of(older.content()) if older else base
    context = {
        "row": Row(asked, None), "version": wanted, "older": older, "consent": consent,
        "stretches": differences(before.text, consent.text),
        "back_url": place(request, "consent_text", occasion, language),
        "newest": request.scope.company.own_terms.get(place_of(asked.occasion, language)) == wanted.sha256,
    }  # fmt: skip
    return render(request, "office/terms/version.html", context)


def _text(occasion: str, language: str) -> Text:
    """The text an address names; 404 where a company has none."""
    known = next((one for one in WORDED if one.value == occasion), None)
    if known is None or language not in LANGUAGES:
        raise Http404
    return Text(known, language)


def _initial(newest: TermsVersion | None) -> dict[str, object]:
    if newest is None:
        return {"after": 0}
    return {"declaration": newest.declaration, "added": newest.added, "after": newest.number}


def _saved(request: OfficeRequest, asked: Text, form: TermsForm) -> bool:
    seen = replace(asked, after=form.cleaned_data["after"])
    by, at = request.scope.member, timezone.now()
    return accepted(form, lambda: save_terms(request.scope.company, seen, form.words, by=by, at=at))
