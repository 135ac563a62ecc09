"""A template's text from a Word document: read, shown with what was lost beside it, and kept only when it is saved."""

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.asked import asked_of
from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.texts import clean_body
from aceite.core.contracts.word_import import ReadText, read_word
from aceite.core.trail.refusals import Unfit
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import form_page
from aceite.faces.office.forms.templates import TemplateForm, WordForm
from aceite.faces.office.places import place
from aceite.faces.ui.fields import as_error
from aceite.kit.differences import differences
from aceite.kit.docx import BIGGEST
from aceite.kit.richtext import plain
from aceite.kit.sentences import Complaint

_page = require_http_methods(["GET", "HEAD", "POST"])


@_page
@office("template.edit", contracts=True)
def new_from_word(request: OfficeRequest) -> HttpResponse:
    """Choose a document, and read it as the text of a new template."""
    return _imported(request, None)


@_page
@office("template.edit", contracts=True)
def from_word(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choose a document, and read it as the next text of a template; what would change is shown before."""
    return _imported(request, found(request.scope.templates, pk))


def _imported(request: OfficeRequest, template: ContractTemplate | None) -> HttpResponse:
    form = WordForm(request.POST, request.FILES) if request.method == "POST" else WordForm()
    if form.is_valid():
        try:
            file: UploadedFile[bytes] = form.cleaned_data["file"]
            read = read_word(file.read(BIGGEST + 1), file.name or "", asked_of(template.asked) if template else ())
            return _shown(request, template, read)
        except Complaint as complaint:
            form.add_error("file", as_error(complaint))
    return form_page(request, "office/templates/import.html", form, template=template)


def _shown(request: OfficeRequest, template: ContractTemplate | None, read: ReadText) -> HttpResponse:
    before = TemplateForm.of(template) if template else {"title": read.title}
    form = TemplateForm(initial={**before, "body": read.body}, template=template, suggested=read.rows)
    form.offer(request.scope.clauses.active())
    context = {
        "read": read, "template": template, "action": _action(request, template),
        "refused": _refusal(read.body),
        "stretches": differences(plain(template.body), plain(read.body)) if template else [],
    }  # fmt: skip
    return form_page(request, "office/templates/form.html", form, **context)


def _action(request: OfficeRequest, template: ContractTemplate | None) -> str:
    return place(request, "edit_template", template.pk) if template else place(request, "new_template")


def _refusal(body: str) -> str:
    """Why the text could not be saved as it is; empty when it could."""
    try:
        clean_body(body)
    except Unfit as unfit:
        return _("O texto ainda não pode ser salvo: %(why)s") % {"why": unfit.sentence}
    return ""
