"""The words of the mails to customers: which the company chose itself, one letter's words, how they look."""

import base64
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import accepted, done, form_page, typed
from aceite.faces.office.forms.mail_texts import TextForm
from aceite.faces.office.places import go, place
from aceite.outbound.mail.look import LOGO_ID
from aceite.outbound.mail.mail_texts import MailText
from aceite.outbound.mail.previewing import preview
from aceite.outbound.mail.rendering import Message
from aceite.outbound.mail.text_saving import LetterText, reset_text, save_text
from aceite.outbound.mail.wording import EDITABLE, FIELDS, USUAL, unknown_fields

# A mail is a page of its own: no script, no form, nothing fetched; shown inside the office alone.
LETTER_POLICY: Final = "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'"


@dataclass(frozen=True)
class Row:
    """One letter in one language, and whether its words are the company's."""

    label: str
    language: str
    own: MailText | None
    url: str


@require_safe
@office("mail.word")
def texts(request: OfficeRequest) -> HttpResponse:
    """Every letter in every language."""
    own = {(text.letter, text.language): text for text in request.scope.mail_texts}
    rows = [
        Row(str(label), str(spoken), own.get((name, code)), place(request, "mail_text", name, code))
        for name, label in EDITABLE.items()
        for code, spoken in settings.LANGUAGES
    ]
    return render(request, "office/mails/texts.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@office("mail.word")
def text(request: OfficeRequest, letter: str, language: str) -> HttpResponse:
    """The words of one letter."""
    own = _own(request, letter, language)
    subject, body = _words(letter, language, own)
    form = TextForm(typed(request), initial={"subject": subject, "body": body})

    def save() -> object:
        said = LetterText(letter, language, form.cleaned_data["subject"], form.cleaned_data["body"])
        return save_text(request.scope.company, said, by=request.scope.member, at=timezone.now())

    if form.is_valid() and accepted(form, save):
        messages.success(request, _("Texto salvo. Vale para os próximos e-mails."))
        return go(request, "mail_text", letter, language)
    return form_page(
        request, "office/mails/text.html", form, own=own, label=EDITABLE[letter], fields=FIELDS.items(),
        spoken=dict(settings.LANGUAGES)[language], back_url=place(request, "mail_texts"),
        preview_url=place(request, "mail_text_preview", letter, language),
        reset_url=place(request, "mail_text_reset", letter, language),
    )  # fmt: skip


@require_POST
@office("mail.word")
def reset(request: OfficeRequest, letter: str, language: str) -> HttpResponse:
    """The usual words again."""
    _own(request, letter, language)
    said = LetterText(letter, language)
    words = _("O texto padrão vale de novo.")
    done(request, lambda: reset_text(request.scope.company, said, by=request.scope.member, at=timezone.now()), words)
    return go(request, "mail_text", letter, language)


@require_http_methods(["GET", "HEAD", "POST"])
@office("mail.word")
def text_preview(request: OfficeRequest, letter: str, language: str) -> HttpResponse:
    """The mail with the words that stand, or (POST) with those just typed; sent to nobody."""
    subject, body = _words(letter, language, _own(request, letter, language))
    status = 200
    if request.method == "POST":
        form = TextForm(request.POST)
        if form.is_valid():
            subject, body = form.cleaned_data["subject"], form.cleaned_data["body"]
        if not form.is_valid() or unknown_fields(subject + body):
            status = 422
    with override(language):
        message = preview(letter, subject, body, sender=request.scope.member, at=timezone.now())
    response = HttpResponse(_page_of(message), status=status)
    # Both are set here, so that the site's own, stricter ones are not added.
    response["Content-Security-Policy"] = LETTER_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _own(request: OfficeRequest, letter: str, language: str) -> MailText | None:
    if letter not in EDITABLE or language not in dict(settings.LANGUAGES):
        raise Http404
    return request.scope.mail_texts.filter(letter=letter, language=language).first()


def _words(letter: str, language: str, own: MailText | None) -> tuple[str, str]:
    if own is not None:
        return own.subject, own.body
    with override(language):
        subject, body = USUAL[letter]
        return str(subject), str(body)


def _page_of(message: Message) -> str:
    """The HTML form, whole in itself: the logo stands in it."""
    html = str(message.alternatives[0][0])
    for part in message.attachments:
        data = getattr(part, "get_payload", None)
        if data is not None and part["Content-ID"] == f"<{LOGO_ID}>":
            picture = base64.b64encode(data(decode=True)).decode()
            html = html.replace(f"cid:{LOGO_ID}", f"data:image/png;base64,{picture}")
    return html
