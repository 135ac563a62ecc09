"""Files and page pictures, each fetched among what the visitor may see and checked against its hash."""

from django.core.cache import cache
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from aceite.core.contracts.models import Contract
from aceite.core.contracts.printing import print_contract
from aceite.core.documents.models import Document
from aceite.core.documents.pictures import NoSuchPage, NotDrawn, page_shown
from aceite.core.documents.reading import Tampered, open_checked
from aceite.core.proposals.models import ProposalVersion
from aceite.core.sales.sealed_forms import sealed_forms
from aceite.core.signatures.models import SealedFile
from aceite.faces.panel.access import PanelRequest, panel
from aceite.faces.panel.reading import Shown, contract_of, shown
from aceite.faces.panel.sheet import standing_approval
from aceite.faces.panel.showing import note_page_shown, note_shown
from aceite.faces.ui.files import attached, kept_for_good, shows_webp, unfit
from aceite.kit.pdf import pages as pdf_pages
from aceite.kit.pdf.pages import PictureKind

PREVIEW_KEPT = 900


def download(request: PanelRequest, document: Document | None, name: str) -> HttpResponseBase:
    """The file as an attachment no browser runs; a page that says so when its bytes are not those that were stored."""
    if document is None:
        raise Http404
    try:
        answer = attached(document, name)
    except Tampered as broken:
        return unfit(request, "panel/tampered.html", broken, status=409, sha256=document.sha256)
    answer["Cache-Control"] = "private, no-cache"
    return answer


def pdf_name(*words: str) -> str:
    """A file's name made of words: proposta-2026-0014-v1.pdf."""
    return slugify(" ".join(words))[:80] + ".pdf"


@require_safe
@panel("price.see", preview=True)
def paper(request: PanelRequest, number: str, version: int) -> HttpResponseBase:
    """The proposal as PDF (P)."""
    at = timezone.now()
    sale = shown(request.scope, number, at=at, version=version)
    if sale.version.paper is not None:
        note_shown(request, sale.version.paper, at=at)
    return download(request, sale.version.paper, pdf_name(_("proposta"), number, f"v{version}"))


@require_safe
@panel("price.see", preview=True)
def attachment(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """A file that goes with a version."""
    sale = shown(request.scope, number, at=timezone.now())
    versions = request.scope.versions.filter(proposal=sale.proposal)
    for version in versions:
        found = version.attachments.filter(pk=pk).select_related("document").first()
        if found is not None:
            return download(request, found.document, found.name)
    raise Http404


@require_safe
@panel("price.see", preview=True)
def contract_file(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """The contract as it was sent (D); of a draft, as it would be."""
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    name = pdf_name(contract.title, number, f"v{sale.version.version}")
    if contract.frozen_at is None:
        return _bare_pdf(draft_pdf(contract, sale.version), f'attachment; filename="{name}"')
    if contract.document is not None:
        note_shown(request, contract.document, at=timezone.now())
    return download(request, contract.document, name)


@require_safe
@panel("price.see", preview=True)
def contract_print(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """The same bytes opened in the browser to be printed: they are of our own making and inert."""
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    if contract.frozen_at is None:
        return _bare_pdf(draft_pdf(contract, sale.version), "inline")
    if contract.document is None:
        raise Http404
    try:
        opened = open_checked(contract.document)
    except Tampered as broken:
        return unfit(request, "panel/tampered.html", broken, status=409, sha256=contract.document.sha256)
    note_shown(request, contract.document, at=timezone.now())
    with opened:
        return _bare_pdf(opened.read(), "inline")


@require_safe
@panel("price.see", preview=True)
def contract_page(request: PanelRequest, number: str, pk: int, page: int, width: int) -> HttpResponseBase:
    """A picture of one page, made of the very bytes of D."""
    sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    if contract.frozen_at is None:
        return _draft_page(request, contract, sale.version, page, width)
    if contract.document is None:
        raise Http404
    try:
        kind: PictureKind = "webp" if shows_webp(request) else "png"
        drawn = page_shown(contract.document, page, width=width, at=timezone.now(), kind=kind)
    except (NoSuchPage, NotDrawn, Tampered) as broken:
        raise Http404 from broken
    note_page_shown(request, contract.document, page, drawn, width=width, at=timezone.now())
    # The address carries the document's hash and the session.
    return kept_for_good(HttpResponse(drawn, content_type=f"image/{kind}"))


@require_safe
@panel("price.see")
def signed_file(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """The contract with its page of signatures; signed outside, as the last signer's program left it."""
    _sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    return download(request, contract.signed_file, pdf_name(contract.title, number, _("assinado")))


@require_safe
@panel("price.see")
def manifest_file(request: PanelRequest, number: str, pk: int) -> HttpResponseBase:
    """The page of signatures that stands beside a contract signed outside."""
    _sale, contract = contract_of(request.scope, number, pk, at=timezone.now())
    name = pdf_name(_("pagina-de-assinaturas"), contract.title, number)
    return download(request, contract.manifest_file, name)


@require_safe
@panel("price.see")
def approval_file(request: PanelRequest, number: str) -> HttpResponseBase:
    """The proposal with the page of its approval."""
    approval = standing_approval(shown(request.scope, number, at=timezone.now()))
    return download(request, approval.file if approval else None, pdf_name(_("aprovacao"), number))


@require_safe
@panel("price.see")
def sealed_file(request: PanelRequest, number: str, form: int) -> HttpResponseBase:
    """One form of a sealed file: also those that others with more time stamps followed."""
    sale = shown(request.scope, number, at=timezone.now())
    found = sealed_forms(sale.proposal).filter(pk=form).first()
    return download(request, found.document if found else None, pdf_name(_("selado"), number, str(form)))


def former_forms(request: PanelRequest, sale: Shown, *subjects: str) -> list[tuple[SealedFile, str]]:
    """The forms of these that others followed, the newest first, each with its address."""
    forms = sealed_forms(sale.proposal).former().filter(subject__in=subjects)
    return [(form, request.scope.url("sealed_file", sale.number, form.pk)) for form in forms]


@require_safe
@panel("price.see")
def order_paper(request: PanelRequest, order: str) -> HttpResponseBase:
    """The order as PDF."""
    found = request.scope.orders.filter(number=order).first()
    return download(request, found.paper if found else None, pdf_name(_("pedido"), order))


@require_safe
@panel("invoice.see")
def billed_file(request: PanelRequest, order: str, file: int) -> HttpResponseBase:
    """A file of billing that the vendor gave with the order."""
    found = request.scope.orders.filter(number=order).select_related("proposal").first()
    billed = found.proposal.billed_files.of_sale(found.proposal).filter(pk=file).first() if found else None
    return download(request, billed.document if billed else None, billed.name if billed else "")


def draft_pdf(contract: Contract, version: ProposalVersion) -> bytes:
    """What a contract of a draft would look like, kept for the few minutes of a preview."""
    key = f"panel/draft/{contract.pk}/{contract.revision}/{version.pk}/{version.revision}"
    held: bytes | None = cache.get(key)
    if held is None:
        held = print_contract(contract, at=timezone.now())
        cache.set(key, held, timeout=PREVIEW_KEPT)
    return held


def _draft_page(
    request: PanelRequest, contract: Contract, version: ProposalVersion, page: int, width: int
) -> HttpResponse:
    kind: PictureKind = "webp" if shows_webp(request) else "png"
    try:
        drawn = pdf_pages.picture(draft_pdf(contract, version), page - 1, width=min(width, 1600), kind=kind)
    except pdf_pages.Unreadable as unreadable:
        raise Http404 from unreadable
    return HttpResponse(drawn, content_type=f"image/{kind}", headers={"Cache-Control": "private, no-store"})


def _bare_pdf(pdf: bytes, disposition: str) -> HttpResponse:
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": "frame-ancestors 'none'",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-cache",
        },
    )
