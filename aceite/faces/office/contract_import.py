"""A contract's text from a Word document, without a template: for the register, or for one proposal alone."""

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aceite.core.contracts.models import Contract
from aceite.core.contracts.word_import import ReadText
from aceite.faces.office.access import OfficeRequest, found, office
from aceite.faces.office.answers import form_page
from aceite.faces.office.contracts import registered_form
from aceite.faces.office.forms.contracts import RegisteredForm
from aceite.faces.office.places import place
from aceite.faces.office.word_reading import chosen_document, read_document, template_way, told_of

_page = require_http_methods(["GET", "HEAD", "POST"])


@_page
@office("contract.edit", contracts=True)
def new_contract_from_word(request: OfficeRequest) -> HttpResponse:
    """Choose a document, and read it as the text of one more contract of the register."""
    return _imported(request, None)


@_page
@office("contract.edit", contracts=True)
def contract_from_word(request: OfficeRequest, pk: int) -> HttpResponse:
    """Choose a document, and read it as the next text of a contract of the register."""
    return _imported(request, found(request.scope.contracts.standalone(), pk))


def _imported(request: OfficeRequest, contract: Contract | None) -> HttpResponse:
    form = chosen_document(request)
    read = read_document(form)
    if read is not None:
        return _shown(request, contract, read)
    back_url = place(request, "edit_contract", contract.pk) if contract else place(request, "contracts")
    lead = _(
        "O texto do documento vira o texto do contrato, que você confere antes de salvar. O que não puder vir é dito."
    )
    back = contract.title if contract else _("Contratos")
    return form_page(request, "office/word/choose.html", form, back_url=back_url, back=back, lead=lead)


def _shown(request: OfficeRequest, contract: Contract | None, read: ReadText) -> HttpResponse:
    stands = RegisteredForm.of(contract) if contract else {"title": read.title}
    form = registered_form(request, None, {**stands, "body": read.body})
    action = place(request, "edit_contract", contract.pk) if contract else place(request, "new_contract")
    more = {"contract": contract, "action": action, "template_url": template_way(request)}
    told = told_of(read, contract.body if contract else "")
    return form_page(request, "office/contracts/form.html", form, **more, **told)
