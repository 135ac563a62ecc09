"""The files of a sale: proposals as sent, contracts, signed files, the approval's proof, attachments."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.contracts.models import Contract
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import WIDTHS, NoSuchPage, NotDrawn, page_shown
from aceite.core.documents.reading import Tampered
from aceite.core.proposals.models import Proposal, ProposalVersion
from aceite.core.sales.sealed_forms import sealed_forms
from aceite.core.signatures.models import SealedFile
from aceite.faces.office.access import OfficeRequest, office
from aceite.faces.office.places import place, sale_of
from aceite.faces.ui.brand import A_YEAR
from aceite.faces.ui.files import attached, inert, unfit
from aceite.faces.ui.showing import note_file_shown, note_page_shown

_Which = Callable[[Contract], "Document | None"]
Forms = tuple[tuple[SealedFile, str], ...]


@dataclass(frozen=True)
class SaleFile:
    """One file in the sale's list; of a sealed one all `forms`, the newest first, each with its address."""

    name: str
    kind: str
    url: str
    document: Document
    version: int = 0
    forms: Forms = ()

    @property
    def sealing(self) -> SealedFile | None:
        """Who sealed it, and who vouches for its time; None for a file without a seal of ours."""
        return self.forms[0][0] if self.forms else None

    @property
    def former(self) -> Forms:
        """The forms that others followed."""
        return self.forms[1:]


def files_of(request: OfficeRequest, sale: Proposal, versions: list[ProposalVersion]) -> list[SaleFile]:
    """Every file both sides can hold each other to, newest version first."""
    found: list[SaleFile] = []
    number, forms = sale.number, _forms(request, sale)
    for approval in sale.approvals.select_related("file", "version"):
        if approval.file:
            url, words = place(request, "approval_file", number, approval.pk), _("Comprovante da aprovação")
            of = forms.get(f"approval/{approval.pk}", ())
            found.append(SaleFile(words, _("aprovação"), url, approval.file, approval.version.version, of))
    joined = ("version", "document", "signed_file", "manifest_file")
    frozen = request.scope.contracts.in_sale(sale).frozen().select_related(*joined)
    contracts = list(frozen)
    for version in versions:
        if version.paper:
            url = place(request, "version_file", number, version.version)
            words = _("Proposta, versão %(version)s") % {"version": version.version}
            found.append(SaleFile(words, _("proposta"), url, version.paper, version.version))
        for contract in contracts:
            if contract.version_id == version.pk and contract.document:
                url = place(request, "contract_file", number, contract.pk)
                found.append(SaleFile(contract.title, _("contrato"), url, contract.document, version.version))
            if contract.version_id == version.pk and contract.signed_file:
                url, kind = place(request, "signed_file", number, contract.pk), _("contrato assinado")
                words = _("%(title)s, assinado") % {"title": contract.title}
                of = forms.get(f"contract/{contract.pk}", ())
                found.append(SaleFile(words, kind, url, contract.signed_file, version.version, of))
            if contract.version_id == version.pk and contract.manifest_file:
                url, kind = place(request, "manifest_file", number, contract.pk), _("página de assinaturas")
                words = _("%(title)s, página de assinaturas") % {"title": contract.title}
                of = forms.get(f"manifest/{contract.pk}", ())
                found.append(SaleFile(words, kind, url, contract.manifest_file, version.version, of))
    return found


def _forms(request: OfficeRequest, sale: Proposal) -> dict[str, Forms]:
    """Every form of the sale's sealed files, by what they are of, the newest first."""
    found: dict[str, Forms] = {}
    for form in sealed_forms(sale).order_by("subject", "-number"):
        url = place(request, "sealed_file", sale.number, form.pk)
        found[form.subject] = (*found.get(form.subject, ()), (form, url))
    return found


def hand_over(request: OfficeRequest, document: Document | None, name: str) -> HttpResponseBase:
    """The checked bytes as a download that cannot run anything; a changed file is never shown as good."""
    if document is None:
        raise Http404
    try:
        return attached(document, name)
    except Tampered as tampered:
        return unfit(request, "office/sales/tampered.html", tampered, status=500)


def contract_pages(request: OfficeRequest, number: str, contract: Contract) -> list[str]:
    """The address of each page's picture, in order, for the page beside which something is compared."""
    document = contract.document
    if document is None:
        return []
    urls = (place(request, "contract_picture", number, contract.pk, page) for page in range(1, document.pages + 1))
    return [f"{url}?w=800&v={document.sha256[:8]}" for url in urls]


def show_page(
    document: Document | None, page: int, width: str, note: Callable[[bytes, int], None] | None = None
) -> HttpResponse:
    """One page of a PDF as a picture, kept by the browser for good: its address changes with its content.

    `note` is told of the picture that was handed out, and its width.
    """
    if document is None:
        raise Http404
    wide = int(width) if width.isdecimal() and int(width) in WIDTHS else 800
    try:
        drawn = page_shown(document, page, width=wide, at=timezone.now())
    except (NoSuchPage, NotDrawn, Tampered) as gone:
        raise Http404 from gone
    if note is not None:
        note(drawn, wide)
    answer = HttpResponse(drawn, content_type="image/webp")
    answer["Cache-Control"] = f"private, max-age={A_YEAR}, immutable"
    return inert(answer)


@require_safe
@office("sale.see")
def version_file(request: OfficeRequest, number: str, version: int) -> HttpResponseBase:
    """P: the proposal as it was sent."""
    sale = sale_of(request, number)
    found = sale.versions.select_related("paper").filter(version=version).first()
    return hand_over(request, found.paper if found else None, f"proposta-{number}-v{version}.pdf")


@require_safe
@office("sale.see")
def sealed_file(request: OfficeRequest, number: str, form: int) -> HttpResponseBase:
    """One form of a sealed file: also those that others with more time stamps followed."""
    found = sealed_forms(sale_of(request, number)).filter(pk=form).first()
    return hand_over(request, found.document if found else None, f"selado-{number}-{form}.pdf")


@require_safe
@office("sale.see")
def approval_file(request: OfficeRequest, number: str, approval: int) -> HttpResponseBase:
    """The proof of the approval."""
    found = sale_of(request, number).approvals.select_related("file").filter(pk=approval).first()
    return hand_over(request, found.file if found else None, f"aprovacao-{number}.pdf")


def _has_to_sign(request: OfficeRequest, contract: Contract) -> bool:
    # Only what her act will rest on is written down: to everybody else a look changes nothing.
    mine = request.scope.countersigners.pending().held_by(request.scope.member)
    return mine.filter(contract=contract).exists()


def _contract_file(request: OfficeRequest, number: str, pk: int, of: _Which, name: str) -> HttpResponseBase:
    sale = sale_of(request, number)
    kept = request.scope.shown_contracts.in_sale(sale).select_related("document", "signed_file", "manifest_file")
    found = kept.filter(pk=pk).first()
    document = of(found) if found else None
    if found and document and document == found.document and _has_to_sign(request, found):
        note_file_shown(request, document, at=timezone.now())
    return hand_over(request, document, name)


@require_safe
@office("sale.see")
def contract_file(request: OfficeRequest, number: str, contract: int) -> HttpResponseBase:
    """D: the contract as it is signed."""
    return _contract_file(request, number, contract, lambda c: c.document, f"contrato-{number}-{contract}.pdf")


@require_safe
@office("sale.see")
def signed_file(request: OfficeRequest, number: str, contract: int) -> HttpResponseBase:
    """D with the page of signatures."""
    name = f"contrato-assinado-{number}-{contract}.pdf"
    return _contract_file(request, number, contract, lambda c: c.signed_file, name)


@require_safe
@office("sale.see")
def manifest_file(request: OfficeRequest, number: str, contract: int) -> HttpResponseBase:
    """The page of signatures that stands beside a contract signed outside."""
    name = f"pagina-de-assinaturas-{number}-{contract}.pdf"
    return _contract_file(request, number, contract, lambda c: c.manifest_file, name)


@require_safe
@office("sale.see")
def contract_picture(request: OfficeRequest, number: str, contract: int, page: int) -> HttpResponse:
    """One page of D as a picture made of its very bytes."""
    sale = sale_of(request, number)
    found = request.scope.shown_contracts.in_sale(sale).select_related("document").filter(pk=contract).first()
    document = found.document if found else None

    def note(drawn: bytes, width: int) -> None:
        if found and document and _has_to_sign(request, found):
            note_page_shown(request, document, page, drawn, width=width, at=timezone.now())

    return show_page(document, page, request.GET.get("w", ""), note)


@require_safe
@office("sale.see")
def attachment_file(request: OfficeRequest, number: str, attachment: int) -> HttpResponseBase:
    """A file that goes with a version."""
    sale = sale_of(request, number)
    found = request.scope.attachments.filter(version__proposal=sale, pk=attachment).select_related("document").first()
    return hand_over(request, found.document if found else None, found.name if found else "")


@require_safe
@office("sale.see", contracts=True)
def brought_proxy(request: OfficeRequest, number: str, contract: int, signer: int) -> HttpResponseBase:
    """The power of attorney that a signer brought to the signing, untouched."""
    sale = sale_of(request, number)
    places = request.scope.signers.of_sale(sale).filter(contract_id=contract, pk=signer)
    found = places.select_related("brought_proxy").first()
    return hand_over(request, found.brought_proxy if found else None, f"procuracao-{number}-{signer}.pdf")
