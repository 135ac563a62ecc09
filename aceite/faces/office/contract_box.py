"""The contract box of a proposal being written: contracts come in as copies; their source is never touched."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aceite.core.contracts import drafting, uploading
from aceite.core.contracts.asked import asked_of, defaults_of
from aceite.core.contracts.models import Contract
from aceite.core.contracts.printing import print_contract
from aceite.core.contracts.word_import import ReadText
from aceite.core.proposals.locking import current_of
from aceite.core.proposals.models import Proposal
from aceite.core.trail.refusals import Refusal
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.answers import attempt, done, form_page, forms_page, key_in
from aceite.faces.office.contract_page import ContractPage
from aceite.faces.office.forms.answers import AnswersForm
from aceite.faces.office.forms.base import OfficeForm
from aceite.faces.office.forms.sale_contracts import ContractForm, FromRegisterForm, FromTemplateForm, UploadForm
from aceite.faces.office.forms.word import WordForm
from aceite.faces.office.places import go, place, sale_of
from aceite.faces.office.word_reading import chosen_document, read_document, template_way, told_of
from aceite.faces.ui.fields import as_error
from aceite.faces.ui.files import inert
from aceite.faces.ui.parts import Tab
from aceite.kit.sentences import Complaint

_page = require_http_methods(["GET", "HEAD", "POST"])


def contract_of(request: OfficeRequest, sale: Proposal, pk: int) -> Contract:
    """A contract of the sale's current version; 404 for any other."""
    rows = request.scope.contracts.of_version(sale.current).select_related("template_version") if sale.current else None
    found = rows.filter(pk=pk).first() if rows is not None else None
    if found is None:
        raise Http404
    found.version = sale.current
    return found


def _ways(request: OfficeRequest, sale: Proposal, way: str) -> list[Tab]:
    names = {
        "modelo": _("De um modelo"),
        "avulso": _("Contrato avulso"),
        "escrever": _("Escrever"),
        "word": _("Trazer do Word"),
        "pdf": _("Enviar PDF"),
    }
    address = place(request, "add_contract", sale.number)
    return [Tab(label=label, url=f"{address}?de={key}", current=key == way) for key, label in names.items()]


def _form(request: OfficeRequest, way: str) -> OfficeForm:
    data = request.POST if request.method == "POST" else None
    if way == "avulso":
        return FromRegisterForm(data, registered=request.scope.contracts.standalone())
    if way == "escrever":
        return _written(request, data)
    if way == "word":
        return chosen_document(request)
    if way == "pdf":
        files = request.FILES if request.method == "POST" else None
        return UploadForm(data, files, initial={"requirement": "digital"})
    return FromTemplateForm(
        data, initial={"template": request.GET.get("template")}, templates=request.scope.templates.active(),
        address=request.get_full_path(),
    )  # fmt: skip


def _written(request: OfficeRequest, data: QueryDict | None, read: ReadText | None = None) -> ContractForm:
    form = ContractForm(data, initial={"title": read.title, "body": read.body} if read else None)
    form.without_term()
    form.offer(request.scope.clauses.active())
    return form


def _answers(request: OfficeRequest, form: OfficeForm) -> AnswersForm | None:
    """What the chosen template asks for; None where it asks nothing. It is filled in once it was shown."""
    if not isinstance(form, FromTemplateForm) or (template := form.chosen()) is None or not template.asked:
        return None
    asked = asked_of(template.asked)
    shown = request.method == "POST" and request.POST.get("asked_of") == str(template.pk)
    return AnswersForm(request.POST if shown else None, asked=asked, answers=defaults_of(asked))


def _add(request: OfficeRequest, sale: Proposal, way: str, form: OfficeForm, answers: AnswersForm | None) -> Contract:
    version, by, at = current_of(sale), request.scope.member, timezone.now()
    given, key = form.cleaned_data, key_in(request)
    if way == "avulso":
        return drafting.add_from_register(version, given["registered"], key=key, by=by, at=at)
    if isinstance(form, ContractForm):
        return drafting.add_written(version, form.text(), key=key, by=by, at=at)
    if way == "pdf":
        file = given["file"][0].file
        upload = uploading.ContractUpload(
            name=file.name or "",
            data=file.read(),
            title=given["title"],
            requirement=given["requirement"],
            level=given["level"],
            executive=given["executive"],
        )
        return uploading.add_upload(version, upload, key=key, by=by, at=at)
    typed = answers.typed() if answers else None
    return drafting.add_from_template(version, given["template"], answers=typed, key=key, by=by, at=at)


@_page
@office("proposal.edit", contracts=True)
def add_contract(request: OfficeRequest, number: str) -> HttpResponse:
    """Choose where the contract comes from and put a copy into the proposal."""
    sale = sale_of(request, number)
    way = request.GET.get("de", "")
    way = way if way in {"modelo", "avulso", "escrever", "word", "pdf"} else "modelo"
    form = _form(request, way)
    if isinstance(form, WordForm):
        return _from_word(request, sale, form)
    answers = _answers(request, form)
    if request.method == "POST" and form.is_valid() and (answers is None or answers.is_valid()):
        made = attempt(form, lambda: _add(request, sale, way, form, answers))
        if made is not None:
            messages.success(request, _("Contrato incluído na proposta. Confira o texto e escolha quem assina."))
            return go(request, "sale_contract", sale.number, made.pk)
    sources = {"modelo": request.scope.templates.active(), "avulso": request.scope.contracts.standalone()}
    empty = way in sources and not sources[way].exists()
    return forms_page(
        request, "office/sales/contract_add.html", form, [answers] if answers else [], answers=answers,
        sale=sale, way=way, ways=_ways(request, sale, way), empty=empty,
        back_url=place(request, "edit_sale", sale.number),
    )  # fmt: skip


def _from_word(request: OfficeRequest, sale: Proposal, form: WordForm) -> HttpResponse:
    """The document chosen, or what was read of it in the form of a contract that is written here."""
    read = read_document(form)
    shown, told = (_written(request, None, read), told_of(read)) if read else (form, {})
    return form_page(
        request, "office/sales/contract_add.html", shown, sale=sale, way="word", ways=_ways(request, sale, "word"),
        action=f"{place(request, 'add_contract', sale.number)}?de=escrever" if read else "",
        template_url=template_way(request), back_url=place(request, "edit_sale", sale.number), **told,
    )  # fmt: skip


@_page
@office("proposal.edit", contracts=True)
def sale_contract(request: OfficeRequest, number: str, contract: int) -> HttpResponse:
    """Write the text, say how it is signed, choose the signers."""
    sale = sale_of(request, number)
    page = ContractPage(request, sale, contract_of(request, sale, contract))
    if request.method == "POST" and page.is_valid() and page.save(at=timezone.now()):
        messages.success(request, _("Contrato salvo."))
        if request.POST.get("do") == "save:stay":
            return go(request, "sale_contract", sale.number, contract)
        return go(request, "edit_sale", sale.number)
    return forms_page(request, "office/sales/contract_edit.html", page.form, page.other_forms, page=page, sale=sale)


@require_POST
@office("proposal.edit", contracts=True)
def remove_contract(request: OfficeRequest, number: str, contract: int) -> HttpResponse:
    """Take a contract out of the draft."""
    sale = sale_of(request, number)
    found = contract_of(request, sale, contract)
    words = _("Contrato tirado da proposta.")
    done(request, lambda: drafting.remove_contract(found, by=request.scope.member, at=timezone.now()), words)
    return go(request, "edit_sale", sale.number)


def move_contract(request: OfficeRequest, sale: Proposal, pk: int, step: int) -> None:
    """Put a contract one place up (-1) or down (1) among those of the draft; 404 where there is none."""
    if not request.scope.company.uses_contracts:
        raise Http404
    found = contract_of(request, sale, pk)
    order = list(request.scope.contracts.of_version(current_of(sale)).values_list("pk", flat=True))
    at, position = timezone.now(), order.index(found.pk) + step
    words = _("Ordem dos contratos salva.")
    done(request, lambda: drafting.move(found, position, by=request.scope.member, at=at), words)


@require_safe
@office("sale.see", contracts=True)
def contract_print(request: OfficeRequest, number: str, contract: int) -> HttpResponse:
    """The contract as it would be sent now, as PDF to print or save."""
    sale = sale_of(request, number)
    found = contract_of(request, sale, contract)
    try:
        printed = print_contract(found, at=timezone.now())
    except (Complaint, Refusal) as refused:
        words = as_error(refused).messages if isinstance(refused, Complaint) else [str(refused)]
        messages.error(request, " ".join(words))
        return go(request, "sale_contract", sale.number, found.pk)
    answer = HttpResponse(printed, content_type="application/pdf")
    kind = "attachment" if "salvar" in request.GET else "inline"
    answer["Content-Disposition"] = f'{kind}; filename="contrato-{sale.number}-{found.pk}.pdf"'
    return inert(answer)
