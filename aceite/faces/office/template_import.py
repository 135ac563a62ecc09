"""A template's text from a Word document: read, shown with what was lost beside it, and kept only when it is saved."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.asked import asked_of
from aceite.core.contracts.models import ContractTemplate
from aceite.core.contracts.word_import import ReadText
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import form_page
from aceite.faces.office.forms.templates import TemplateForm
from aceite.faces.office.places import place
from aceite.faces.office.word_reading import chosen_document, read_document, told_of

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
    form = chosen_document(request)
    read = read_document(form, asked_of(template.asked) if template else ())
    if read is not None:
        return _shown(request, template, read)
    back_url = place(request, "edit_template", template.pk) if template else place(request, "templates")
    lead = _(
        "O texto do documento vira o texto do modelo. O que não puder vir é dito; campos entre chaves, como "
        "{{prazo da obra}}, são reconhecidos."
    )
    back = template.title if template else _("Modelos de contrato")
    return form_page(request, "office/word/choose.html", form, back_url=back_url, back=back, lead=lead)


def _shown(request: OfficeRequest, template: ContractTemplate | None, read: ReadText) -> HttpResponse:
    before = TemplateForm.of(template) if template else {"title": read.title}
    form = TemplateForm(initial={**before, "body": read.body}, template=template, suggested=read.rows)
    form.offer(request.scope.clauses.active())
    action = place(request, "edit_template", template.pk) if template else place(request, "new_template")
    told = told_of(read, template.body if template else "")
    return form_page(request, "office/templates/form.html", form, template=template, action=action, asks=True, **told)
