"""A Word document that was chosen: read, and shown in the form of what it becomes, what was lost told above it."""

from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from aceite.core.contracts.asked import Asked
from aceite.core.contracts.texts import clean_body
from aceite.core.contracts.word_import import ReadText, read_word
from aceite.core.trail.refusals import Unfit
from aceite.faces.office.access import OfficeRequest
from aceite.faces.office.forms.word import WordForm
from aceite.faces.office.places import place
from aceite.faces.ui.fields import as_error
from aceite.kit.differences import differences
from aceite.kit.docx import BIGGEST
from aceite.kit.richtext import plain
from aceite.kit.sentences import Complaint


def chosen_document(request: OfficeRequest) -> WordForm:
    """The form in which it is chosen."""
    posted: tuple[QueryDict | None, Any] = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    return WordForm(*posted)


def read_document(form: WordForm, asked: Iterable[Asked] = ()) -> ReadText | None:
    """What the chosen document says to a text that asks for these fields; None where nothing was chosen, or where it is
    not taken: then the error stands beside the field."""
    if not form.is_valid():
        return None
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    try:
        return read_word(file.read(BIGGEST + 1), file.name or "", asked)
    except Complaint as complaint:
        form.add_error("file", as_error(complaint))
        return None


def told_of(read: ReadText, before: str = "") -> dict[str, Any]:
    """For `office/word/read.html`: what was lost, why it could not be saved as it is, and what it changes of the text
    that stands `before`."""
    stretches = differences(plain(before), plain(read.body)) if before else []
    return {"read": read, "refused": _refusal(read.body), "before": before, "stretches": stretches}


def template_way(request: OfficeRequest) -> str:
    """Where a document becomes a template, for whoever may write one."""
    return place(request, "new_from_word") if request.scope.may("template.edit") else ""


def _refusal(body: str) -> str:
    """Why the text could not be saved as it is; empty when it could."""
    try:
        clean_body(body)
    except Unfit as unfit:
        return _("O texto ainda não pode ser salvo: %(why)s") % {"why": unfit.sentence}
    return ""
